"""The graph of conditions as a picture, drawn beside the requests: it takes longer than a page may."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

from markupsafe import Markup

from dragoman.relations.conditions import Edge, Terms
from dragoman.web.charts import svg_of

T = TypeVar("T")
LABEL = "What is said to depend on what; the list below has the same with the sentences"


def key_of(edge: Edge) -> str:
    """What an edge is known by among the anchors of a page."""
    return f"{edge.step.id} {edge.goal.id}"


def drawn(terms: Terms) -> Markup:
    """The picture; empty where there are no conditions between issues."""
    if not terms.edges:
        return Markup("")
    from dragoman.report.charts import conditions_chart

    made = svg_of(conditions_chart(terms, link=key_of), LABEL)
    # Hundreds of links would stand in the way of the keyboard; the list below has each of them once.
    return Markup(made.replace("<a ", '<a tabindex="-1" '))


def begun(make: Callable[[], T]) -> Future[T]:
    """Work that goes on in a thread of its own."""
    future: Future[T] = Future()

    def work() -> None:
        try:
            future.set_result(make())
        except Exception as error:  # raised again where somebody asks for the result
            future.set_exception(error)

    Thread(target=work, daemon=True).start()
    return future
