"""A box that answers whether "lowest since ..." holds, and the assessments of the store tested."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from markupsafe import Markup
from rich.constrain import Constrain
from rich.text import Text

from dragoman.desk.claims import Asking
from dragoman.desk.problems import UserError
from dragoman.desk.tables import Level, known_datasets, parse_include, read_scale
from dragoman.model.dyads import OWN_DATASET, EventLine, Period
from dragoman.relations.claim_model import Finding, Reason
from dragoman.relations.claims import parse_claim
from dragoman.report.claim_lines import claim_line, claim_lines, evidence_line, reason_line
from dragoman.report.tables import report_of
from dragoman.store import FactFilter, StoredFact
from dragoman.web.filters import PageNumber, Words
from dragoman.web.links import Paging, Value, link
from dragoman.web.pairs import common_names
from dragoman.web.relations_asked import INCLUDED, Several, known_scale, scale_names
from dragoman.web.render import render
from dragoman.web.rich_html import html_of
from dragoman.web.rows import Asked, asking, shelf_of
from dragoman.web.state import state_of

router = APIRouter()
TESTED = 10
"""Assessments of a page: testing one takes some hundredths of a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was typed.

    Attributes:
        period: empty for what the claim says, or a month.
    """

    text: str = ""
    as_of: str = ""
    period: str = ""
    dataset: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    scale: str = "goldstein"
    level: Level = Level.SIDE

    @property
    def query(self) -> dict[str, Value]:
        """What the address says of it."""
        usual = Question()
        given = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name) != getattr(usual, name)}
        return {name: value if isinstance(value, tuple) else str(value) for name, value in given.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """A line of an answer; one that is an event leads to it."""

    words: Markup
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """An assessment of a report, with what the events say to it."""

    stored: StoredFact
    sentence: str
    source: str
    answer: Markup


@router.get("/claim")
def claim(
    request: Request,
    text: Annotated[str, Query(max_length=1000)] = "",
    as_of: Words = "",
    period: Words = "",
    dataset: Several = None,
    include: Several = None,
    scale: Words = "goldstein",
    level: Level = Level.SIDE,
    page: PageNumber = 1,
) -> Response:
    """The answer to a claim, or the box alone; below it the assessments of the reports."""
    question = Question(
        text=text.strip(), as_of=as_of.strip(), period=period, dataset=tuple(filter(None, dataset or ())),
        include=tuple(filter(None, include or ())), scale=scale or "goldstein", level=level,
    )  # fmt: skip
    length = _period(period)
    state = state_of(request)
    with asking(request) as asked:
        ask = _asking(asked, request, question)
        answers = shelf_of(state).answers
        answer, problem = answers.get((asked.stamp, "claim", question), lambda: _answer(ask, question, length))
        tested, total = ([], 0) if question.text else _tested(asked, request, ask, question, length, page)
        form = _form(asked, request)
    wanted = question.query
    return render(
        request,
        "claim.html",
        title="Test a claim",
        question=question,
        answer=answer,
        problem=problem,
        relation=_relation_address(answer, question),
        tested=tested,
        paging=Paging(path="/claim", wanted=wanted, page=page, total=total, size=TESTED),
        lines=list(_lines(answer)) if answer else [],
        examples=_examples(form["common"]) if not state.settings.is_static else [],
        **form,
    )


def _form(asked: Asked, request: Request) -> dict[str, Any]:
    state = state_of(request)
    answers = shelf_of(state).answers
    return {
        "common": answers.get((asked.stamp, "names"), lambda: common_names(asked, state)),
        "datasets": answers.get((asked.stamp, "datasets"), lambda: list(asked.table.datasets())),
        "periods": list(Period),
        "levels": list(Level),
        "scales": scale_names(),
        "included": INCLUDED,
    }


def _period(written: str) -> Period | None:
    if not written:
        return None
    try:
        return Period(written)
    except ValueError:
        raise UserError(f"period {written[:20]!r}: there are {', '.join(Period)}") from None


def _asking(asked: Asked, request: Request, question: Question) -> Asking:
    return Asking(
        table=asked.table,
        wording=state_of(request).wording(asked.table, question.level),
        datasets=known_datasets(asked.table, question.dataset),
        include=parse_include(question.include),
        scale=read_scale(known_scale(question.scale)),
    )


def _answer(ask: Asking, question: Question, period: Period | None) -> tuple[Finding | None, str]:
    """The finding, or why the claim can't be read: that is said beside the box, where it can be put right."""
    if not question.text:
        if question.as_of:
            return None, "The day goes with a claim; assessments are tested as of their reports."
        return None, ""
    try:
        parsed = parse_claim(question.text, as_of=question.as_of or None, period=period, known=ask.knows)
        return ask.check(parsed, ask.wording.side(parsed.first), ask.wording.side(parsed.second)), ""
    except (ValueError, UserError) as error:
        return None, error.on_page if isinstance(error, UserError) else str(error)


def _lines(finding: Finding) -> Iterator[AnswerLine]:
    """The lines that the command line prints, with the references as links."""
    events: dict[str, EventLine] = {evidence_line(line).plain: line for line in (*finding.lines, *finding.other_lines)}
    for printed in claim_lines(finding):
        text = printed.renderable if isinstance(printed, Constrain) else printed
        assert isinstance(text, Text)
        event = events.get(text.plain)
        address = f"/fact/{event.id}" if event is not None and event.dataset == OWN_DATASET else ""
        yield AnswerLine(words=html_of(text), address=address)


def _relation_address(finding: Finding | None, question: Question) -> str:
    """The page of the pair that is claimed of."""
    if finding is None:
        return ""
    claimed = finding.claim
    return link(
        "/relations", a=claimed.first, b=claimed.second, period=str(finding.comparison.period), way=str(claimed.way),
        dataset=question.dataset, include=question.include,
        scale=question.scale if question.scale != "goldstein" else None,
        level=str(question.level) if question.level is not Level.SIDE else None,
    )  # fmt: skip


def _examples(names: Sequence[str]) -> list[str]:
    """Claims to begin with, about actors that the store has."""
    return [f"{names[0]}-{names[1]} relations lowest ever"] if len(names) > 1 else []


def _tested(
    asked: Asked, request: Request, ask: Asking, question: Question, period: Period | None, page: int
) -> tuple[list[Tested], int]:
    """The assessments of a page, each with its answer."""
    state = state_of(request)
    every = FactFilter(kinds=("assessment",))
    with state.reading() as store:
        total = store.count_facts(every)
        rows = store.facts(FactFilter(kinds=("assessment",), limit=TESTED, offset=(page - 1) * TESTED))
    answers = shelf_of(state).answers
    key = (asked.stamp, "tested", question, page)
    return answers.get(key, lambda: [_one_tested(ask, stored, period or Period.MONTH) for stored in rows]), total


def _one_tested(ask: Asking, stored: StoredFact, period: Period) -> Tested:
    found = ask.of(stored, period)
    line = reason_line(found) if isinstance(found, Reason) else claim_line(found)
    span = stored.fact.evidence[0]
    return Tested(
        stored=stored,
        sentence=" ".join(stored.document.text[span.start : span.end].split()),
        source=report_of(stored.document),
        answer=html_of(line),
    )
