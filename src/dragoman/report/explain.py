"""Why an event is in the data: its sentence, the rule that made it, who says so, when, and the codebook's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.model.actors import ActorRef
from dragoman.model.codebook import CameoCode, EventType
from dragoman.model.facts import Attribution, Event, SourceKind
from dragoman.model.text import DateBasis, Document, Span
from dragoman.report.words import DATE_BASES, PRESENTED, QUAD_CLASSES, day, headline, sides, speaker, when
from dragoman.store import Run

STYLES = {
    "source": "bold green",
    "target": "bold magenta",
    "trigger": "bold yellow",
    "light verb": "yellow",
    "embedding": "blue",
    "cue": "blue",
    "date": "cyan",
}
Marked = tuple[str, Span]


def explain(
    event: Event,
    document: Document,
    *,
    types: Mapping[str, EventType],
    cameo: Mapping[str, CameoCode],
    run: Run | None = None,
) -> RenderableType:
    """Render all that stands behind an event.

    Args:
        types, cameo: the ontology in use.
        run: the run that first saw the event, for the versions.
    """
    head = Text.assemble((sides(event), "bold"), ": ", (event.plover, "bold"), f" “{event.trigger}”")
    sentences = [Padding(marked(document, span, _spans(event)), (0, 0, 0, 2)) for span in event.evidence]
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(ratio=1, overflow="fold")
    for name, value in _entries(event, document, types, cameo, run):
        grid.add_row(name, Text(value) if isinstance(value, str) else value)
    return Group(head, Text(), *sentences, Text(), grid)


def _spans(event: Event) -> list[Marked]:
    """All spans of an event by role; a cue that is marked already is not marked again."""
    spans = list(dict.fromkeys(event.match.spans))
    if event.date.evidence is not None:
        spans.append(("date", event.date.evidence))
    there = {span for _, span in spans}
    cues = (link.evidence for link in event.attribution if link.evidence is not None)
    return [*spans, *(("cue", cue) for cue in cues if cue not in there)]


def marked(document: Document, sentence: Span, spans: Iterable[Marked]) -> Text:
    """A sentence with its spans in brackets, each with its role: ``[source: Velmora] [trigger: rejected] ...``.

    Brackets rather than colour alone, so that it also reads in a file. A span that crosses another is left unmarked.
    """
    roles: dict[tuple[int, int], list[str]] = {}
    for role, span in spans:
        inside = sentence.start <= span.start < span.end <= sentence.end
        if inside and role not in roles.setdefault((span.start, span.end), []):
            roles[span.start, span.end].append(role)
    kept: list[tuple[int, int]] = []
    for start, end in sorted(roles, key=lambda place: (place[0], -place[1])):
        if not any(a < start < b < end for a, b in kept):
            kept.append((start, end))
    text = Text()
    _write(text, document.text, sentence.start, sentence.end, kept, roles)
    return text


def _write(
    text: Text,
    source: str,
    start: int,
    end: int,
    places: Sequence[tuple[int, int]],
    roles: Mapping[tuple[int, int], Sequence[str]],
) -> None:
    """Append characters ``start`` to ``end`` with the places inside them, outer brackets around inner ones."""
    at = start
    for place in places:
        if place[0] < at:
            continue
        inner = [other for other in places if other != place and place[0] <= other[0] and other[1] <= place[1]]
        style = STYLES.get(roles[place][0], "bold")
        text.append(_flat(source[at : place[0]]))
        text.append(f"[{', '.join(roles[place])}: ", style="dim")
        mark = len(text)
        _write(text, source, *place, inner, roles)
        text.stylize(style, mark)
        text.append("]", style="dim")
        at = place[1]
    text.append(_flat(source[at:end]))


def _flat(text: str) -> str:
    return text.replace("\n", " ")


def _entries(
    event: Event,
    document: Document,
    types: Mapping[str, EventType],
    cameo: Mapping[str, CameoCode],
    run: Run | None,
) -> Iterator[tuple[str, str | Text]]:
    kind, code = types.get(event.plover), cameo.get(event.cameo)
    yield "Source", _actors(event.sources)
    yield "Target", _actors(event.targets) if event.targets else "none named"
    yield "Type", Text.assemble((event.plover, "bold"), f": {kind.description}" if kind else "", _modes(event))
    yield "CAMEO", f"{event.cameo}{f': {code.label}' if code else ''}; Goldstein {event.goldstein:+.1f} (-10 to 10)"
    yield "Quad class", f"{event.quad_class}: {QUAD_CLASSES[event.quad_class]}"
    yield "Presented as", f"{event.factuality}: {PRESENTED[event.factuality]}"
    if event.match.notes:
        yield "Notes", "\n".join(dict.fromkeys(event.match.notes))
    yield "Who says so", _chain(event, document)
    yield "News or not", "background: recalled, not news of the day" if event.background else "news of the day"
    yield "When", _when(event, document)
    yield "Where", _where(event)
    yield "Rule", f"{event.match.rule}\n{rule_in_words(event.match.rule)}"
    yield "It matched", "\n".join(_place_of(role, span, document) for role, span in dict.fromkeys(event.match.spans))
    yield "Confidence", f"{event.confidence:.2f}, a rank by the steps that were inferred, not a probability"
    yield "Document", "\n".join(_document(event, document))
    yield "Versions", "\n".join(_versions(event, run))
    yield "Event id", event.id


def _actors(actors: Sequence[ActorRef]) -> str:
    return "\n".join(_actor(actor) for actor in actors)


def _actor(actor: ActorRef) -> str:
    facts = [str(actor.kind).replace("_", " "), actor.country or "", actor.sector or ""]
    if actor.affiliation and actor.affiliation not in {actor.country, actor.name}:
        facts.append(f"for {actor.affiliation}")
    if actor.inferred:
        facts.append("inferred, not named outright")
    return f"{actor.name} ({', '.join(filter(None, facts))}), id {actor.id}"


def _modes(event: Event) -> str:
    parts = [f"mode {event.mode}" if event.mode else "", f"context {event.context}" if event.context else ""]
    return "".join(f"; {part}" for part in parts if part)


def _chain(event: Event, document: Document) -> str:
    return " → ".join(_link(link, document) for link in event.attribution) or "not said"


def _link(link: Attribution, document: Document) -> str:
    who = document.publisher or "the outlet (not named)" if link.kind is SourceKind.OUTLET else speaker(link)
    return f"{who} (“{link.cue}”)" if link.cue else who


def _when(event: Event, document: Document) -> str:
    found = event.date
    value = when(found) or "unknown"
    basis = DATE_BASES[found.basis]
    if found.evidence is not None:
        quote = _flat(document.text[found.evidence.start : found.evidence.end])
        basis = f"“{quote}”, {basis}"
    if found.basis is DateBasis.UNKNOWN:
        return value if value != "unknown" else "not said"
    return f"{value} ({basis})"


def _where(event: Event) -> str:
    if event.place is None:
        return "not said"
    place = event.place
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
    return f"{role} “{_flat(document.text[span.start : span.end])}” ({span.start}-{span.end})"


def _document(event: Event, document: Document) -> Iterable[str]:
    yield headline(document)
    yield f"{document.publisher or 'outlet unknown'}, {day(document.published)}"
    if document.url:
        yield document.url
    evidence = event.evidence[0]
    yield f"id {document.id}, characters {evidence.start}-{evidence.end}"


def _versions(event: Event, run: Run | None) -> Iterable[str]:
    yield event.extractor
    if run is not None:
        setup = run.setup
        yield f"dragoman {setup.version}; {setup.annotator}; actors {setup.actors}"
        yield f"codebook {setup.codebook}; first seen in run {run.id}, {run.started:%Y-%m-%d %H:%M} UTC"
