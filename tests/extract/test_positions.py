"""Who stands where on what: one sentence after another, as two readers would both write it down."""

from __future__ import annotations

import pytest

from dragoman.extract.positions import find_positions, same_issue, sign
from dragoman.extract.stage import stage
from dragoman.model.facts import Position, SourceKind, Stance, Strength
from dragoman.model.text import AnnotatedText, Document
from dragoman.pipeline import Reader

PUBLISHED = "2024-03-14"

FOUND = [
    ("Velmora rejected the plan for the river.", "VEL", "opposes", "plan for the river"),
    ("Velmora remains opposed to a new dam.", "VEL", "opposes", "new dam"),
    ("Velmora welcomed the lake treaty as a good beginning.", "VEL", "supports", "lake treaty"),
    ("Velmora no longer opposes the lake treaty.", "VEL", "open_to", "lake treaty"),
    ("Velmora did not rule out the use of force.", "VEL", "open_to", "use of force"),
    ("Velmora would never accept the loss of the islands.", "VEL", "opposes", "loss of the islands"),
    ("Velmora is ready to accept the lake treaty.", "VEL", "open_to", "lake treaty"),
    ("Velmora is in favour of a joint patrol.", "VEL", "supports", "joint patrol"),
    ("Velmora urged Kestria to release the sailors.", "VEL", "demands", "release of the sailors"),
    ("Velmora urged Kestria not to close the port.", "VEL", "opposes", "closing the port"),
    ("Velmora demanded that Kestria reopen the port.", "VEL", "demands", "Kestria reopening the port"),
    ("Velmora called for the dismantling of the camp.", "VEL", "demands", "dismantling of the camp"),
    ("Velmora refused to sign the lake treaty.", "VEL", "opposes", "signing the lake treaty"),
    ("Velmora promised to reopen the port.", "VEL", "offers", "reopening the port"),
    ("Velmora's interest in a joint patrol has grown.", "VEL", "seeks", "joint patrol"),
    ("Kestria's rejection of the lake treaty came late.", "KES", "opposes", "lake treaty"),
    ("Velmora dismissed concerns about the new dam.", "VEL", "supports", "new dam"),
    ("Velmora said it would not hand over the pilots.", "VEL", "opposes", "handing over the pilots"),
    ("Velmora said it would withdraw only after the port had reopened.", "VEL", "conditional", "withdrawal"),
    ("Velmora would support the treaty if Kestria signed it.", "VEL", "conditional", "treaty"),
    ("Velmora said the border plan was unacceptable.", "VEL", "opposes", "border plan"),
    ("Velmora believes the border plan has merit.", "VEL", "supports", "border plan"),
    ("Velmora called the border plan a mistake.", "VEL", "opposes", "border plan"),
    ("Velmora vowed to fight until it achieves full control of the strait.", "VEL", "seeks", "full control"),
    ("Velmora asserted that it will keep control of the strait.", "VEL", "seeks", "keeping control of the strait"),
    ("Velmora is undecided on the lake treaty.", "VEL", "undecided", "lake treaty"),
    ("Velmora is considering sending a joint patrol.", "VEL", "open_to", "sending a joint patrol"),
    ("Velmora threatened to leave unless Kestria reopened the port.", "VEL", "demands", "reopening the port"),
]  # fmt: skip

NOTHING = [
    "Velmora said it was raining in Astel.",
    "Kestria wants Velmora to say who fired first.",
    "The company rejected a takeover bid.",
    "Velmora agreed to meet the envoy of Kestria.",
    "Velmora declined to comment.",
    "If Velmora rejects the plan, the talks will end.",
    "Velmora has to accept the ruling of the court.",
    "Does Velmora support the plan?",
    "Velmora denied that it supported the rebels.",
    "Velmora did not demand the closing of the port.",
    "Velmora once opposed the lake treaty.",
    "Velmora said Kestria would not leave the valley.",
]


def positions(reader: Reader, text: str) -> list[Position]:
    """The positions of a text."""
    document = Document(id="one", text=text)
    annotated = next(iter(reader.annotate([document])))
    return list(find_positions(stage(annotated, reader.codebook), reader.codebook))


def read(reader: Reader, text: str) -> list[tuple[str, str, str]]:
    """Holder's country, stance and issue of each position."""
    return [(p.holder.country or p.holder.id, str(p.stance), p.issue.text) for p in positions(reader, text)]


@pytest.mark.parametrize(("text", "holder", "stance", "issue"), FOUND)
def test_a_stance_is_found(reader: Reader, text: str, holder: str, stance: str, issue: str) -> None:
    found = read(reader, text)
    assert (holder, stance) in [(who, how) for who, how, _ in found]
    assert any(same_issue(issue, what) for _, how, what in found if how == stance), found


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_made_of_what_is_no_position(reader: Reader, text: str) -> None:
    assert read(reader, text) == []


def test_what_is_wanted_of_another_is_not_the_others_stance(reader: Reader) -> None:
    found = read(reader, "Velmora urged Kestria to accept the lake treaty.")
    assert found == [("VEL", "demands", "lake treaty")]


def test_joint_holders_have_one_position_each(reader: Reader) -> None:
    found = read(reader, "Velmora and Kestria rejected the lake treaty.")
    assert [(who, how) for who, how, _ in found] == [("VEL", "opposes"), ("KES", "opposes")]


def test_dismissing_a_concern_gives_both_sides(reader: Reader) -> None:
    found = read(reader, "Velmora dismissed concerns from Kestria about the new dam.")
    assert ("VEL", "supports", "new dam") in found
    assert ("KES", "opposes", "new dam") in found


def test_listed_goals_are_one_position_each(reader: Reader) -> None:
    text = (
        "Velmora set out its main goals. These include improving the roads, securing the release of the sailors, "
        "and preventing a new war."
    )
    found = [(how, what) for who, how, what in read(reader, text) if who == "VEL" and how == "seeks"]
    assert len(found) == 3
    assert ("seeks", "improving the roads") in found


def test_a_pronoun_gets_the_issue_it_stands_for(reader: Reader) -> None:
    found = read(reader, "Velmora presented a plan for the river. Kestria rejected it.")
    assert any(who == "KES" and how == "opposes" and "plan" in what for who, how, what in found)


def test_a_bare_refusal_is_about_what_was_asked(reader: Reader) -> None:
    found = read(reader, "Kestria called on Velmora to accept a joint inquiry. Velmora refused.")
    assert ("VEL", "opposes", "joint inquiry") in found


def test_a_bare_noun_gets_the_words_it_was_introduced_with(reader: Reader) -> None:
    found = read(reader, "Envoys wrote a three-phase plan for the river. Velmora rejected the plan.")
    assert ("VEL", "opposes", "three-phase plan") in found


def test_repeated_stances_are_one_position_with_all_evidence(reader: Reader) -> None:
    found = positions(reader, "Velmora rejected the lake treaty. Kestria signed it. Velmora opposes the lake treaty.")
    mine = [p for p in found if p.holder.country == "VEL" and p.stance is Stance.OPPOSES]
    assert len(mine) == 1
    assert len(mine[0].evidence) == 2


def test_strong_and_weak_words(reader: Reader) -> None:
    strength = {
        text: positions(reader, text)[0].strength
        for text in (
            "Velmora firmly rejected the lake treaty.",
            "Velmora rejected the lake treaty.",
            "Velmora cautiously welcomed the lake treaty.",
        )
    }
    assert list(strength.values()) == [Strength.STRONG, Strength.PLAIN, Strength.WEAK]


def test_who_ascribes_a_position_is_in_the_chain(reader: Reader) -> None:
    found = positions(reader, "A Kestrian official said Velmora opposed the lake treaty.")
    assert [p.holder.country for p in found] == ["VEL"]
    links = found[0].attribution
    assert links[0].kind is SourceKind.OUTLET
    assert links[-1].speaker is not None
    assert links[-1].speaker.country == "KES"


def test_we_is_whoever_speaks(reader: Reader) -> None:
    found = read(reader, '"We reject the lake treaty," the president of Kestria said.')
    assert ("KES", "opposes", "lake treaty") in found


def test_the_date_is_the_day_of_the_words_or_of_publication(reader: Reader) -> None:
    report = reader.read("Velmora rejected the lake treaty on March 12, 2024.", published=PUBLISHED)
    dated = [fact.date.value for fact in report.facts if isinstance(fact, Position)]
    assert dated == ["2024-03-12"]


def test_evidence_and_issue_point_at_the_text(reader: Reader) -> None:
    text = "The lake froze. Velmora rejected the treaty on the lake."
    found = positions(reader, text)[0]
    span, issue = found.evidence[0], found.issue.spans[0]
    assert text[span.start : span.end] == "Velmora rejected the treaty on the lake."
    assert "treaty" in text[issue.start : issue.end]


MIRRORED = [
    "{A} rejected {B}'s plan for the river.",
    "{A} urged {B} to release the {b} pilots.",
    "{A} dismissed concerns from {B} about the new dam.",
    "{a} officials said {A} would not withdraw until {B} had left the valley.",
    "{A} offered {B} a joint patrol. {B} welcomed it.",
    "{A}'s opposition to a {b} dam has grown.",
]
NAMES = {"A": "Velmora", "a": "Velmoran", "B": "Kestria", "b": "Kestrian"}
SWAPPED = {"A": "Kestria", "a": "Kestrian", "B": "Velmora", "b": "Velmoran"}


@pytest.mark.parametrize("pattern", MIRRORED)
def test_swapping_the_parties_mirrors_the_positions(reader: Reader, pattern: str) -> None:
    turned = {"VEL": "KES", "KES": "VEL"}
    words = {"Velmora": "Kestria", "Kestria": "Velmora", "Velmoran": "Kestrian", "Kestrian": "Velmoran"}

    def mirror(phrase: str) -> str:
        parts = phrase.replace("'s", " 's").split()
        return " ".join(words.get(part, part) for part in parts).replace(" 's", "'s")

    there = read(reader, pattern.format(**NAMES))
    back = read(reader, pattern.format(**SWAPPED))
    assert there
    assert [(turned[who], how, mirror(what)) for who, how, what in there] == back


@pytest.mark.parametrize("text", ["", "?", "It.", "Rejected. Rejected. Rejected!", "“ ” ’ –", "If. Unless. Until."])
def test_no_input_breaks_it(reader: Reader, text: str) -> None:
    bare = AnnotatedText(document=Document(id="x", text=text), tokens=(), sentences=())
    assert list(find_positions(stage(bare, reader.codebook), reader.codebook)) == []
    if text:
        assert positions(reader, text) == []


def test_signs_of_stances() -> None:
    assert {sign(stance) for stance in Stance} == {"for", "against", "conditional", "undecided"}
    assert sign(Stance.SEEKS) == sign(Stance.SUPPORTS)


def test_who_highlights_a_stance_ascribes_it(reader: Reader) -> None:
    found = positions(reader, "The United Nations highlighted Velmora's interest in a joint patrol.")
    assert [p.holder.country for p in found] == ["VEL"]
    speaker = found[0].attribution[-1].speaker
    assert speaker is not None
    assert speaker.name == "United Nations"


def test_a_verb_hung_too_low_gets_the_subject_that_acts(reader: Reader) -> None:
    found = read(reader, "Velmora insists that the dam is vital for its farms and has refused to sign a lake treaty.")
    assert ("VEL", "opposes", "signing a lake treaty") in found


def test_conditions_listed_behind_a_colon(reader: Reader) -> None:
    found = read(reader, "Velmora set two conditions for a truce: the release of prisoners and an end to the blockade.")
    assert ("VEL", "demands", "release of prisoners") in found
    assert ("VEL", "demands", "end to the blockade") in found


def test_somebody_without_a_side_counts_only_beside_a_party(reader: Reader) -> None:
    beside = positions(reader, "Gren Ostrand rejected Kestria's plan for the river.")
    assert [p.stance for p in beside] == [Stance.OPPOSES]
    assert positions(reader, "Gren Ostrand rejected the plan for the house.") == []


def test_a_crowd_has_demands_and_no_wishes(reader: Reader) -> None:
    assert [p.stance for p in positions(reader, "Protesters demanded the release of the pilots.")] == [Stance.DEMANDS]
    assert positions(reader, "Protesters hoped for the release of the pilots.") == []


def test_a_judgement_is_of_those_it_is_for(reader: Reader) -> None:
    found = read(reader, "The president of Velmora said the closing of the strait was a red line for Kestria.")
    assert ("KES", "opposes", "closing of the strait") in found


def test_a_plan_says_what_holds_under_it_and_no_party(reader: Reader) -> None:
    found = read(reader, "Under the plan, Kestria would not object to a new dam.")
    assert found == []


def test_aims_listed_behind_a_colon(reader: Reader) -> None:
    text = "Velmora named three aims: keeping the truce, bringing home the pilots and preventing a new war."
    found = [what for who, how, what in read(reader, text) if (who, how) == ("VEL", "seeks")]
    assert found == ["keeping the truce", "bringing home the pilots", "preventing a new war"]


def test_a_condition_counts_wherever_the_parser_hangs_it(reader: Reader) -> None:
    found = read(reader, "Velmora said the patrol was acceptable so long as half of it stood on its side.")
    assert [(who, how) for who, how, _ in found] == [("VEL", "conditional")]


def test_what_is_no_demand_but_a_fact(reader: Reader) -> None:
    assert read(reader, "Velmora insists that the islands belong to it.") == []
    assert read(reader, "Velmora rejected the charge.") == []


def test_an_apposition_takes_up_what_was_offered(reader: Reader) -> None:
    found = read(reader, "Velmora offered to free six pilots, an offer that Kestria dismissed.")
    assert ("KES", "opposes", "freeing six pilots") in found
