"""Statements: speakers, cues, contents, addressees, nesting, and what is none."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dragoman.model.facts import Factuality, Form, SourceKind, Statement
from dragoman.pipeline import Reader, Report


def statements(reader: Reader, text: str) -> tuple[Report, list[Statement]]:
    report = reader.read(text, published="2031-05-02")
    return report, [fact for fact in report.facts if isinstance(fact, Statement)]


def content(report: Report, statement: Statement) -> str:
    return " … ".join(report.document.text[span.start : span.end] for span in statement.content)


def speaker(statement: Statement) -> str:
    return statement.speaker.name if statement.speaker is not None else statement.written or "nobody"


CASES = [
    # text, speaker, cue, words of the content, direct
    ("Velmora said that its troops had left the valley.", "Velmora", "said", "troops had left", False),
    ("Its troops had left the valley, Velmora said.", "Velmora", "said", "troops had left", False),
    ("Its troops, Velmora said, had left the valley.", "Velmora", "said", "had left the valley", False),
    ("According to Velmora, the troops have left.", "Velmora", "According to", "the troops have left", False),
    ("The troops have left, according to Velmora.", "Velmora", "according to", "The troops have left", False),
    ("As Velmora put it, the door is open.", "Velmora", "put", "the door is open", False),
    ('"We will not sign," Velmora said.', "Velmora", "said", '"We will not sign,"', True),
    ("Velmora called the offer “absurd” on Monday.", "Velmora", "called", "“absurd”", False),
    ("Velmora urged Kestria to withdraw its troops.", "Velmora", "urged", "to withdraw its troops", False),
    ("Velmora accused Kestria of breaking the truce.", "Velmora", "accused of", "breaking the truce", False),
    ("Velmora denied sending weapons to the rebels.", "Velmora", "denied", "sending weapons", False),
    (
        "Velmora expressed concern about the new tariffs.",
        "Velmora",
        "expressed concern about",
        "the new tariffs",
        False,
    ),
    ("Velmora is optimistic that a deal can be reached.", "Velmora", "is optimistic", "a deal can be reached", False),
    ("In the words of Velmora, the deal is dead.", "Velmora", "In words", "the deal is dead", False),
]


@pytest.mark.parametrize(("text", "who", "cue", "words", "direct"), CASES)
def test_ways_of_saying(reader: Reader, text: str, who: str, cue: str, words: str, direct: bool) -> None:
    report, found = statements(reader, text)
    assert [(speaker(s), s.cue, s.direct) for s in found] == [(who, cue, direct)]
    assert words in content(report, found[0])


def test_belief_is_told_from_speech(reader: Reader) -> None:
    _, found = statements(reader, "Velmora believes that the plan has merit. Kestria said that it has none.")
    assert [(speaker(s), s.form) for s in found] == [("Velmora", Form.BELIEF), ("Kestria", Form.SPEECH)]


def test_who_is_not_named_is_marked(reader: Reader) -> None:
    _, found = statements(
        reader, "Relations are said to be at their worst. Two diplomats said the talks had failed. Kestria said so too."
    )
    assert [s.unnamed for s in found[:2]] == [True, True]
    assert found[0].speaker is None
    assert found[0].written == ""


def test_joint_speakers_speak_each(reader: Reader) -> None:
    report, found = statements(reader, "Velmora and Kestria said that the talks would go on.")
    assert [speaker(s) for s in found] == ["Velmora", "Kestria"]
    assert content(report, found[0]) == content(report, found[1])


def test_nested_attribution_keeps_the_chain(reader: Reader) -> None:
    _, found = statements(reader, "Talvia said that Velmora had promised to free the prisoners.")
    inner = next(s for s in found if speaker(s) == "Velmora")
    kinds = [(link.kind, link.speaker.name if link.speaker else None) for link in inner.attribution]
    assert kinds == [(SourceKind.OUTLET, None), (SourceKind.SPEAKER, "Talvia")]
    assert inner.factuality is Factuality.REPORTED


def test_the_one_addressed(reader: Reader) -> None:
    _, found = statements(reader, "Velmora told Kestria that the border would stay closed.")
    assert [actor.name for actor in found[0].addressees] == ["Kestria"]


def test_a_quote_broken_by_its_cue_is_one_and_its_next_paragraph_another(reader: Reader) -> None:
    text = "“We waited,” Velmora said, “and nobody came.\n\n“We will not wait again.”\n\nKestria did not answer."
    report, found = statements(reader, text)
    assert [speaker(s) for s in found] == ["Velmora", "Velmora"]
    assert content(report, found[0]) == "“We waited,” … “and nobody came."
    assert content(report, found[1]) == "“We will not wait again.”"


def test_quotes_without_marks_at_their_end_are_read(reader: Reader) -> None:
    report, found = statements(reader, "Velmora said: “The road is closed.\n\nKestria kept silent.")
    assert [speaker(s) for s in found] == ["Velmora"]
    assert "The road is closed" in content(report, found[0])


def test_what_is_parted_by_a_semicolon_stays_apart(reader: Reader) -> None:
    report, found = statements(reader, "Kestria says that it lost thirty men; Velmora says that it holds twelve.")
    told = {speaker(s): content(report, s) for s in found}
    assert "twelve" not in told["Kestria"]
    assert "thirty" not in told["Velmora"]


@pytest.mark.parametrize(
    "text",
    [
        "Velmora has not said who carried out the attack.",
        "The dismissal highlighted the divide between them.",
        "No shots were reported.",
        "Both governments asked for one.",
        "It is clear that the talks have failed.",
        "NEW: Velmora and Kestria meet for talks on Monday.",
        "The update: Kestria recalls its envoy from Mirrin.",
    ],
)
def test_nothing_is_said(reader: Reader, text: str) -> None:
    assert statements(reader, text)[1] == []


def test_exchanged_names_mirror_every_statement(reader: Reader) -> None:
    sides = ("Velmora", "Kestria")
    for text, *_ in CASES:
        swapped = text.replace(sides[0], "\0").replace(sides[1], sides[0]).replace("\0", sides[1])
        _, one = statements(reader, text)
        _, other = statements(reader, swapped)
        mirror = {sides[0]: sides[1], sides[1]: sides[0]}
        assert [(mirror.get(speaker(s)), s.cue, s.direct, s.form) for s in one] == [
            (speaker(s), s.cue, s.direct, s.form) for s in other
        ]


def test_contents_lie_in_the_text_and_in_order(reader: Reader) -> None:
    report, found = statements(reader, " ".join(text for text, *_ in CASES))
    for statement in found:
        spans = statement.content
        assert all(0 <= span.start < span.end <= len(report.document.text) for span in spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))


def test_the_table_of_cues_is_large(reader: Reader) -> None:
    cues = {(cue.lemma, cue.particle, cue.pos) for rows in reader.codebook.cues.values() for cue in rows}
    assert len(cues) >= 400
