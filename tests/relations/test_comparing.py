"""The same event in several reports: folding of copies, what differs, figures by claimant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.facts import Attribution, Event, FactDate, Factuality, Figure, Match, SourceKind
from dragoman.model.text import Document, Span
from dragoman.relations.comparing import Aspect, Text, differences, fold, group_figures

VELMORA = ActorRef(id="VEL", name="Velmora", kind=ActorKind.STATE, country="VEL")
KESTRIA = ActorRef(id="KES", name="Kestria", kind=ActorKind.STATE, country="KES")
OUTLET = (Attribution(kind=SourceKind.OUTLET),)


def document(name: str, text: str, day: int | None = 1) -> Document:
    published = date(2031, 4, day) if day is not None else None
    return Document(id=name, text=text, publisher=f"The {name.title()}", published=published)


def telling(home: Document, trigger: str, *, factuality: Factuality = Factuality.ASSERTED) -> tuple[Event, Document]:
    start = home.text.index(trigger)
    event = Event(
        id=f"{home.id}-{start}",
        document_id=home.id,
        evidence=(Span(document_id=home.id, start=0, end=len(home.text)),),
        attribution=OUTLET,
        factuality=factuality,
        date=FactDate(value="2031-04-01"),
        match=Match(rule="reject/reject/v"),
        sources=(VELMORA,),
        targets=(KESTRIA,),
        plover="REJECT",
        cameo="120",
        quad_class=3,
        goldstein=-4.0,
        trigger=trigger,
    )
    return event, home


def figure(home: Document, low: float, *, speaker: ActorRef | None = None, measure: str = "killed") -> Figure:
    said = Attribution(kind=SourceKind.SPEAKER, speaker=speaker)
    return Figure(
        id=f"{home.id}-{low}-{speaker.id if speaker else ''}",
        document_id=home.id,
        evidence=(Span(document_id=home.id, start=0, end=5),),
        attribution=(*OUTLET, said) if speaker else OUTLET,
        factuality=Factuality.ASSERTED,
        date=FactDate(),
        match=Match(rule="figure"),
        low=low,
        high=low,
        written=str(low),
        unit="persons",
        counted="people killed",
        measure=measure,
    )


WIRE = document("wire", "Velmora rejected the plan of Kestria.", 2)
COPY = document("copy", "Velmora rejected the plan of Kestria.", 3)
EDITED = document("edited", "Velmora turned down the plan of Kestria.", 4)
OTHER = document("other", "The plan of Kestria was dismissed by Velmora.", 1)


def claimant(fact: Figure) -> str:
    speaker = fact.attribution[-1].speaker
    return speaker.name if speaker else ""


def words(event: Event, _: Document) -> str:
    return event.trigger


def test_copies_are_folded_into_the_earliest_and_say_where_their_words_are_other_ones() -> None:
    tellings = [telling(EDITED, "turned"), telling(COPY, "rejected"), telling(WIRE, "rejected"), telling(OTHER, "plan")]
    texts = fold(tellings, {"copy": "wire", "edited": "wire"})
    assert [text.document.id for text in texts] == ["other", "wire"]
    assert [copy.document.id for copy in texts[1].copies] == ["copy", "edited"]
    assert [copy.other_words for copy in texts[1].copies] == [(), (EDITED.text,)]
    assert sum(len(text.documents) for text in texts) == 4


def test_a_fact_given_twice_is_one_telling_and_undated_reports_come_last() -> None:
    undated = document("undated", "Velmora rejected it.", None)
    texts = fold([telling(undated, "rejected"), telling(WIRE, "rejected"), telling(WIRE, "rejected")], {})
    assert [text.document.id for text in texts] == ["wire", "undated"]
    assert len(texts[0].tellings) == 1


def test_differences_name_each_way_with_the_texts_that_have_it() -> None:
    alleged = telling(OTHER, "dismissed", factuality=Factuality.ALLEGED)
    texts = fold([alleged, telling(WIRE, "rejected"), telling(EDITED, "turned")], {})
    told = Aspect(name="Told as", value=lambda event, _: str(event.factuality))
    source = Aspect(name="Source", value=lambda event, _: event.sources[0].name)
    found = differences(texts, (told, source))
    assert found[0].values == (("asserted", (1, 2)), ("alleged", (0,)))
    assert not found[0].is_same
    assert found[1].is_same


def test_a_text_that_tells_the_event_twice_may_have_two_ways() -> None:
    texts = fold([telling(WIRE, "rejected"), telling(WIRE, "plan")], {})
    assert differences(texts, (Aspect(name="Words", value=words),))[0].values == (("plan", (0,)), ("rejected", (0,)))


def test_figures_keep_claimant_and_outlet_and_copies_give_none() -> None:
    texts = fold([telling(WIRE, "rejected"), telling(COPY, "rejected"), telling(OTHER, "plan")], {"copy": "wire"})
    given = [
        (figure(OTHER, 31, speaker=VELMORA), OTHER),
        (figure(OTHER, 6, speaker=KESTRIA), OTHER),
        (figure(WIRE, 31), WIRE),
        (figure(COPY, 31), COPY),
        (figure(WIRE, 2, measure="hostages"), WIRE),
    ]
    groups = group_figures(given, texts, claimant)
    assert [(group.name, group.texts) for group in groups] == [("killed", 2), ("hostages", 1)]
    assert [(row.figure.low, claimant(row.figure), row.document.id) for row in groups[0].rows] == [
        (31, "Velmora", "other"), (6, "Kestria", "other"), (31, "", "wire"),
    ]  # fmt: skip


def test_what_has_no_measure_of_its_own_is_put_together_by_what_is_counted() -> None:
    texts = [Text(document=WIRE, tellings=(telling(WIRE, "rejected")[0],))]
    lorries = replace(figure(WIRE, 40, measure="other"), counted="Lorries")
    more = replace(figure(WIRE, 41, measure="other"), counted="lorries")
    marchers = replace(figure(WIRE, 2000, measure="other"), counted="people who marched")
    groups = group_figures([(each, WIRE) for each in (lorries, more, marchers)], texts, claimant)
    assert [(group.name.lower(), len(group.rows)) for group in groups] == [("lorries", 2), ("people who marched", 1)]
