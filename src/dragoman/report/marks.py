"""A sentence with the places in it that a fact stands on, each marked with what it is to the fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.text import Text

from dragoman.model.text import Document, Span

STYLES = {
    "source": "bold green",
    "speaker": "bold green",
    "holder": "bold green",
    "sponsor": "bold green",
    "target": "bold magenta",
    "addressee": "bold magenta",
    "issue": "bold magenta",
    "consequent": "bold magenta",
    "trigger": "bold yellow",
    "marker": "bold yellow",
    "number": "bold yellow",
    "antecedent": "green",
    "term": "green",
    "light verb": "yellow",
    "embedding": "blue",
    "cue": "blue",
    "date": "cyan",
}
Marked = tuple[str, Span]


def marked(document: Document, sentence: Span, spans: Iterable[Marked]) -> Text:
    """A sentence with its spans in brackets, each with its role: ``[source: Velmora] [trigger: rejected] ...``.

    Brackets rather than colour alone, so that it also reads in a file. Of a span that goes beyond the sentence the part
    inside is marked; one that crosses another is left unmarked.
    """
    roles: dict[tuple[int, int], list[str]] = {}
    for role, span in spans:
        start, end = max(span.start, sentence.start), min(span.end, sentence.end)
        if start < end and span.document_id == sentence.document_id and role not in roles.setdefault((start, end), []):
            roles[start, end].append(role)
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
        text.append(flat(source[at : place[0]]))
        text.append(f"[{', '.join(roles[place])}: ", style="dim")
        mark = len(text)
        _write(text, source, *place, inner, roles)
        text.stylize(style, mark)
        text.append("]", style="dim")
        at = place[1]
    text.append(flat(source[at:end]))


def flat(text: str) -> str:
    """A text without line breaks, its length kept."""
    return text.replace("\n", " ")
