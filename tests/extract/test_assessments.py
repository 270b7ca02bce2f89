"""Assessments: which way a relation, a conflict or talks are said to go, whose, since when, and who says so."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from builders import annotated
from dragoman.evaluate.matching import match
from dragoman.exchange.rows import fact_row
from dragoman.extract.arguments import scene_of
from dragoman.extract.assessments import find_assessments
from dragoman.extract.stage import stage
from dragoman.model.facts import Assessment, Direction, Factuality, SourceKind
from dragoman.pipeline import Reader
from dragoman.tables import folder, rows, split

KINDS = {
    "relation",
    "conflict",
    "attack",
    "talks",
    "deal",
    "plan",
    "situation",
    "hope",
    "pair",
    "exchange",
    "step",
    "place",
    "matter",
    "country",
}
CLAIMS = [
    ("Ties between Velmora and Kestria have sunk to their lowest ebb in two decades.", Direction.LOWEST),
    ("Relations between Velmora and Kestria have soured since the coup in March.", Direction.WORSE),
    ("Velmora's relationship with Kestria improved last year.", Direction.BETTER),
    ("Velmora and Kestria are closer than ever before.", Direction.HIGHEST),
    ("Trust between Velmora and Kestria is thinner than at any time since the war.", Direction.LOWEST),
    ("Trust between Velmora and Kestria is at an all-time low.", Direction.LOWEST),
    ("Relations between Velmora and Kestria have never been better.", Direction.HIGHEST),
    ("Relations between Velmora and Kestria remain tense.", Direction.UNCHANGED),
    ("Negotiations between Velmora and Kestria have stalled.", Direction.UNCHANGED),
    ("Talks between Velmora and Kestria are deadlocked over the border.", Direction.UNCHANGED),
    ("Tensions between Velmora and Kestria have risen since the border was closed.", Direction.WORSE),
    ("Tensions between Velmora and Kestria have eased since the truce.", Direction.BETTER),
    ("The truce between Velmora and Kestria is in tatters.", Direction.WORSE),
    ("Velmora and Kestria are on the brink of war.", Direction.WORSE),
    ("The future of the talks between Velmora and Kestria hangs in the balance.", Direction.UNCERTAIN),
    ("It is unclear whether the truce between Velmora and Kestria will hold.", Direction.UNCERTAIN),
    ("Kestria's relationship with Velmora is facing serious difficulties.", Direction.WORSE),
    ("Violence on the border of Velmora and Kestria shows no sign of easing.", Direction.UNCHANGED),
    ("Talks between Velmora and Kestria broke up without a deal.", Direction.UNCHANGED),
    ("Velmora and Kestria failed to agree on a date for the withdrawal.", Direction.UNCHANGED),
    ("Kestria and Velmora were unable to settle the dispute.", Direction.UNCHANGED),
    ("The delegations of Velmora and Kestria agreed on an agenda and little else.", Direction.UNCHANGED),
    ("Velmora and Kestria have yet to agree on a venue.", Direction.UNCHANGED),
    ("The talks between Velmora and Kestria left open the question of the port.", Direction.UNCHANGED),
    ("Velmora and Kestria are as far apart as ever, the mediator said.", Direction.UNCHANGED),
    ("The truce between Velmora and Kestria is holding.", Direction.UNCHANGED),
    ("The truce between Velmora and Kestria is not holding.", Direction.WORSE),
    ("The truce between Velmora and Kestria remains fragile.", Direction.UNCERTAIN),
    ("It is not clear whether the talks between Velmora and Kestria will resume.", Direction.UNCERTAIN),
    ("The conflict between Velmora and Kestria is getting worse, not better, the mediator said.", Direction.WORSE),
    ("Velmora and Kestria are further from a settlement than they were in spring.", Direction.WORSE),
    ("Velmora and Kestria are further apart than ever.", Direction.LOWEST),
    ("The distance between Velmora and Kestria has grown.", Direction.WORSE),
    ("Raids by Kestria on Velmora have become more frequent.", Direction.WORSE),
    ("Raids by Kestria on Velmora have become less frequent.", Direction.BETTER),
    ("Fighting between Velmora and Kestria has stayed well below the level of May.", Direction.BETTER),
    ("The accord between Velmora and Kestria has been fatally wounded.", Direction.WORSE),
    ("The truce between Velmora and Kestria is on life support.", Direction.WORSE),
    ("The truce between Velmora and Kestria is under increasing strain.", Direction.WORSE),
    ("Relations between Velmora and Kestria are back on track.", Direction.BETTER),
    ("Velmora and Kestria have not been so close since independence.", Direction.HIGHEST),
    ("Kestria and Velmora are nearing an agreement on the port.", Direction.BETTER),
    ("Relations between Velmora and Kestria have hit rock bottom.", Direction.LOWEST),
    ("Relations between Velmora and Kestria have gone from bad to worse.", Direction.WORSE),
    ("The negotiators of Velmora and Kestria flew home without an agreement.", Direction.UNCHANGED),
    ("The thaw between Velmora and Kestria is over.", Direction.WORSE),
    ("Not since the war have relations between Velmora and Kestria been so bad.", Direction.LOWEST),
    ("Contacts between Velmora and Kestria are at their lowest since the war.", Direction.LOWEST),
    ("Nobody knows whether the truce between Velmora and Kestria will hold.", Direction.UNCERTAIN),
    ("Fighting between Velmora and Kestria has stopped.", Direction.BETTER),
    ("The war between Velmora and Kestria is over.", Direction.BETTER),
    ("Little has changed between Velmora and Kestria since the summit.", Direction.UNCHANGED),
    ("Velmora and Kestria are still far from an agreement.", Direction.UNCHANGED),
    ("Relations between Velmora and Kestria have been frozen since the coup.", Direction.UNCHANGED),
    ("It is too early to say whether the truce between Velmora and Kestria will last.", Direction.UNCERTAIN),
    ("Much remains uncertain about the accord between Velmora and Kestria.", Direction.UNCERTAIN),
    ("The truce between Velmora and Kestria looks shakier than in spring.", Direction.WORSE),
    ("Kestria voiced concern about the deteriorating relations between Velmora and Talvia.", Direction.WORSE),
    ("The mission counted 61 violations of the truce by Velmora and Kestria, against 14 in May.", Direction.WORSE),
]
NO_CLAIMS = [
    "The fighting that erupted in April between Velmora and Kestria has killed 40 people.",
    "Kestria threatened sanctions against anyone undermining the truce with Velmora.",
    "Earlier rounds of talks between Velmora and Kestria had collapsed.",
    "The two states have not talked since 2019, when talks between Velmora and Kestria collapsed.",
    'A Velmoran minister described the gap with Kestria as "not so much wide as deep".',
    "Kestria said that Velmora gave a toll that was too low.",
    "Kestria said it would not open the border until Velmora eased the blockade.",
    "Clashes with Kestria put thousands of Velmorans at risk of death.",
    "The war with Kestria remains a resource for Velmora.",
    "The raid ended any chance of progress in the talks between Velmora and Kestria.",
    "Velmora said in relation to Kestria that it had nothing to add, for the third time in a row.",
    "Velmora urged Kestria to improve relations with Talvia.",
    "Kestria will improve its relations with Velmora if the border reopens.",
    "Velmora seeks to strengthen ties with Kestria.",
    "Velmora wants better relations with Kestria.",
    "To ease tensions, Kestria offered to host a summit with Velmora.",
    "Velmora accused Kestria of fuelling the conflict.",
    "Shares in Velmora fell to their lowest level since March.",
    "Inflation in Kestria rose to its highest level in ten years.",
    "The Velmoran team recorded its worst result since 1998 against Kestria.",
    "The death toll in Kestria rose to 110, Velmora said.",
    "Velmora and Kestria held talks on Friday.",
]


def found(reader: Reader, text: str, title: str = "") -> list[Assessment]:
    """Assessments of a text published on 1 June 2031."""
    report = reader.read(text, title=title, published=date(2031, 6, 1))
    return list(find_assessments(stage(report.text, reader.codebook), reader.codebook))


def sides(fact: Assessment) -> set[str]:
    return {actor.name for actor in fact.pair}


@pytest.mark.parametrize(("sentence", "direction"), CLAIMS)
def test_claims(reader: Reader, sentence: str, direction: Direction) -> None:
    assert [fact.direction for fact in found(reader, sentence)] == [direction]


@pytest.mark.parametrize("sentence", NO_CLAIMS)
def test_aims_demands_markets_and_sport_are_no_claims(reader: Reader, sentence: str) -> None:
    assert found(reader, sentence) == []


def swapped(text: str) -> str:
    """A text with the two states exchanged, possessives and adjectives too."""
    return text.replace("Velmora", "#").replace("Kestria", "Velmora").replace("#", "Kestria")


@pytest.mark.parametrize("sentence", [sentence for sentence, _ in CLAIMS])
def test_swapping_the_states_mirrors_the_claim(reader: Reader, sentence: str) -> None:
    one, other = found(reader, sentence), found(reader, swapped(sentence))
    assert [(f.direction, f.factuality, f.match.rule) for f in one] == [
        (f.direction, f.factuality, f.match.rule) for f in other
    ]
    assert [sides(f) for f in one] == [{swapped(name) for name in sides(f)} for f in other]


def test_pair_since_and_date(reader: Reader) -> None:
    (fact,) = found(reader, "Relations between Velmora and Kestria are at their worst since April 2029.")
    assert sides(fact) == {"Velmora", "Kestria"}
    assert fact.since == "since April 2029"
    assert fact.since_date.value == "2029-04"
    assert fact.factuality is Factuality.ASSERTED
    assert [link.kind for link in fact.attribution] == [SourceKind.OUTLET]


def test_the_pair_of_bare_relations_is_the_one_named_last(reader: Reader) -> None:
    facts = found(reader, "Velmora and Kestria signed a treaty in May. Relations have warmed since then.")
    assert [sides(fact) for fact in facts] == [{"Velmora", "Kestria"}]
    assert any("inferred" in note for note in facts[0].match.notes)


def test_who_says_so_is_kept(reader: Reader) -> None:
    (named,) = found(reader, "Velmora said that relations with Kestria had improved since the visit.")
    assert [actor.name for actor in named.speakers] == ["Velmora"]
    assert named.factuality is Factuality.REPORTED
    (unnamed,) = found(reader, "Relations between Velmora and Kestria are said to be at their lowest point in years.")
    assert unnamed.factuality is Factuality.REPORTED
    assert unnamed.attribution[-1].kind is SourceKind.UNNAMED
    assert unnamed.speakers == ()


def test_hope_belongs_to_who_holds_it(reader: Reader) -> None:
    (fact,) = found(reader, "Kestria remains hopeful that the talks with Velmora can succeed.")
    assert fact.direction is Direction.BETTER
    assert [actor.name for actor in fact.speakers] == ["Kestria"]
    (doubt,) = found(reader, "Velmora is not optimistic about the talks with Kestria.")
    assert doubt.direction is Direction.WORSE


def test_a_denied_trend_is_no_change(reader: Reader) -> None:
    (fact,) = found(reader, "Relations between Velmora and Kestria have not improved.")
    assert fact.direction is Direction.UNCHANGED
    assert fact.factuality is Factuality.ASSERTED


def test_a_pronoun_takes_up_the_topic(reader: Reader) -> None:
    facts = found(reader, "Velmora and Kestria agreed on a truce on Monday. It has collapsed.")
    assert [(fact.direction, fact.topic) for fact in facts] == [(Direction.WORSE, "truce")]


HEADLINE = "Velmora-Kestria Relations at Lowest Point Since Border War"
BODY = "The dispute between Velmora and Kestria went on. Their relations are said to be at their lowest point in years."


def test_a_headline_that_says_more_points_at_what_the_body_says(reader: Reader) -> None:
    title, body = found(reader, f"{HEADLINE}\n\n{BODY}")
    assert (title.in_title, body.in_title) == (True, False)
    assert title.factuality is Factuality.ASSERTED
    assert title.contrast == body.id
    assert body.contrast is None


def test_a_headline_that_the_body_asserts_too_has_no_contrast(reader: Reader) -> None:
    body = "Velmora and Kestria closed the border. Relations between Velmora and Kestria are at their lowest point."
    title, asserted = found(reader, f"{HEADLINE}\n\n{body}")
    assert title.in_title
    assert asserted.factuality is Factuality.ASSERTED
    assert title.contrast is None


def test_a_headline_beside_the_text_has_no_characters(reader: Reader) -> None:
    assert [fact.in_title for fact in found(reader, BODY, title=HEADLINE)] == [False]


@pytest.mark.parametrize("text", ["", "!", "worst", "Relations. Worse.", "whether", "at their worst\n\nat best", "12"])
def test_scraps_give_no_exception(reader: Reader, text: str) -> None:
    text = f"Velmora met Kestria. {text}"
    assert all(fact.evidence for fact in found(reader, text))


def test_evidence_is_the_sentence(reader: Reader) -> None:
    text = "Velmora met Kestria. Relations between Velmora and Kestria have improved."
    (fact,) = found(reader, text)
    assert text[fact.evidence[0].start : fact.evidence[0].end].startswith("Relations between")
    assert dict(fact.match.spans)["trigger"].start == text.index("improved")


def test_tables_name_known_kinds() -> None:
    trends = list(rows(folder("lang", "en") / "trends.csv"))
    assert len({(row["lemma"], row["pos"]) for row in trends}) >= 400
    for row in trends:
        assert {about.rstrip("+-0") for about in split(row["about"])} <= KINDS | {"*"}, row
        assert row["pos"] in {"v", "a", "n", "p", "h", "hv"}, row
    topics = list(rows(folder("lang", "en") / "trend_topics.csv"))
    assert {row["kind"] for row in topics} <= KINDS
    assert Counter(row["lemma"] for row in topics).most_common(1)[0][1] == 1


@pytest.mark.parametrize("answers", ["gold-a", "gold-b"])
def test_seed_report(reader: Reader, shared: Path, answers: str) -> None:
    seed = shared / "seed"
    report = reader.read(next(seed.glob("*.txt")).read_text(encoding="utf-8"), published="2024-02-08")
    facts = list(find_assessments(stage(report.text, reader.codebook), reader.codebook))
    gold = [json.loads(line) for line in (seed / f"{answers}.jsonl").read_text(encoding="utf-8").splitlines()]
    wanted = [row for row in gold if row["kind"] == "assessment"]
    pairs = match(wanted, [fact_row(fact, report.document) for fact in facts], "assessment")
    assert len(pairs) == len(wanted)
    title, said = facts[0], next(fact for fact in facts if fact.attribution[-1].kind is SourceKind.UNNAMED)
    assert (title.in_title, title.contrast) == (True, said.id)
    assert said.factuality is Factuality.REPORTED


LABELS = (
    "nsubj",
    "dobj",
    "amod",
    "acomp",
    "prep",
    "pobj",
    "conj",
    "ccomp",
    "xcomp",
    "attr",
    "relcl",
    "compound",
    "neg",
)
TAGS = (
    ("NOUN", "NNS"),
    ("VERB", "VBD"),
    ("VERB", "VBG"),
    ("ADJ", "JJS"),
    ("ADP", "IN"),
    ("PROPN", "NNP"),
    ("NUM", "CD"),
)


WORDS = ("relation", "tension", "talks", "truce", "worsen", "improve", "fragile", "bad", "progress", "whether", "level")


def scrambled(seed: int) -> str:
    """Token rows of a sentence of trend words with random tags, labels and heads; a tree, but one of nothing said."""
    draw = random.Random(seed)
    words = ["root", *(f"{draw.choice(WORDS)}{number}" for number in range(draw.randint(1, 60)))]
    lines = ["root be VERB VBD ROOT -"]
    for number, word in enumerate(words[1:], 1):
        pos, tag = draw.choice(TAGS)
        head = words[draw.randrange(number)]
        lines.append(f"{word} {word.rstrip('0123456789')} {pos} {tag} {draw.choice(LABELS)} {head}")
    return "\n".join(lines)


def test_no_tree_gives_an_exception(reader: Reader) -> None:
    seen = 0
    for seed in range(60):
        written = scrambled(seed)
        text = annotated(written, [f"{written.splitlines()[1].split()[0]} = VEL+KES"])
        facts = list(find_assessments(scene_of(text), reader.codebook))
        assert all(fact.topic and fact.trigger for fact in facts)
        assert len({fact.id for fact in facts}) == len(facts)
        seen += len(facts)
    assert seen > 0
