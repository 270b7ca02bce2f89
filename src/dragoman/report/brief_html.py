"""A brief as one HTML file without scripts, or as a part of a page of the desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from dragoman.report.brief import CHARTS, Brief
from dragoman.report.brief_text import EXPLAIN, about_note
from dragoman.report.chart_page import inline_svg
from dragoman.report.chart_style import is_url
from dragoman.tables import folder


def html_page(brief: Brief) -> str:
    """A file that opens by itself."""
    style = folder("brief").joinpath("brief.css").read_text(encoding="utf-8")
    return str(_template("page.html").render(brief=brief, style=Markup(style), body=html_body(brief)))


def html_body(brief: Brief, *, desk: bool = False) -> Markup:
    """The sections and the notes, to stand below a heading.

    Args:
        desk: the page has the desk's other pages to lead to.
    """
    page = _template("body.html").render(
        brief=brief,
        charts=[Markup(inline_svg(chart.drawing)) for chart in brief.charts],
        charts_key=CHARTS,
        cited=_cited(brief),
        about=about_note,
        is_url=is_url,
        explain=EXPLAIN,
        desk=desk,
    )
    return Markup(page)


def _cited(brief: Brief) -> Mapping[int, Sequence[str]]:
    """By number of a note, the anchors of the places that cite it."""
    found: dict[int, list[str]] = defaultdict(list)
    for section in brief.sections:
        for number, sentence in enumerate(section.sentences):
            for note in sentence.notes:
                found[note].append(f"s-{section.key}-{number}-{note}")
    return found


@cache
def _environment() -> Environment:
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


@cache
def _template(name: str) -> Template:
    return _environment().from_string(folder("brief").joinpath(name).read_text(encoding="utf-8"))
