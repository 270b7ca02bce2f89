"""What every store can do, whatever keeps its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from dragoman.model.dyads import EventTable
from dragoman.model.reviews import Review, Sample
from dragoman.model.text import Copy, Document, DocumentError
from dragoman.store.types import (
    ALL_EVENTS,
    ALL_FACTS,
    ActorRow,
    Added,
    DocumentRow,
    ErrorRow,
    EventFilter,
    FactFilter,
    ImportedFile,
    ReadReport,
    Run,
    Setup,
    StoredEvent,
    StoredFact,
    Totals,
    Upload,
)

if TYPE_CHECKING:
    import polars


class Store(Protocol):
    """Where documents and facts are kept. Every method raises :class:`StoreError` when the store can't do it.

    Reports are written in batches; a batch is stored whole or not at all, so that a crash or a full disk never leaves
    half a document. ``close`` (or leaving the ``with`` block) writes the last batch.
    """

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def begin_run(self, setup: Setup, arguments: Sequence[str] = ()) -> Run:
        """Note that a run begins; its id goes with everything that is added."""
        ...

    def is_coded(self, document_id: str, setup: Setup) -> bool:
        """Whether a document is there as this setup codes it, so that reading it again would change nothing."""
        ...

    def add(
        self,
        report: ReadReport,
        run: Run,
        *,
        again: bool = False,
        find_copy: Callable[[Document], Copy | None] | None = None,
    ) -> Added:
        """Add a document and its facts; one that is there as this setup codes it adds nothing.

        One that another setup coded, or any with ``again``, is replaced by the new coding; facts found again keep the
        run that saw them first.

        Args:
            find_copy: asked of each document that was not there before, in order; what it says is kept with it.

        Raises:
            TypeError, ValueError: this report can't be stored; the store goes on without it.
        """
        ...

    def add_error(self, error: DocumentError, run: Run) -> None:
        """Note a document that could not be read."""
        ...

    def import_rows(self, dataset: str, frame: polars.DataFrame, run: Run) -> int:
        """Add events of another data set, of which those with an id that it has already are left out.

        Args:
            frame: columns of ``imported_events`` (see ``store.event_views``) except ``dataset`` and ``run``.

        Returns:
            How many were new. They are written at once, all or none.
        """
        ...

    def import_mentions(self, dataset: str, frame: polars.DataFrame, run: Run) -> int:
        """Add reports of events of a data set that come in files of their own; returns how many were new.

        Args:
            frame: columns ``event`` (id of the event), ``day``, ``publisher``, ``url``, ``sentence``, ``confidence``.
        """
        ...

    def note_import(self, file: ImportedFile, run: Run) -> None:
        """Note a file that was read to its end, and let its events have the mentions that are known."""
        ...

    def imports(self) -> list[ImportedFile]:
        """Files of other data sets in the order they were read."""
        ...

    def event_table(self) -> EventTable:
        """All events as rows of dyads, our own and imported ones; good until the store is closed."""
        ...

    def add_upload(self, upload: Upload, content: bytes) -> None:
        """Keep a file until it is read; it is on the disk when this returns."""
        ...

    def note_upload(self, upload: Upload) -> None:
        """Note what became of a file."""
        ...

    def waiting_upload(self) -> tuple[Upload, bytes] | None:
        """The file that waits longest, with its content."""
        ...

    def uploads(self, *, limit: int | None = None, offset: int = 0) -> list[Upload]:
        """Files given to the desk, last first."""
        ...

    def add_review(self, review: Review) -> bool:
        """Keep a verdict, unless one with its id is there; it is on the disk when this returns true."""
        ...

    def add_sample(self, sample: Sample) -> bool:
        """Keep a sample, unless one with its id is there."""
        ...

    def reviews(
        self, *, sample: str | None = None, reviewer: str | None = None, kind: str | None = None
    ) -> list[Review]:
        """Verdicts, oldest first; of a sample, a reviewer, a kind of fact."""
        ...

    def samples(self, *, start: str = "", limit: int | None = None, offset: int = 0) -> list[Sample]:
        """Samples, newest first, whose ids begin so."""
        ...

    def confidences(self, wanted: EventFilter | FactFilter = ALL_FACTS) -> list[tuple[str, str, float]]:
        """Id, kind and confidence of the facts wanted, by id."""
        ...

    def review_progress(self) -> list[tuple[str, str, int]]:
        """Sample, reviewer and number of facts of it that they have said something of, by sample and reviewer."""
        ...

    def there(self, ids: Sequence[str]) -> set[str]:
        """Those of some facts that are in the store."""
        ...

    def set_setting(self, name: str, value: str) -> None:
        """Keep a value of the user's with the store."""
        ...

    def setting(self, name: str) -> str:
        """A value that was kept; empty if there is none."""
        ...

    def flush(self) -> None:
        """Write what has been added."""
        ...

    def close(self) -> None:
        """Write what has been added and close the file; may be called twice."""
        ...

    def events(self, wanted: EventFilter = ALL_EVENTS) -> list[StoredEvent]:
        """Events, newest first (undated ones by publication); those of one document in text order."""
        ...

    def iter_events(self, wanted: EventFilter = ALL_EVENTS) -> Iterator[StoredEvent]:
        """The same without holding them all in memory."""
        ...

    def count_events(self, wanted: EventFilter = ALL_EVENTS) -> int:
        """How many there are, whatever ``limit`` says."""
        ...

    def event(self, prefix: str) -> StoredEvent:
        """The event whose id begins so.

        Raises:
            UnknownIdError: there is none, or more than one.
        """
        ...

    def facts(self, wanted: FactFilter = ALL_FACTS) -> list[StoredFact]:
        """Facts of all kinds, in the order of :meth:`events`."""
        ...

    def iter_facts(self, wanted: FactFilter = ALL_FACTS) -> Iterator[StoredFact]:
        """The same without holding them all in memory."""
        ...

    def count_facts(self, wanted: FactFilter = ALL_FACTS) -> int:
        """How many there are, whatever ``limit`` says."""
        ...

    def fact(self, prefix: str) -> StoredFact:
        """The fact, of whatever kind, whose id begins so.

        Raises:
            UnknownIdError: there is none, or more than one.
        """
        ...

    def id_length(self) -> int:
        """Hex digits, at least six, that tell all facts of the store apart."""
        ...

    def document(self, document_id: str) -> Document | None:
        """A document with its text, or ``None``."""
        ...

    def originals(
        self, *, since: date | None = None, until: date | None = None, limit: int | None = None
    ) -> Iterator[Document]:
        """Documents that are no copies, with their texts, in the order in which they were added.

        Args:
            since, until: first and last day of publication; those without a date are always among them.
            limit: only so many, the last ones.
        """
        ...

    def documents(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        text: str = "",
        limit: int | None = None,
        offset: int = 0,
    ) -> list[DocumentRow]:
        """Documents, newest first; ``text`` must occur in title, publisher or address, in any case."""
        ...

    def count_documents(
        self, *, since: date | None = None, until: date | None = None, text: str = "", since_run: int | None = None
    ) -> int:
        """How many documents there are; with ``since_run`` those that this run or a later one added."""
        ...

    def count_actors(self, *, text: str = "", kind: str = "") -> int:
        """How many actors there are."""
        ...

    def actors(self, *, text: str = "", kind: str = "", limit: int | None = None, offset: int = 0) -> list[ActorRow]:
        """Actors by number of events, then of facts.

        ``text`` must occur in name, id, country or how a text writes it.
        """
        ...

    def errors(self, *, run: int | None = None, limit: int | None = None, offset: int = 0) -> list[ErrorRow]:
        """Documents that could not be read, last run first."""
        ...

    def stamp(self) -> str:
        """Some letters that differ whenever documents, facts or imported events do."""
        ...

    def runs(self) -> list[Run]:
        """All runs in order."""
        ...

    def totals(self) -> Totals:
        """How much is in the store."""
        ...
