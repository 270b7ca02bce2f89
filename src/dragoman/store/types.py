"""What a store takes and gives: filters, rows and errors; ``protocol`` has what it does with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from dragoman.model.facts import Event, Fact, Factuality
from dragoman.model.ids import content_id
from dragoman.model.text import Document

SHORT_ID = 6
"""Least hex digits of a reference; more where that is not unique."""


class StoreError(Exception):
    """A store can't be opened, read or written; one line says which, why, and what to do."""


class OtherSetupError(StoreError):
    """What the store holds was coded in another way, and it keeps no two ways beside one another."""


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
