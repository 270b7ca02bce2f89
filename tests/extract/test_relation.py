"""The relation between two given actors, with modality taken in: promised aid is AGREE, a promised attack THREATEN."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from builders import annotated
from dragoman.extract.relation import SOURCE_ID, TARGET_ID, Relation, classify, with_given_actors
from dragoman.pipeline import Reader

MARKED = re.compile(r"\[(.+?)\]|<(.+?)>")
QUAD_CLASS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1,
    "COOPERATE": 2, "AID": 2, "CONCEDE": 2, "RETREAT": 2,
    "REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3,
    "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A sentence with the source in square brackets and the target in pointed ones, and its type."""

    plover: str
    marked: str

    def __str__(self) -> str:
        return f"{self.plover}: {self.marked}"


CASES = (
    # done and told
    Case("ASSAULT", "[Velmora] attacked <Kestria> on Tuesday."),
    Case("ASSAULT", "<Kestria> was attacked by [Velmora]."),
    Case("ASSAULT", "[Velmora]'s war against <Kestria> entered its third month."),
    Case("AID", "[Velmora] sent food to <Kestria>."),
    Case("AID", "[Velmora] gave <Kestria> ten million dollars."),
    Case("SUPPORT", "[Velmora] praised <Kestria> for its restraint."),
    Case("COOPERATE", "[Velmora] shared intelligence with <Kestria>."),
    Case("CONSULT", "The president of [Velmora] visited <Kestria>."),
    Case("CONSULT", "[Velmora] held talks with <Kestria>."),
    Case("RETREAT", "[Velmora] lifted sanctions on <Kestria>."),
    Case("COERCE", "[Velmora] imposed sanctions on <Kestria>."),
    Case("SANCTION", "[Velmora] broke off relations with <Kestria>."),
    Case("MOBILIZE", "[Velmora] massed tanks on the border with <Kestria>."),
    Case("PROTEST", "[Velmora] boycotted the <Kestrian> summit."),
    Case("ACCUSE", "[Velmora] accused <Kestria> of war crimes."),
    Case("REJECT", "[Velmora] rejected <Kestria>'s proposal."),
    Case("REQUEST", "[Velmora] asked <Kestria> for aid."),
    # names that no table knows
    Case("ASSAULT", "[the Harrow Front] shelled positions of <the Ombrian army> on Friday."),
    Case("ACCUSE", "[Minister Dovrik] criticized <the Ombrian assembly>."),
    Case("REQUEST", "[The envoy] urged <the rebels> to free the hostages."),
    # promised cooperation is AGREE
    Case("AGREE", "[Velmora] will send doctors to <Kestria>."),
    Case("AGREE", "[Velmora] promised to send aid to <Kestria>."),
    Case("AGREE", "[Velmora] agreed to withdraw its troops from <Kestria>."),
    Case("AGREE", "[Velmora] pledged to support <Kestria>."),
    Case("AGREE", "[Velmora] offered to release two <Kestrian> pilots."),
    Case("AGREE", "[Velmora] is ready to negotiate with <Kestria>."),
    # announced conflict is THREATEN
    Case("THREATEN", "[Velmora] threatened to attack <Kestria>."),
    Case("THREATEN", "[Velmora] will bomb <Kestria>."),
    Case("THREATEN", "[Velmora] vowed to invade <Kestria>."),
    Case("THREATEN", "[Velmora] plans to impose sanctions on <Kestria>."),
    Case("THREATEN", "[Velmora] threatened to cut off aid to <Kestria>."),
    Case("THREATEN", "[Velmora] warned that it would attack <Kestria>."),
    # refused or undone cooperation is REJECT
    Case("REJECT", "[Velmora] refused to release two <Kestrian> sailors."),
    Case("REJECT", "[Velmora] will not negotiate with <Kestria>."),
    Case("REJECT", "[Velmora] did not apologize to <Kestria>."),
    Case("REJECT", "[Velmora] failed to release two <Kestrian> sailors."),
    Case("REJECT", "[Velmora] is unwilling to negotiate with <Kestria>."),
    # conflict given up is not conflict
    Case("RETREAT", "[Velmora] stopped shelling <Kestria>."),
    Case("AGREE", "[Velmora] will not attack <Kestria>."),
    # demanded is REQUEST
    Case("REQUEST", "[Velmora] called on <Kestria> to withdraw its troops."),
    Case("REQUEST", "[Velmora] demanded that <Kestria> release two sailors."),
    Case("REQUEST", "[Velmora] called for the dismantlement of <Kestria>'s nuclear program."),
    # reports and allegations leave the type alone
    Case("ASSAULT", "France said [Velmora] had attacked <Kestria>."),
    Case("ASSAULT", "[Velmora] allegedly shelled a <Kestrian> village."),
    Case("ASSAULT", "According to France, [Velmora] jets bombed <Kestria>."),
    Case("AGREE", "[Velmora] pledged not to attack <Kestria>."),
    Case("REJECT", "[Velmora] has yet to release two <Kestrian> pilots."),
    Case("REJECT", "[Velmora] did not agree to meet <Kestria>."),
    Case("REQUEST", "[Velmora] wants <Kestria> to withdraw its troops."),
)

FAILS = (
    (Case("AGREE", "[Velmora] hopes to sign a treaty with <Kestria>."), "'hope to'"),
    (Case("THREATEN", "[Velmora] is going to attack <Kestria>."), "'going to'"),
    (
        Case("ASSAULT", "[Velmora] ordered its troops to attack <Kestria>."),
        "an order to one's own troops counts as coercion",
    ),
)
"""What any reader would code so and the engine does not yet; each leaves this list when it comes right."""


def _spans(marked: str) -> tuple[str, tuple[int, int], tuple[int, int]]:
    """The plain sentence and the offsets of source and target."""
    plain, last, spans = "", 0, {}
    for match in MARKED.finditer(marked):
        plain += marked[last : match.start()]
        word = match[1] or match[2]
        spans["source" if match[1] else "target"] = (len(plain), len(plain) + len(word))
        plain, last = plain + word, match.end()
    return plain + marked[last:], spans["source"], spans["target"]


@pytest.fixture(scope="module")
def relations(reader: Reader) -> dict[str, Relation]:
    """Relations of all sentences, classified in one batch."""
    marked = [case.marked for case in CASES] + [case.marked for case, _ in FAILS]
    return dict(zip(marked, reader.classify_relations(map(_spans, marked)), strict=True))


@pytest.mark.parametrize("case", CASES, ids=str)
def test_type_with_modality(case: Case, relations: dict[str, Relation]) -> None:
    relation = relations[case.marked]
    assert relation.plover == case.plover, relation
    assert relation.quad_class == QUAD_CLASS[case.plover]
    assert relation.trigger in _spans(case.marked)[0]
    assert relation.rule


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=pytest.mark.xfail(strict=True, reason=why), id=str(case)) for case, why in FAILS]
)
def test_type_that_is_wrong_as_yet(case: Case, relations: dict[str, Relation]) -> None:
    assert relations[case.marked].plover == case.plover


@pytest.mark.parametrize(
    ("marked", "event_type", "factuality"),
    [
        ("[Velmora] sent food to <Kestria>.", "AID", "asserted"),
        ("[Velmora] will send doctors to <Kestria>.", "AID", "planned"),
        ("[Velmora] will bomb <Kestria>.", "ASSAULT", "planned"),
        ("[Velmora] did not apologize to <Kestria>.", "SUPPORT", "negated"),
        ("[Velmora] allegedly shelled a <Kestrian> village.", "ASSAULT", "alleged"),
        ("France said [Velmora] had attacked <Kestria>.", "ASSAULT", "reported"),
    ],
)
def test_the_act_itself_and_how_it_is_presented(
    marked: str, event_type: str, factuality: str, relations: dict[str, Relation]
) -> None:
    assert (relations[marked].event_type, str(relations[marked].factuality)) == (event_type, factuality)


def test_two_relations_of_one_sentence_are_told_apart(reader: Reader) -> None:
    first, second = reader.classify_relations(
        map(
            _spans,
            ["[Velmora] attacked <Kestria> and praised France.", "[Velmora] attacked Kestria and praised <France>."],
        )
    )
    assert (first.plover, second.plover) == ("ASSAULT", "SUPPORT")


def test_a_sentence_without_an_event_has_no_relation(reader: Reader) -> None:
    relation = reader.classify_relation("Velmora is larger than Kestria.", (0, 7), (23, 30))
    assert (relation.plover, relation.event_type, relation.quad_class, relation.trigger) == (None, None, None, "")


def test_a_single_sentence_gives_what_the_batch_gives(reader: Reader, relations: dict[str, Relation]) -> None:
    marked = CASES[0].marked
    assert reader.classify_relation(*_spans(marked)) == relations[marked]


def test_a_span_without_a_word_is_refused(reader: Reader) -> None:
    with pytest.raises(ValueError, match="no word stands at characters 70 to 75"):
        reader.classify_relation("Velmora attacked Kestria.", (70, 75), (17, 24))


HAND = annotated(
    """
Troops   troop    NOUN  NNS nsubj attacked
of       of       ADP   IN  prep  Troops
Velmora  velmora  PROPN NNP pobj  of
attacked attack   VERB  VBD ROOT  -
the      the      DET   DT  det   town
Kestrian kestrian ADJ   JJ  amod  town
town     town     NOUN  NN  dobj  attacked
""",
    ["Troops of Velmora = VEL/MIL/troops:VEL group composed @Troops", "Kestrian = KES adjectival"],
)


def test_given_actors_replace_the_mentions_they_overlap() -> None:
    given = with_given_actors(HAND, (10, 17), (31, 44))
    assert [(m.first, m.last, m.actors[0].id) for m in given.mentions] == [(2, 3, SOURCE_ID), (5, 7, TARGET_ID)]
    assert given.mentions[0].head == 2
    assert HAND.tokens[given.mentions[1].head].text == "town"
    assert given.mentions[0].actors[0].name == "Velmora"


def test_a_span_covers_every_word_it_touches() -> None:
    given = with_given_actors(HAND, (1, 3), (35, 42))
    assert [(m.first, m.last) for m in given.mentions] == [(0, 1), (5, 7)]


def test_classification_needs_no_model(reader: Reader) -> None:
    relation = classify(with_given_actors(HAND, (10, 17), (31, 44)), reader.codebook)
    assert (relation.plover, relation.trigger) == ("ASSAULT", "attacked")
