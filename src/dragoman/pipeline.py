"""The only place that joins the stages: readers, annotation, resolution, extraction."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from dragoman import lang, ontology
from dragoman.annotate.names import recognise_names
from dragoman.annotate.spacy import DEFAULT_MODEL, Annotator, annotate, load_annotator
from dragoman.annotate.times import find_times
from dragoman.corpus.readers import document_from_text
from dragoman.directory import load_directory
from dragoman.exchange import frames
from dragoman.exchange.rows import fact_row
from dragoman.extract.arguments import Scene, scene_of
from dragoman.extract.assessments import find_assessments
from dragoman.extract.conditions import find_conditions
from dragoman.extract.events import find_events
from dragoman.extract.figures import find_figures
from dragoman.extract.positions import find_positions
from dragoman.extract.proposals import find_proposals
from dragoman.extract.relation import Relation, classify, with_given_actors
from dragoman.extract.stage import stage
from dragoman.extract.statements import find_statements
from dragoman.extract.tone import Tone, directed_tone, stretch_of
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Assessment, Condition, Event, Fact, Figure, Position, Proposal, Statement
from dragoman.model.text import AnnotatedText, Document
from dragoman.resolve.actors import ActorMatcher, compile_matcher, resolve_actors
from dragoman.resolve.coreference import resolve_references
from dragoman.resolve.places import Gazetteer, find_places, load_gazetteer

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

Kind = TypeVar("Kind", bound=Fact)
Extractor = Callable[[AnnotatedText, Codebook], Iterable[Fact]]

EXTRACTORS: tuple[tuple[str, Callable[[Scene, Codebook], Iterable[Fact]]], ...] = (
    ("events", find_events),
    ("statements", find_statements),
    ("positions", find_positions),
    ("proposals", find_proposals),
    ("conditions", find_conditions),
    ("assessments", find_assessments),
    ("figures", find_figures),
)
"""Built-in extractors in the order they run, all over one scene; others come through the entry-point group
``dragoman.extractors`` as plain functions of the annotated text."""
ENTRY_POINTS = "dragoman.extractors"


def load_codebook(language: str = "en") -> Codebook:
    """Load ontology and language tables.

    Raises:
        ValueError: a table is malformed; says which and where.
    """
    classes = lang.load_classes(language)
    return Codebook(
        version=f"{ontology.VERSION}, {lang.VERSION}",
        types=ontology.load_event_types(),
        cameo=ontology.load_cameo(),
        act_codes=ontology.load_act_codes(),
        frames=lang.load_frames(classes, language),
        classes=classes,
        embeddings=lang.load_embeddings(language),
        light_verbs=lang.load_light_verbs(language),
        words=lang.load_words(language),
        trends=lang.load_trends(classes, language),
        trend_topics=lang.load_trend_topics(language),
        tones=lang.load_tones(language),
        tone_weights=lang.load_tone_weights(language),
        conditions=lang.load_conditions(language),
        numbers=lang.load_numbers(language),
        measures=lang.load_measures(language),
        cues=lang.load_cues(language),
        stances=lang.load_stances(classes, language),
        nominals=lang.load_nominals(language),
    )


def load_extractors() -> tuple[tuple[str, Extractor], ...]:
    """Extractors that installed packages add."""
    return tuple((point.name, point.load()) for point in entry_points(group=ENTRY_POINTS))


def extract(text: AnnotatedText, book: Codebook, added: Sequence[tuple[str, Extractor]] = ()) -> Iterator[Fact]:
    """All facts of an annotated text: of the built-in extractors in their order, then of those added."""
    scene = stage(text, book)
    for _, find in EXTRACTORS:
        yield from find(scene, book)
    for _, find_more in added:
        yield from find_more(text, book)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report that was read.

    Attributes:
        document: as stored.
        text: its annotation with mentions, times and places.
        facts: all facts in text order.
    """

    document: Document
    text: AnnotatedText
    facts: tuple[Fact, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """Who did what to whom."""
        return self._of(Event)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Who said or believes what."""
        return self._of(Statement)

    @property
    def positions(self) -> tuple[Position, ...]:
        """Who stands where on what."""
        return self._of(Position)

    @property
    def proposals(self) -> tuple[Proposal, ...]:
        """Plans, deals and offers, with the parties' answers."""
        return self._of(Proposal)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What is said to depend on what."""
        return self._of(Condition)

    @property
    def assessments(self) -> tuple[Assessment, ...]:
        """Claims about the state or the trend of a relation, a conflict or talks."""
        return self._of(Assessment)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Numbers with their claimants."""
        return self._of(Figure)

    def _of(self, kind: type[Kind]) -> tuple[Kind, ...]:
        return tuple(fact for fact in self.facts if isinstance(fact, kind))

    def rows(self) -> list[dict[str, Any]]:
        """All facts as plain rows, as ``dragoman code`` writes them."""
        return [fact_row(fact, self.document) for fact in self.facts]

    def to_polars(self, kind: str = "event") -> polars.DataFrame:
        """The facts of one kind (``event``, ``statement``, ``position``, ...) as a polars frame, one flat row each.

        Raises:
            ValueError: there is no such kind.
        """
        return frames.to_polars(self._pairs(kind), kind)

    def to_arrow(self, kind: str = "event") -> pyarrow.Table:
        """The same as an Arrow table."""
        return frames.to_arrow(self._pairs(kind), kind)

    def to_pandas(self, kind: str = "event") -> pandas.DataFrame:
        """The same as a pandas frame.

        Raises:
            ImportError: pandas is not installed.
            ValueError: there is no such kind.
        """
        return frames.to_pandas(self._pairs(kind), kind)

    def _pairs(self, kind: str) -> Iterator[tuple[Fact, Document]]:
        return ((fact, self.document) for fact in self.facts if type(fact).__name__.lower() == kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Everything loaded that reading needs; made by :func:`load`."""

    annotator: Annotator
    matcher: ActorMatcher
    gazetteer: Gazetteer
    codebook: Codebook
    extractors: tuple[tuple[str, Extractor], ...]

    def read(
        self,
        text: str,
        *,
        title: str = "",
        published: date | str | None = None,
        publisher: str | None = None,
        url: str | None = None,
    ) -> Report:
        """Read one report.

        Args:
            published: publication date, or an ISO 8601 string of it; ``None`` is unknown.

        Raises:
            ValueError: ``published`` is not a date, or there is no text.
        """
        day = date.fromisoformat(published) if isinstance(published, str) else published
        document = document_from_text(text, title=title, published=day, publisher=publisher, url=url)
        return next(iter(self.read_documents([document])))

    def read_documents(self, documents: Iterable[Document]) -> Iterator[Report]:
        """Read documents in order, streaming: memory does not grow with their number.

        Until the last is read, what is in memory at the start is left out of the collection of cyclic garbage: looking
        through the tables again and again took 8 to 15 % of the time.
        """
        gc.freeze()
        try:
            for text in self.annotate(documents):
                facts = tuple(extract(text, self.codebook, self.extractors))
                yield Report(document=text.document, text=text, facts=facts)
        finally:
            gc.unfreeze()

    def annotate(self, documents: Iterable[Document]) -> Iterator[AnnotatedText]:
        """Annotate documents and resolve actors, references, times and places."""
        annotated = annotate(documents, self.annotator)
        with_actors = (resolve_actors(find_times(text), self.matcher) for text in annotated)
        for text in recognise_names(with_actors, self.annotator):
            yield find_places(resolve_references(text, self.matcher.directory), self.gazetteer)

    def classify_relation(self, sentence: str, source_span: tuple[int, int], target_span: tuple[int, int]) -> Relation:
        """PLOVER type, quad class and factuality of what one known actor does to another in a sentence.

        Args:
            sentence: plain text.
            source_span, target_span: character offsets (start, end) of the two actors in it.

        Raises:
            ValueError: a span covers no word of the sentence.
        """
        return next(iter(self.classify_relations([(sentence, source_span, target_span)])))

    def classify_relations(self, items: Iterable[tuple[str, tuple[int, int], tuple[int, int]]]) -> Iterator[Relation]:
        """Batch form of :meth:`classify_relation`, in order."""
        spans: list[tuple[tuple[int, int], tuple[int, int]]] = []

        def documents() -> Iterator[Document]:
            for sentence, source, target in items:
                spans.append((source, target))
                yield document_from_text(sentence, clean=False)

        for number, text in enumerate(self.annotate(documents())):
            yield classify(with_given_actors(text, *spans[number]), self.codebook)

    def classify_tone(self, sentence: str, first_span: tuple[int, int], second_span: tuple[int, int]) -> Tone:
        """Which of two named spans of a sentence is of good or ill tone towards the other.

        Args:
            sentence: plain text.
            first_span, second_span: character offsets (start, end) of the two in it.

        Raises:
            ValueError: a span covers no word of the sentence.
        """
        return next(iter(self.classify_tones([(sentence, first_span, second_span)])))

    def classify_tones(self, items: Iterable[tuple[str, tuple[int, int], tuple[int, int]]]) -> Iterator[Tone]:
        """Batch form of :meth:`classify_tone`, in order."""
        spans: list[tuple[tuple[int, int], tuple[int, int]]] = []

        def documents() -> Iterator[Document]:
            for sentence, first, second in items:
                spans.append((first, second))
                yield document_from_text(sentence, clean=False)

        for number, text in enumerate(self.annotate(documents())):
            first, second = (stretch_of(text, span) for span in spans[number])
            yield directed_tone(scene_of(text), self.codebook, first, second)


def load(*, model: str = DEFAULT_MODEL, actors: Sequence[str | Path] = ()) -> Reader:
    """Load model, tables and extractors; takes some seconds (3 to 4 on two cores).

    Args:
        model: spaCy model package.
        actors: user's actor files (YAML) that add to the tables or override them.

    Raises:
        ModelMissingError: the model is not installed.
        ValueError: an actor file or a table is malformed; says where.
    """
    return Reader(
        annotator=load_annotator(model),
        matcher=compile_matcher(load_directory(tuple(Path(path) for path in actors))),
        gazetteer=load_gazetteer(),
        codebook=load_codebook(),
        extractors=load_extractors(),
    )
