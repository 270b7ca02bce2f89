"""Random facts never make a sentence with a name, number or quotation that its notes do not have."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.dyads import OWN_DATASET, DyadQuery, EventLine, Member, Side, Way
from dragoman.model.facts import (
    Answer,
    Assessment,
    Attribution,
    Condition,
    ConditionKind,
    Direction,
    Event,
    Fact,
    FactDate,
    Factuality,
    Figure,
    Join,
    Match,
    Phrase,
    Position,
    Proposal,
    ProposalStatus,
    Response,
    SourceKind,
    Stance,
)
from dragoman.model.ids import content_id
from dragoman.model.text import DateBasis, Document, Span
from dragoman.relations.diff import diff
from dragoman.relations.diff_sides import Window, part_by_day
from dragoman.relations.relate import relate
from dragoman.relations.series import Point, Series
from dragoman.report.brief import Brief
from dragoman.report.brief_build import in_words
from dragoman.report.brief_check import check_brief, problems_of, sentences
from dragoman.report.brief_rows import Asked, Material, PairRows

POOL = (
    "Velmora", "Kestria", "Red Ridge Front", "it", "its plan", "the cease-fire", "12", "1,500", "$84 million",
    "on Friday", "“no”", '"never"', "‘", "”", "“", "#let x", "$", "@ref", "[^1]", "{{ 7*7 }}", "\\",
    "<script>alert(1)</script>", "مذاكرات", "переговоры", "會談", "rejects", "demanded", "only after", ".", "…",
    "twelve", "\u202eevil", "\x00", "\n\n", "O'Brien", "al-Sharq", "St. Ord", "U.S.", "G7", "7th Fleet", "and", "of",
    "the report", "n", "Ordan's", "mid-2031",
)  # fmt: skip
WORDS = st.one_of(st.sampled_from(POOL), st.text(max_size=8))
TEXTS = st.lists(WORDS, min_size=3, max_size=25).map(" ".join).filter(lambda text: len(text.strip()) > 2)
NAMES = st.one_of(st.sampled_from(POOL), st.lists(WORDS, min_size=1, max_size=3).map(" ".join)).filter(
    lambda name: bool(name.strip())
)
DAYS = st.sampled_from((None, "2031", "2031-03", "2031-03-02", "2031-04-01"))


@st.composite
def actors(draw: st.DrawFn) -> ActorRef:
    name = draw(NAMES)
    kind = draw(st.sampled_from((ActorKind.STATE, ActorKind.PERSON, ActorKind.ARMED_GROUP, ActorKind.GROUP)))
    country = draw(st.sampled_from((None, "VEL", "KES")))
    return ActorRef(
        id=draw(st.sampled_from(("/", ""))) + content_id(name), name=name, kind=kind, country=country,
        sector=draw(st.sampled_from((None, "GOV"))), affiliation=country,
    )  # fmt: skip


@st.composite
def items(draw: st.DrawFn) -> list[tuple[Fact, Document]]:
    text = draw(TEXTS)
    published = draw(st.sampled_from((None, date(2031, 3, 8), date(2031, 4, 2))))
    home = Document(
        id=content_id(text, published and published.isoformat()), text=text, title=draw(NAMES), published=published,
        publisher=draw(st.one_of(st.none(), NAMES)),
    )  # fmt: skip
    numbers = range(draw(st.integers(1, 4)))
    return [(draw(facts(home, number)), home) for number in numbers]


@st.composite
def facts(draw: st.DrawFn, home: Document, number: int) -> Fact:
    def span() -> Span:
        start = draw(st.integers(0, len(home.text) - 1))
        return Span(document_id=home.id, start=start, end=draw(st.integers(start + 1, len(home.text))))

    def phrase() -> Phrase:
        where = span()
        own = home.text[where.start : where.end]
        return Phrase(text=draw(st.one_of(st.just(own), NAMES)), spans=(where,))

    def day() -> FactDate:
        return FactDate(
            value=draw(DAYS),
            basis=draw(st.sampled_from(DateBasis)),
            evidence=draw(st.sampled_from((None, span()))),
        )

    some = st.lists(actors(), min_size=1, max_size=2).map(tuple)
    speaker = draw(st.one_of(st.none(), actors()))
    voice = Attribution(kind=SourceKind.SPEAKER, speaker=speaker, cue="said", evidence=span())
    outlet = Attribution(kind=SourceKind.OUTLET)
    roles = ("holder", "issue", "speaker", "number", "name", "topic", "sponsor")
    common = {
        "id": content_id(home.id, number),
        "document_id": home.id,
        "evidence": (span(),),
        "attribution": (outlet, voice) if draw(st.booleans()) else (outlet,),
        "factuality": draw(st.sampled_from(Factuality)),
        "date": day(),
        "match": Match(rule="drawn", spans=tuple((role, span()) for role in roles)),
    }
    maybe = st.one_of(st.none(), actors())
    kind = draw(st.integers(0, 5))
    if kind == 0:
        return Position(
            **common, holder=draw(actors()), issue=phrase(), stance=draw(st.sampled_from(Stance)), trigger="x"
        )
    if kind == 1:
        answers = st.builds(
            Response, actor=actors(), answer=st.sampled_from(Answer), evidence=st.just(span()), date=st.just(day())
        )
        return Proposal(
            **common, name=draw(st.one_of(NAMES, st.just(phrase().text))), form="plan", sponsors=draw(some),
            responses=tuple(draw(st.lists(answers, max_size=3))), status=draw(st.sampled_from(ProposalStatus)),
        )  # fmt: skip
    if kind == 2:
        return Condition(
            **common, consequent=phrase(), antecedents=tuple(phrase() for _ in range(draw(st.integers(1, 3)))),
            join=draw(st.sampled_from(Join)), type=draw(st.sampled_from(ConditionKind)), set_by=draw(maybe),
            said_by=draw(maybe), marker="if",
        )  # fmt: skip
    if kind == 3:
        pair = (draw(actors()), draw(actors())) if draw(st.booleans()) else ()
        return Assessment(
            **common, pair=pair, topic=phrase().text, direction=draw(st.sampled_from(Direction)), trigger="x"
        )
    if kind == 4:
        return Figure(
            **common, low=12.0, high=None, written=phrase().text, unit="persons", counted=phrase().text,
            measure=draw(st.sampled_from(("killed", "other", "unheard of"))),
        )  # fmt: skip
    return Event(
        **common, sources=draw(some), targets=draw(some), plover="REJECT", cameo="120", quad_class=3, goldstein=-4.0,
        background=False, trigger="x",
    )  # fmt: skip


@st.composite
def pairs(draw: st.DrawFn) -> PairRows:
    first, second = (
        Side(id=name, name=name, members=(Member(side=name),)) for name in (draw(NAMES), draw(NAMES) + " other")
    )
    events = draw(st.integers(1, 2000))
    total = draw(st.floats(-10, 10)) * events
    point = Point(
        start=date(2031, 3, 1), end=date(2031, 3, 31), events=events, mentions=events + 1, valued=events, total=total
    )
    line = EventLine(
        dataset=draw(st.sampled_from((OWN_DATASET, "icews"))), id="0" * 16, day=date(2031, 3, 2), source=draw(NAMES),
        target=draw(NAMES), plover="REJECT", cameo="120", value=-4.0, factuality=None,
        publisher=draw(st.one_of(st.none(), NAMES)), text=draw(st.one_of(st.just(""), TEXTS)),
    )  # fmt: skip
    series = Series(query=DyadQuery(first=first, second=second), way=Way.BOTH, points=(point,))
    return PairRows(series=series, lines=(line,) * 3)


def brief_from(given_items: list[tuple[Fact, Document]], pairs_given: list[PairRows], *, is_full: bool) -> Brief:
    window = Window(since=date(2031, 3, 20))
    parted = part_by_day(given_items, window)
    return in_words(
        Material(
            asked=Asked(since=window.since, is_full=is_full),
            facts={fact.id: (fact, home) for fact, home in given_items},
            relations=relate(given_items),
            diff=diff(parted.before, parted.after, beside=parted.beside, window=window),
            pairs=tuple(pairs_given),
        )
    )


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(items(), min_size=1, max_size=4), st.lists(pairs(), max_size=4), st.booleans())
def test_whatever_the_reports_say_every_sentence_holds(
    drawn: list[list[tuple[Fact, Document]]], drawn_pairs: list[PairRows], is_full: bool
) -> None:
    unique = {fact.id: (fact, home) for group in drawn for fact, home in group}
    brief = brief_from(list(unique.values()), drawn_pairs, is_full=is_full)
    assert [problem for each in sentences(brief) for problem in problems_of(each, brief.footnotes)] == []
    check_brief(brief)
    numbers = [number for each in sentences(brief) for number in each.notes]
    assert list(dict.fromkeys(numbers)) == list(range(1, len(brief.footnotes) + 1))
