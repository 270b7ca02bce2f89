"""Why a fact is in the data: its sentence, the rule that made it, who says so, when, and the codebook's words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.model.chains import voices
from dragoman.model.codebook import CameoCode, EventType
from dragoman.model.facts import Attribution, Event, Fact, FactDate, Factuality, Statement
from dragoman.model.text import DateBasis, Document, Span
from dragoman.report.explain_kinds import Entry, event_entries, head_of, kind_entries
from dragoman.report.marks import Marked, flat, marked
from dragoman.report.words import DATE_BASES, PRESENTED, PRESENTED_CLAIM, day, headline, speaker, when
from dragoman.store import Run
from dragoman.store.kinds import spans_of

Find = Callable[[str], Document | None]


def explain(
    fact: Fact,
    document: Document,
    *,
    types: Mapping[str, EventType],
    cameo: Mapping[str, CameoCode],
    run: Run | None = None,
    find: Find | None = None,
) -> RenderableType:
    """Render all that stands behind a fact of any kind.

    Args:
        types, cameo: the ontology in use.
        run: the run that first saw the fact, for the versions.
        find: from a document's id to the document, for evidence that lies in another one.
    """
    sentences = [Padding(text, (0, 0, 0, 2)) for text in explained_sentences(fact, document, find)]
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for name, value in explain_entries(fact, document, types, cameo, run):
        grid.add_row(name, Text(value) if isinstance(value, str) else value)
    return Group(head_of(fact, document), Text(), *sentences, Text(), grid)


def explained_sentences(fact: Fact, document: Document, find: Find | None = None) -> list[Text]:
    """The sentences a fact stands on, each place in them marked with what it is to the fact."""
    return [_sentence(span, fact, document, find) for span in fact.evidence]


def _sentence(span: Span, fact: Fact, document: Document, find: Find | None) -> Text:
    """A sentence with its places marked, also one of another document, as far as that is at hand."""
    if span.document_id == document.id:
        return marked(document, span, _spans(fact))
    other = find(span.document_id) if find is not None else None
    where = f"characters {span.start}-{span.end} of document {span.document_id}"
    if other is None:
        return Text(f"({where}, which is not in this store)", style="dim")
    text = marked(other, span, _spans(fact))
    return text.append(f" ({headline(other)}, {day(other.published)}; {where})", style="dim")


def _spans(fact: Fact) -> list[Marked]:
    """All spans of a fact by role; a cue or a trigger that is marked already is not marked again."""
    spans = [(role, span) for role, span in spans_of(fact) if role not in {"evidence", "response"}]
    there = {span for _, span in spans}
    cues = (link.evidence for link in fact.attribution if link.evidence is not None)
    return [*spans, *(("cue", cue) for cue in cues if cue not in there)]


def explain_entries(
    fact: Fact,
    document: Document,
    types: Mapping[str, EventType],
    cameo: Mapping[str, CameoCode],
    run: Run | None = None,
) -> Iterator[Entry]:
    """All that is known of a fact besides its sentences: names and what is said under them, of several lines or
    styled."""
    yield from event_entries(fact, types, cameo) if isinstance(fact, Event) else kind_entries(fact, document)
    yield "Presented as", f"{fact.factuality}: {_presented(fact)}"
    if fact.match.notes:
        yield "Notes", "\n".join(dict.fromkeys(fact.match.notes))
    yield "Who says so", _chain(fact, document)
    if isinstance(fact, Event):
        yield "News or not", "background: recalled, not news of the day" if fact.background else "news of the day"
    yield "When", _when(fact.date, document)
    yield "Where", _where(fact)
    yield "Rule", "\n".join(filter(None, (fact.match.rule, rule_in_words(fact.match.rule))))
    if fact.match.spans:
        yield "It matched", "\n".join(_place_of(role, span, document) for role, span in dict.fromkeys(fact.match.spans))
    yield "Confidence", f"{fact.confidence:.2f}, a rank by the steps that were inferred, not a probability"
    yield "Document", "\n".join(_document(fact, document))
    yield "Versions", "\n".join(_versions(fact, run))
    yield f"{type(fact).__name__} id", fact.id


def _presented(fact: Fact) -> str:
    if isinstance(fact, Event):
        return PRESENTED[fact.factuality]
    if isinstance(fact, Statement) and fact.factuality is Factuality.ASSERTED:
        return "the report itself says that this was said or thought"
    return PRESENTED_CLAIM[fact.factuality]


def _chain(fact: Fact, document: Document) -> str:
    outlet = [document.publisher or "the outlet (not named)"]
    inner = [" and ".join(dict.fromkeys(_link(link) for link in voice)) for voice in voices(fact.attribution)]
    return " → ".join(outlet + inner)


def _link(link: Attribution) -> str:
    return f"{speaker(link)} (“{link.cue}”)" if link.cue else speaker(link)


def _when(found: FactDate, document: Document) -> str:
    value = when(found) or "unknown"
    basis = DATE_BASES[found.basis]
    if found.evidence is not None and found.evidence.document_id == document.id:
        quote = flat(document.text[found.evidence.start : found.evidence.end])
        basis = f"“{quote}”, {basis}"
    if found.basis is DateBasis.UNKNOWN:
        return value if value != "unknown" else "not said"
    return f"{value} ({basis})"


def _where(fact: Fact) -> str:
    if fact.place is None:
        return "not said"
    place = fact.place
    known = f"; {place.name}" if place.name != place.written else ""
    return f"{place.written}{known}, {place.id}"


def rule_in_words(rule: str) -> str:
    """What a rule's id says: ``reject/dismiss/v/obj=@PROPOSAL`` is a frame of the verb "dismiss" with a condition."""
    table, _, rest = rule.partition("/")
    lemma, _, rest = rest.partition("/")
    pos, _, condition = rest.partition("/")
    word = {"v": "verb", "n": "noun", "a": "adjective"}.get(pos)
    if word is None:
        return ""
    if table == "embedding":
        return f"the {word} “{lemma}” is an act of its own about what hangs on it ({condition})"
    frame = f"frame of the {word} “{lemma}” in the table of {table.upper()}"
    return f"{frame}, under the condition after the last slash" if condition else frame


def _place_of(role: str, span: Span, document: Document) -> str:
    if span.document_id != document.id:
        return f"{role} ({span.start}-{span.end} of document {span.document_id})"
    return f"{role} “{flat(document.text[span.start : span.end])}” ({span.start}-{span.end})"


def _document(fact: Fact, document: Document) -> Iterable[str]:
    yield headline(document)
    yield f"{document.publisher or 'outlet unknown'}, {day(document.published)}"
    if document.url:
        yield document.url
    evidence = fact.evidence[0]
    here = evidence.document_id == document.id
    yield f"id {document.id}" + (f", characters {evidence.start}-{evidence.end}" if here else "")


def _versions(fact: Fact, run: Run | None) -> Iterable[str]:
    yield fact.extractor
    if run is not None:
        setup = run.setup
        yield f"dragoman {setup.version}; {setup.annotator}; actors {setup.actors}"
        yield f"codebook {setup.codebook}; first seen in run {run.id}, {run.started:%Y-%m-%d %H:%M} UTC"
