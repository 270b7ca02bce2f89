"""What the pages of positions, proposals and terms share: the relations of the store, and sentences to cite."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import HTTPException, Query, Request
from fastapi.responses import Response

from dragoman.model.facts import Fact, Position, Strength
from dragoman.model.text import Document, Span
from dragoman.relations.positions import Change, Side, Stand, published
from dragoman.report.readout_stands import STRENGTHS
from dragoman.report.related_records import flat
from dragoman.report.words import STANCES, according_to, headline, mark, shortened
from dragoman.web.filters import LONGEST, day_of
from dragoman.web.kept import WAIT, Found
from dragoman.web.links import Value
from dragoman.web.render import render
from dragoman.web.state import Related, state_of

LONGEST_SENTENCE = 1500
"""Characters of a sentence that are shown; a page with all of it is one click away."""
UNTIL_DONE = 3600.0
"""Seconds that pages which are written to files wait: they can't be asked for again."""
SIGNS: Mapping[Side, str] = {
    Side.FOR: "▲",
    Side.AGAINST: "▼",
    Side.OPEN: "●",
    Side.CONDITIONAL: "◆",
    Side.UNDECIDED: "○",
}
"""Signs of the key of the matrix; the words stand beside them."""
Text = Annotated[str, Query(max_length=LONGEST)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was typed into the fields of a list; what is empty does not filter."""

    issue: str = ""
    party: str = ""
    since: str = ""
    until: str = ""
    status: str = ""

    @property
    def query(self) -> dict[str, Value]:
        """What the address says of it."""
        return {name: getattr(self, name) for name in self.__slots__ if getattr(self, name)}

    def has(self, day: str) -> bool:
        """Whether a day, or a month or year as far as it is known, is in the range; what is undated never is."""
        if not self.since and not self.until:
            return True
        return bool(day) and self.since[: len(day)] <= day and (not self.until or day <= self.until)


def wanted_of(issue: Text = "", party: Text = "", since: Text = "", until: Text = "", status: Text = "") -> Wanted:
    """The filter of a request.

    Raises:
        UserError: a day can't be understood.
    """
    first, last = day_of(since, "from"), day_of(until, "until")
    return Wanted(
        issue=issue.strip(), party=party.strip(), since=str(first or ""), until=str(last or ""), status=status.strip()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """A sentence of a report, and what it is cited for.

    Attributes:
        words: the sentence.
        day: of the fact, or of its report; empty if neither is known.
        label: what it is cited for, in a few words.
        by: who says so, where that is not the outlet alone.
    """

    fact: str
    document: Document
    words: str
    day: str
    label: str = ""
    by: str = ""

    @property
    def outlet(self) -> str:
        """Who published it, when."""
        when = self.document.published
        return f"{self.document.publisher or 'outlet unknown'}, {when.isoformat() if when else 'date unknown'}"

    @property
    def title(self) -> str:
        """Headline."""
        return headline(self.document)


def words_at(document: Document, span: Span) -> str:
    """Characters of a report in one line."""
    return shortened(document.text[span.start : span.end], LONGEST_SENTENCE)


def cited(fact: Fact, document: Document, *, label: str = "", span: Span | None = None, day: str = "") -> Cited:
    """The sentence of a fact.

    Args:
        span: another sentence than the first that it stands on.
        day: another day than that of the fact.
    """
    return Cited(
        fact=fact.id,
        document=document,
        words=words_at(document, span or fact.evidence[0]),
        day=day or fact.date.value or published(document),
        label=label,
        by=according_to(fact),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A stand in words.

    Attributes:
        side, sign: what it comes to.
        stance: in words.
        how: how strongly it is put; empty if plainly.
        told: how it is told where that is not as a plain fact of the holder: ascribed by whom, alleged, planned.
        holder: who speaks for the party, if that is not the party itself.
    """

    side: str
    sign: str
    stance: str
    how: str
    told: str
    holder: str
    day: str
    cited: Cited


def told_of(stand: Stand) -> Told:
    """A stand in words."""
    position = stand.position
    ascribed = f"says {stand.ascribed_by}" if stand.ascribed_by else ""
    contested = str(position.factuality) if stand.contested else ""
    return Told(
        side=str(stand.side),
        sign=SIGNS[stand.side],
        stance=STANCES[position.stance],
        how=_how(position),
        told=", ".join(filter(None, (contested, ascribed))),
        holder=position.holder.name if position.holder.name != stand.party.name else "",
        day=stand.day or "undated",
        cited=cited(position, stand.document, label=mark(position), day=stand.day),
    )


def _how(position: Position) -> str:
    return "" if position.strength is Strength.PLAIN else f"put {STRENGTHS[position.strength]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A change of position in words."""

    party: str
    party_id: str
    issue: str
    issue_id: str
    before: Told
    after: Told


def moved_of(change: Change) -> Moved:
    """A change in words."""
    return Moved(
        party=change.party.name,
        party_id=change.party.id,
        issue=change.issue.label,
        issue_id=change.issue.id,
        before=told_of(change.before),
        after=told_of(change.after),
    )


def related_of(request: Request) -> Found[Related]:
    """Relations of the store, as far as they are worked out."""
    state = state_of(request)
    with state.reading() as store:
        stamp = store.stamp()
    return state.related.now(stamp, patience(request))


def patience(request: Request) -> float:
    """Seconds that a page waits for what is worked out beside the requests."""
    return UNTIL_DONE if state_of(request).settings.is_static else WAIT


def waiting(request: Request, title: str) -> Response:
    """The page to show until there is something to show; it asks again by itself."""
    return render(request, "related_waiting.html", title=title)


def record_file(records: Iterable[Mapping[str, Any]], columns: Sequence[str], name: str, form: str) -> Response:
    """Records as a file, with the columns that the command line writes.

    Raises:
        HTTPException: there is no such format.
    """
    if form not in FORMS:
        raise HTTPException(404, f"There are {', '.join(FORMS)}, not {form[:20]!r}.")
    media, write = FORMS[form]
    head = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(write(records, columns).encode("utf-8", "backslashreplace"), media_type=media, headers=head)


def _csv(records: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    file = io.StringIO(newline="")
    table = csv.DictWriter(file, fieldnames=columns, lineterminator="\n")
    table.writeheader()
    table.writerows(flat(dict(each)) for each in records)
    return file.getvalue()


def _jsonl(records: Iterable[Mapping[str, Any]], _: Sequence[str]) -> str:
    return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in records)


Write = Callable[[Iterable[Mapping[str, Any]], Sequence[str]], str]
FORMS: Mapping[str, tuple[str, Write]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "jsonl": ("application/x-ndjson", _jsonl),
}
"""Media type and writer by ending."""
