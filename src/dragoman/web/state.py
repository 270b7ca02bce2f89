"""What all requests of one desk share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from threading import Lock, Thread
from typing import cast

from fastapi import Request
from markupsafe import Markup

from dragoman.desk.intake import Intake
from dragoman.desk.issues import related_items
from dragoman.desk.problems import UserError
from dragoman.desk.search_index import SearchIndex
from dragoman.desk.shared import SharedStore
from dragoman.desk.tables import Level, Wording, read_groups
from dragoman.directory import load_directory
from dragoman.model.dyads import EventTable
from dragoman.relations.relate import Item, Relations, relate
from dragoman.relations.sides import Names, load_names
from dragoman.store import Store, StoreError
from dragoman.web.indexed import Index, index_of
from dragoman.web.kept import Kept
from dragoman.web.settings import Settings
from dragoman.web.terms_chart import begun, drawn


@dataclass(frozen=True, kw_only=True)
class Related:
    """Positions, proposals and conditions of the store, and what they come to together."""

    items: Sequence[Item]
    relations: Relations

    @cached_property
    def index(self) -> Index:
        """Look-ups for pages."""
        return index_of(self.relations, self.items)

    @cached_property
    def terms_chart(self) -> Future[Markup]:
        """The graph of all conditions as a picture; begun when it is asked for."""
        return begun(lambda: drawn(self.relations.terms))


class State:
    """The store, the settings, and what is worked out once and kept until the store changes."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.store = SharedStore(settings.store)
        self.related = Kept(self.store, self._relate)
        self.search = SearchIndex(self.store)
        self.intake = Intake(self.store, model=settings.model, actors=settings.actors)
        self.is_closing = False
        self._warming: Thread | None = None
        self._loading = Lock()

    @contextmanager
    def reading(self) -> Iterator[Store]:
        """The store, to look into; see :meth:`SharedStore.reading`."""
        with self.store.reading() as opened:
            yield opened

    def _relate(self, store: Store) -> Callable[[], Related]:
        items = related_items(store)

        def work() -> Related:
            made = Related(items=items, relations=relate(items, self.settings.choices))
            # Made here for the first time, so that no request has to wait for it; the picture holds up nothing else.
            assert made.index
            assert made.terms_chart
            return made

        return work

    def warm(self) -> None:
        """Load the actor tables and work out the relations beside the first requests."""
        self._warming = Thread(target=self._warm, name="warming", daemon=True)
        self._warming.start()

    def _warm(self) -> None:
        # What fails here fails again, and is said, where a page needs it.
        with suppress(StoreError, UserError, ValueError):
            with self.reading() as store:
                stamp = store.stamp()
            self.related.now(stamp, wait=0)
            assert self.names

    @property
    def names(self) -> Names:
        """Names of the actor tables and of the user's groups; the first call takes most of a second.

        Raises:
            UserError, ValueError: a file of the user's can't be read.
        """
        with self._loading:
            return self._names

    @cached_property
    def _names(self) -> Names:
        return load_names(load_directory(self.settings.actors), read_groups(self.settings.groups))

    def wording(self, table: EventTable, level: Level = Level.SIDE) -> Wording:
        """How sides are named, over the rows of a table."""
        return Wording(table=table, groups=self.settings.groups, level=level, loaded=self.names)

    def close(self) -> None:
        """End what runs beside the requests, and let go of the store."""
        self.is_closing = True
        if self._warming is not None:
            self._warming.join(timeout=30)
        self.intake.stop()
        self.search.close()
        self.store.close()


def state_of(request: Request) -> State:
    """The state of the desk that a request is for."""
    return cast(State, request.app.state.desk)
