"""What a store takes and gives: filters, rows, errors, and the protocol every backend keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from dragoman.model.dyads import EventTable
from dragoman.model.facts import Event, Fact, Factuality
from dragoman.model.ids import content_id
from dragoman.model.reviews import Review, Sample
from dragoman.model.text import Copy, Document, DocumentError

if TYPE_CHECKING:
    import polars

SHORT_ID = 6
"""Least hex digits of a reference; more where that is not unique."""


class StoreError(Exception):
    """A store can't be opened, read or written; one line says which, why, and what to do."""


class UnknownIdError(StoreError):
    """No fact, or more than one, has an id that begins so."""


class ReadReport(Protocol):
    """What is stored: a document and its facts."""

    @property
    def document(self) -> Document:
        """The document as read."""
        ...

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Its facts in text order."""
        ...


class Added(StrEnum):
    """What adding a report did."""

    NEW = "new"
    KNOWN = "known"
    RECODED = "recoded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What decides how documents are coded; the same setup codes the same document in the same way.

    Attributes:
        version: of the tool.
        annotator: name and version of the model.
        codebook: version of ontology and language tables.
        actors: version or hash of the actor tables, users' files included.
    """

    version: str
    annotator: str
    codebook: str
    actors: str

    @property
    def id(self) -> str:
        """Content hash of the four."""
        return content_id("setup", self.version, self.annotator, self.codebook, self.actors)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the tool that wrote to the store.

    Attributes:
        id: 1, 2, 3, ...
        started: time in UTC.
        arguments: as given on the command line.
    """

    id: int
    started: datetime
    setup: Setup
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two actors; ``directed`` keeps only events from ``first`` to ``second``."""

    first: str
    second: str
    directed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events; what is left empty does not filter.

    Attributes:
        actor: id, country, affiliation or name of a source or target. Case and accents don't count; a name also matches
            by whole words of it ("Blinken"), and a country matches all that act for it.
        pair: events between two actors, each matched like ``actor``; a symmetric event counts in both directions.
        types: PLOVER types.
        since, until: days; events whose date, as far as it is known, overlaps the range. Undated events never do.
        factuality: how the text presents the event.
        background: true for recalled events only, false for news only.
        place: id of a place (``geonames:2643743``), or its name as the texts write it, in any case.
        document: id of a document; its events come in text order.
        since_run: facts first seen by this run or a later one.
        limit: at most so many, the first in the order they come.
        offset: so many of the first are passed over.
    """

    actor: str | None = None
    pair: Pair | None = None
    types: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    factuality: Sequence[Factuality] = ()
    background: bool | None = None
    place: str | None = None
    document: str | None = None
    since_run: int | None = None
    limit: int | None = None
    offset: int = 0


ALL_EVENTS = EventFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactFilter:
    """Which facts of any kind; what is left empty does not filter.

    Attributes:
        kinds: ``event``, ``statement``, ``position``, ``proposal``, ``condition``, ``assessment``, ``figure``.
        actor: id, country, affiliation or name of an actor in any role, matched as in :class:`EventFilter`: who acts,
            is acted on, speaks, is spoken to, holds, sponsors, answers, sets, claims, or is spoken of.
        issue: words that the issue, name, content, topic or terms must all have in them, in any case, with or without
            accents and hyphens; or the beginning of the id, at least six digits, of a fact: then facts about the same.
        issues: issues, names or topics as the texts have them, one of which it must be ("the cease-fire plan").
        ids: whole ids; none of them finds nothing.
        since, until: days; facts whose date, as far as it is known, overlaps the range. Undated facts never do.
        factuality: how the text presents the fact.
        place: as in :class:`EventFilter`.
        document: id of a document; its facts come in text order.
        since_run: facts first seen by this run or a later one.
        limit: at most so many, the first in the order they come.
        offset: so many of the first are passed over.
    """

    kinds: Sequence[str] = ()
    actor: str | None = None
    issue: str | None = None
    issues: Sequence[str] = ()
    ids: Sequence[str] | None = None
    since: date | None = None
    until: date | None = None
    factuality: Sequence[Factuality] = ()
    place: str | None = None
    document: str | None = None
    since_run: int | None = None
    limit: int | None = None
    offset: int = 0


ALL_FACTS = FactFilter()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """An event with the document it stands in and the run that first saw it."""

    event: Event
    document: Document
    run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFact:
    """A fact of any kind with the document it stands in and the run that first saw it."""

    fact: Fact
    document: Document
    run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document without its text.

    Attributes:
        start: first 100 characters of the text.
        characters: length of the text.
        events: how many were coded.
        facts: how many of all kinds, events among them.
        run: the run that added it.
        copy_of: the earlier report that it is a copy of; ``None`` for all others.
    """

    id: str
    title: str
    published: date | None
    publisher: str | None
    url: str | None
    language: str | None
    start: str
    characters: int
    events: int
    facts: int
    run: int
    copy_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    """An actor of the facts in the store.

    Attributes:
        events: events it takes part in; as_source, as_target: on which side, which may be both.
        facts: facts of all kinds that it has a role in, events among them.
        written: how the texts write it, with the number of times, most frequent first.
    """

    id: str
    name: str
    kind: str
    country: str | None
    sector: str | None
    events: int
    as_source: int
    as_target: int
    facts: int
    written: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRow:
    """A document that could not be read, and in which run."""

    run: int
    started: datetime
    location: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFile:
    """A file of another data set, as it was read into the store.

    Attributes:
        dataset: name under which its events are kept.
        format: format it was read as.
        file: name of the file.
        rows: rows that could be read; added: those that were new; rejected: rows that could not be read.
    """

    dataset: str
    format: str
    file: str
    rows: int
    added: int
    rejected: int


class UploadState(StrEnum):
    """What became of a file that was given to the desk."""

    WAITING = "waiting"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file given to the desk.

    Attributes:
        id: unique; the same id is kept once.
        name: as the user's machine calls it, for display only.
        received: time in UTC.
        options: what the user said of it: ``title``, ``published``, ``publisher``.
        reason: why it could not be read, or which of its documents could not.
        documents, facts: read from it so far.
    """

    id: str
    name: str
    received: datetime
    options: Mapping[str, str] = field(default_factory=dict)
    state: UploadState = UploadState.WAITING
    reason: str = ""
    documents: int = 0
    facts: int = 0

    @property
    def is_done(self) -> bool:
        """Whether nothing more happens to it."""
        return self.state is not UploadState.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Rows in the store: events by PLOVER type, and facts by kind; imported events by data set apart from these.

    ``copies`` of the documents say in the same words what an earlier one said.
    """

    documents: int
    events: int
    errors: int
    copies: int = 0
    types: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    imported: Mapping[str, int] = field(default_factory=dict)


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
