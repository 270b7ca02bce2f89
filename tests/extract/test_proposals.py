"""Proposals of small reports: whose they are, what they say, what the parties answer, what becomes of them."""

from __future__ import annotations

import pytest

from dragoman.extract.proposals import find_proposals
from dragoman.extract.stage import stage
from dragoman.model.facts import Answer, Proposal, ProposalStatus
from dragoman.model.text import AnnotatedText, Document
from dragoman.pipeline import Reader

PHASES = (
    "Velmora has put forward a three-phase plan for the river. In the first phase, both armies would leave the bank. "
    "In the second, the port would reopen. In the third, a commission would mark the border. "
    "Kestria rejected the plan on Friday."
)
COUNTER = (
    "Velmora presented a peace plan on Monday. Kestria sent Velmora a counter-proposal under which the port would "
    "reopen first. Velmora welcomed the counter-proposal."
)


def proposals(reader: Reader, text: str) -> list[Proposal]:
    """The proposals of a text."""
    annotated = next(iter(reader.annotate([Document(id="one", text=text)])))
    return list(find_proposals(stage(annotated, reader.codebook), reader.codebook))


def answers(proposal: Proposal) -> list[tuple[str | None, Answer]]:
    """Responses by country."""
    return [(response.actor.country, response.answer) for response in proposal.responses]


def test_a_plan_with_phases_and_an_answer(reader: Reader) -> None:
    found = proposals(reader, PHASES)
    assert len(found) == 1
    plan = found[0]
    assert plan.name == "three-phase plan for the river"
    assert plan.form == "plan"
    assert [actor.country for actor in plan.sponsors] == ["VEL"]
    assert plan.phases == 3
    assert [term.text for term in plan.terms] == [
        "both armies would leave the bank",
        "the port would reopen",
        "a commission would mark the border",
    ]
    assert answers(plan) == [("KES", Answer.REJECTS)]
    assert plan.status is ProposalStatus.PROPOSED


def test_all_mentions_are_evidence_and_the_first_introduces(reader: Reader) -> None:
    plan = proposals(reader, PHASES)[0]
    written = [PHASES[span.start : span.end] for span in plan.evidence]
    assert written[0].startswith("Velmora has put forward")
    assert "Kestria rejected the plan on Friday." in written


def test_a_counter_proposal_answers_the_plan(reader: Reader) -> None:
    found = proposals(reader, COUNTER)
    assert [proposal.form for proposal in found] == ["plan", "counter-proposal"]
    plan, counter = found
    assert counter.answers_to == plan.id
    assert ("KES", Answer.COUNTER_PROPOSES) in answers(plan)
    assert answers(counter) == [("VEL", Answer.WELCOMES)]
    assert [actor.country for actor in counter.sponsors] == ["KES"]
    assert [term.text for term in counter.terms] == ["the port would reopen first"]


def test_terms_that_a_plan_includes(reader: Reader) -> None:
    text = (
        "Velmora proposed a peace plan. The plan includes an exchange of prisoners and a new patrol. "
        "Under the plan, Kestria would reopen the port."
    )
    found = proposals(reader, text)
    assert len(found) == 1
    assert [term.text for term in found[0].terms] == [
        "an exchange of prisoners",
        "a new patrol",
        "Kestria would reopen the port",
    ]


def test_a_party_that_has_not_replied_is_undecided(reader: Reader) -> None:
    found = proposals(reader, "Velmora put forward a peace plan. Kestria has not yet replied.")
    assert answers(found[0]) == [("KES", Answer.UNDECIDED)]


def test_the_last_answer_of_a_party_counts(reader: Reader) -> None:
    text = "Velmora put forward a peace plan. Kestria rejected it. Kestria accepted the peace plan on Friday."
    assert answers(proposals(reader, text)[0]) == [("KES", Answer.ACCEPTS)]


def test_what_one_side_asks_the_other_to_accept_is_a_proposal(reader: Reader) -> None:
    found = proposals(reader, "Kestria called on Velmora to accept a joint inquiry. Velmora refused.")
    assert [(p.name, [a.country for a in p.sponsors]) for p in found] == [("joint inquiry", ["KES"])]
    assert answers(found[0]) == [("VEL", Answer.REJECTS)]


def test_something_proposed_by_name_is_a_proposal(reader: Reader) -> None:
    found = proposals(reader, "The talks are about the border commission that Velmora proposed. Kestria supports it.")
    assert [p.name for p in found] == ["border commission"]
    assert answers(found[0]) == [("KES", Answer.WELCOMES)]


def test_a_signed_agreement_is_adopted(reader: Reader) -> None:
    found = proposals(reader, "Velmora and Kestria signed a cease-fire for the valley on Tuesday.")
    assert [(p.form, p.status) for p in found] == [("cease-fire", ProposalStatus.ADOPTED)]
    assert answers(found[0]) == [("VEL", Answer.ACCEPTS), ("KES", Answer.ACCEPTS)]


def test_a_veto(reader: Reader) -> None:
    found = proposals(reader, "Kestria vetoed a resolution drafted by Velmora.")
    assert [p.status for p in found] == [ProposalStatus.VETOED]
    assert answers(found[0]) == [("KES", Answer.VETOES)]


@pytest.mark.parametrize(
    "text",
    [
        "Velmora plans to build a road.",
        "The company put forward a plan to sell shares.",
        "The plan of the house shows nine rooms.",
        "Kestria celebrated the treaty of 1920.",
        "Velmora rejected every offer.",
        "",
    ],
)
def test_not_every_plan_is_a_proposal(reader: Reader, text: str) -> None:
    if text:
        assert proposals(reader, text) == []
    else:
        bare = AnnotatedText(document=Document(id="x", text=""), tokens=(), sentences=())
        assert list(find_proposals(stage(bare, reader.codebook), reader.codebook)) == []


def test_swapping_the_parties_mirrors_the_proposals(reader: Reader) -> None:
    turned = {"VEL": "KES", "KES": "VEL"}
    there = proposals(reader, COUNTER)
    back = proposals(reader, COUNTER.replace("Velmora", "X").replace("Kestria", "Velmora").replace("X", "Kestria"))
    assert [[turned[str(a.country)] for a in p.sponsors] for p in there] == [
        [a.country for a in p.sponsors] for p in back
    ]
    assert [[(turned[str(who)], how) for who, how in answers(p)] for p in there] == [answers(p) for p in back]
    assert [[t.text for t in p.terms] for p in there] == [[t.text for t in p.terms] for p in back]


def test_who_rejects_a_resolution_does_not_say_what_it_says(reader: Reader) -> None:
    text = "The United Nations rejected a resolution drafted by Velmora calling for a truce. Kestria vetoed it."
    found = proposals(reader, text)
    assert [[actor.country for actor in p.sponsors] for p in found] == [["VEL"]]
    assert [(r.actor.name, r.answer) for r in found[0].responses] == [
        ("United Nations", Answer.REJECTS),
        ("Kestria", Answer.VETOES),
    ]


def test_what_others_read_into_a_plan_is_no_term(reader: Reader) -> None:
    text = "Velmora put forward a peace plan. Kestria said the plan would give Velmora a free hand on the river."
    assert [term.text for term in proposals(reader, text)[0].terms] == []


def test_a_name_is_short(reader: Reader) -> None:
    text = (
        "Kestria rejected a Velmoran proposal to send observers, doctors, engineers and builders to the northern "
        "valley, the southern valley and the islands before the winter as a farce."
    )
    assert [p.name for p in proposals(reader, text)] == ["Velmoran proposal to send observers"]


def test_a_draft_that_was_not_adopted_is_rejected(reader: Reader) -> None:
    text = (
        "The United Nations failed to adopt a draft resolution on the river. The draft, submitted by Velmora, would "
        "have condemned the raid and demanded the release of the pilots."
    )
    found = proposals(reader, text)
    assert [(p.form, p.status, [a.country for a in p.sponsors]) for p in found] == [
        ("resolution", ProposalStatus.REJECTED, ["VEL"])
    ]
    assert [term.text for term in found[0].terms] == ["condemned the raid", "demanded the release of the pilots"]


@pytest.mark.parametrize(
    ("text", "sponsor", "name"),
    [
        ("Velmora proposed exchanging all prisoners for all.", "VEL", "exchange all prisoners"),
        (
            "Velmora offered to withdraw from the valley in exchange for a new treaty.",
            "VEL",
            "withdrawal from the valley",
        ),
        ("Velmora offered to host a meeting of both sides.", "VEL", "hosting a meeting"),
        ("Velmora rejected a text that Kestria circulated in May.", "KES", "text"),
    ],
)
def test_what_is_proposed_in_other_words(reader: Reader, text: str, sponsor: str, name: str) -> None:
    (found,) = proposals(reader, text)
    assert [actor.country for actor in found.sponsors] == [sponsor]
    assert set(name.lower().split()) & set(found.name.lower().split())


def test_the_offer_that_follows_is_the_same_one(reader: Reader) -> None:
    (found,) = proposals(
        reader, "Velmora offered to free the sailors in return for a new treaty. Kestria rejected Velmora's offer."
    )
    assert answers(found) == [("KES", Answer.REJECTS)]
    assert len(found.evidence) == 2


def test_a_draft_put_to_the_parties_and_a_deal_told_by_its_terms(reader: Reader) -> None:
    (draft,) = proposals(reader, "A draft put to both delegations on Monday would reopen the port.")
    assert draft.name.startswith("draft")
    (deal,) = proposals(reader, "Under a deal signed in May, Velmora and Kestria accepted that observers would come.")
    assert "deal" in deal.name


def test_shares_taken_under_an_offer_are_no_proposal(reader: Reader) -> None:
    assert proposals(reader, "The company bought the shares under a tender offer.") == []
    assert proposals(reader, "Velmora offered to free the sailors.") == []
