"""Stances in the turns of news: orders, votes, refusals in speech, and what an idea takes up."""

from __future__ import annotations

import pytest

from dragoman.extract.positions import find_positions, same_issue
from dragoman.extract.stage import stage
from dragoman.model.text import AnnotatedText, Document
from dragoman.pipeline import Reader

FOUND = [
    # refusals that end with a condition
    ("Velmora refused to sign a treaty before Kestria frees the sailors.", "VEL", "conditional", "signing treaty"),
    ("Velmora said it would not talk while its sailors are held.", "VEL", "conditional", "talks"),
    # what is said in direct speech
    ('"Open the port," Ilva Torrane, the president of Velmora, said.', "VEL", "demands", "opening the port"),
    ('"Do not close the port," Velmora said.', "VEL", "opposes", "closing the port"),
    ('"There will be no peace without the return of the islands," Velmora said.', "VEL", "demands", "return islands"),
    ("Velmora said there was no question of a joint patrol.", "VEL", "opposes", "joint patrol"),
    ("Velmora saw no grounds for a joint patrol.", "VEL", "opposes", "joint patrol"),
    # wishes that stand as a participle or a subjunctive
    ("Velmora wants the port opened.", "VEL", "seeks", "port opened"),
    ("Velmora insists that any treaty be signed by both sides.", "VEL", "demands", "signing of treaty by both sides"),
    ("Velmora wants Kestria to reopen the port.", "VEL", "seeks", "reopening the port"),
    # what is kept from, left, suspended, stayed with
    ("Velmora asked Kestria to refrain from air strikes.", "VEL", "opposes", "air strikes"),
    ("Velmora pulled out of the border treaty.", "VEL", "opposes", "border treaty"),
    ("Velmora suspended its participation in the border talks.", "VEL", "opposes", "border talks"),
    ("Velmora said it would not leave the table.", "VEL", "supports", "staying at the table"),
    ("Velmora does not recognise the ruling on the islands.", "VEL", "opposes", "ruling on the islands"),
    ("Velmora reaffirmed its commitment to the border treaty.", "VEL", "supports", "border treaty"),
    # what it is called
    ("Velmora welcomed what it called the good results of the meeting.", "VEL", "supports", "good results of meeting"),
    ("Velmora called the border plan a bad deal.", "VEL", "opposes", "border plan"),
    ("Velmora warned against any deal that rewards the rebels.", "VEL", "opposes", "any deal that rewards the rebels"),
    # answers that do not say to what
    ("Kestria backed the duties on foreign steel. Velmora voted against.", "VEL", "opposes", "duties on foreign steel"),
    ("Kestria proposed a joint patrol. Velmora is considering the idea.", "VEL", "open_to", "joint patrol"),
    ("Kestria demanded a joint patrol. Velmora ruled that out.", "VEL", "opposes", "joint patrol"),
    ("Kestria pressed for a joint patrol. Velmora resisted.", "VEL", "opposes", "joint patrol"),
]  # fmt: skip

NOTHING = [
    ("Velmora will open the port only if Kestria frees the sailors.", "demands"),  # a condition, kept as one
    ('"Compare him with the others," Velmora said.', "demands"),
    ("Velmora insists that the islands belong to it.", "demands"),
    ("Kestria wants guarantees; Velmora has refused to sign the border treaty.", "conditional"),
]

JOINED = [
    (
        "Velmora demanded that Kestria free the sailors and reopen the port.",
        {"freeing the sailors", "reopening the port"},
    ),
    ("Velmora agreed to a joint patrol and to open the port.", {"joint patrol", "opening the port"}),
]


@pytest.fixture(scope="module")
def read(reader: Reader) -> dict[str, AnnotatedText]:
    texts = [*(row[0] for row in FOUND), *(row[0] for row in NOTHING), *(row[0] for row in JOINED)]
    return dict(zip(texts, reader.annotate(Document(id=str(n), text=t) for n, t in enumerate(texts)), strict=True))


@pytest.mark.parametrize(("text", "country", "stance", "issue"), FOUND)
def test_turn_gives_the_stance(
    reader: Reader, read: dict[str, AnnotatedText], text: str, country: str, stance: str, issue: str
) -> None:
    found = list(find_positions(stage(read[text], reader.codebook), reader.codebook))
    of_party = [p for p in found if p.holder.country == country and p.stance == stance]
    assert any(same_issue(p.issue.text, issue) for p in of_party), [
        (p.holder.id, str(p.stance), p.issue.text) for p in found
    ]


@pytest.mark.parametrize(("text", "stance"), NOTHING)
def test_what_only_looks_like_it_does_not(
    reader: Reader, read: dict[str, AnnotatedText], text: str, stance: str
) -> None:
    found = find_positions(stage(read[text], reader.codebook), reader.codebook)
    assert not [p.issue.text for p in found if p.stance == stance]


@pytest.mark.parametrize(("text", "issues"), JOINED)
def test_joined_wishes_are_each_a_position(
    reader: Reader, read: dict[str, AnnotatedText], text: str, issues: set[str]
) -> None:
    found = [p.issue.text for p in find_positions(stage(read[text], reader.codebook), reader.codebook)]
    assert all(any(same_issue(issue, one) for one in found) for issue in issues), found


def test_stances_are_worked_out_once(reader: Reader) -> None:
    (text,) = reader.annotate([Document(id="1", text="Velmora rejected the border plan.")])
    scene = stage(text, reader.codebook)
    assert scene.stands is not None
    assert [str(stand.stance) for stand in scene.stands] == ["opposes"]
