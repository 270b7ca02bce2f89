"""Answers that take work, kept for the next pages of the same list until the store changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any, TypeVar, cast

from fastapi import HTTPException, Request

from dragoman.store import Store
from dragoman.web.api_parts import RETRY, Page, desk_of
from dragoman.web.state import Related

Material = TypeVar("Material")
MOST = 16
"""Answers that are kept."""
WAIT = 60.0
"""Seconds that a request waits for what is worked out from the whole store."""


class Worked:
    """The last few lists that took work, by the store as it was and what was asked."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[str, str], Any] = OrderedDict()
        self._making: dict[tuple[str, str], Lock] = {}
        self._lock = Lock()

    def get(self, stamp: str, question: str, make: Callable[[], Sequence[Any]]) -> Sequence[Any]:
        """What was worked out before, or ``make()``; two that ask the same at once wait for one another."""
        key = (stamp, question)
        with self._lock:
            turn = self._making.setdefault(key, Lock())
        with turn:
            with self._lock:
                if key in self._found:
                    self._found.move_to_end(key)
                    return cast(Sequence[Any], self._found[key])
            try:
                made = make()
                with self._lock:
                    self._found[key] = made
                    while len(self._found) > MOST:
                        self._found.popitem(last=False)
            finally:
                with self._lock:
                    self._making.pop(key, None)
        return made


def worked(request: Request, page: Page, make: Callable[[Store], Sequence[Any]]) -> Sequence[Any]:
    """All rows of a list that takes work, for any of its pages.

    Raises:
        StoreError: the store is busy.
    """
    kept = cast(Worked, request.app.state.worked)
    with desk_of(request).reading() as store:
        return kept.get(store.stamp(), f"{request.url.path} {page.question}", lambda: make(store))


def worked_apart(
    request: Request, page: Page, fetch: Callable[[Store], Material], make: Callable[[Material], Sequence[Any]]
) -> Sequence[Any]:
    """The same for work that takes long: the store is let go before it begins, since writers wait for readers.

    Raises:
        StoreError: the store is busy.
    """
    kept = cast(Worked, request.app.state.worked)
    desk = desk_of(request)
    with desk.reading() as store:
        stamp = store.stamp()

    def work() -> Sequence[Any]:
        with desk.reading() as store:
            material = fetch(store)
        return make(material)

    return kept.get(stamp, f"{request.url.path} {page.question}", work)


def related_of(request: Request) -> Related:
    """Issues, positions and terms of the store as it is now.

    Raises:
        HTTPException: they are still being worked out; says when to ask again.
    """
    desk = desk_of(request)
    with desk.reading() as store:
        stamp = store.stamp()
    found = desk.related.now(stamp, wait=WAIT)
    if found.value is None or not found.is_current:
        raise HTTPException(
            503, "Issues, positions and terms are being worked out; ask again in a moment.",
            headers={"Retry-After": str(RETRY)},
        )  # fmt: skip
    return found.value
