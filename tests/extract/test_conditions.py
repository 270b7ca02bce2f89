"""What depends on what: one sentence for each marker of the table, and the two sides, join, kind and owner of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from builders import annotated
from dragoman.corpus.readers import document_from_text
from dragoman.extract.conditions import find_conditions
from dragoman.extract.stage import stage
from dragoman.lang import load_conditions
from dragoman.model.facts import Condition, ConditionKind, Join
from dragoman.pipeline import Reader, load_codebook
from dragoman.tables import folder, rows

PUBLISHED = date(2024, 3, 14)
ROWS = tuple(rows(folder("lang", "en") / "conditions.csv"))


def read(reader: Reader, text: str) -> list[Condition]:
    """Conditions of a text."""
    (found,) = reader.annotate([document_from_text(text, published=PUBLISHED)])
    return list(find_conditions(stage(found, reader.codebook), reader.codebook))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["example"])
def test_every_marker_makes_a_condition_of_its_example(reader: Reader, row: dict[str, str]) -> None:
    (found,) = read(reader, row["example"])
    assert found.match.rule == f"{row['shape']}/{row['marker']}/{row['needs']}"
    assert found.type == row["type"]


@dataclass(frozen=True)
class Case:
    """A sentence, what depends in it, on what, whose condition it is and who says so."""

    text: str
    consequent: str
    antecedents: tuple[str, ...]
    join: Join = Join.ALL
    type: ConditionKind = ConditionKind.PRECONDITION
    set_by: str | None = None
    said_by: str | None = None

    def __str__(self) -> str:
        return self.text


CASES = (
    Case(
        "Normal ties between Velmora and Kestria are contingent on a ceasefire and the release of the sailors.",
        "Normal ties between Velmora and Kestria", ("a ceasefire", "the release of the sailors"),
    ),
    Case(
        "Velmora will reopen the port if Kestria frees the sailors or pays for the ships.",
        "Velmora will reopen the port", ("Kestria frees the sailors", "Kestria pays for the ships"),
        join=Join.ANY, set_by="VEL",
    ),
    Case(
        "Velmora said it would not return to the talks until Kestria had left the island.",
        "Velmora would return to the talks", ("Kestria had left the island",), set_by="VEL", said_by="VEL",
    ),
    Case(
        "Velmora vowed that it would continue fighting until Kestria leaves the island.",
        "Velmora stops fighting", ("Kestria leaves the island",), set_by="VEL", said_by="VEL",
    ),
    Case(
        "Velmora has suspended new loans to Kestria pending an inquiry.",
        "resumption of new loans to Kestria by Velmora", ("an inquiry",), type=ConditionKind.PENDING, set_by="VEL",
    ),
    Case(
        "Velmora threatened to expel the ambassador unless Kestria apologised.",
        "Velmora expels the ambassador", ("Kestria did not apologise",), set_by="VEL", said_by="VEL",
    ),
    Case(
        "Velmora offered to free the sailors in exchange for fuel and grain.",
        "Velmora frees the sailors", ("fuel", "grain"), type=ConditionKind.EXCHANGE, set_by="VEL", said_by="VEL",
    ),
    Case(
        "Kestria must leave the island by Friday or face sanctions, Velmora said.",
        "Kestria faces sanctions", ("Kestria does not leave the island by Friday",),
        type=ConditionKind.DEADLINE, set_by="VEL", said_by="VEL",
    ),
    Case(
        "Velmora warned that it would retaliate if attacked.",
        "Velmora would retaliate", ("Velmora is attacked",), set_by="VEL", said_by="VEL",
    ),
    Case(
        "The truce cannot begin before Kestria leaves the island, Velmora said.",
        "The truce can begin", ("Kestria leaves the island",), set_by="VEL", said_by="VEL",
    ),
    Case(
        "Velmora insists that the embargo be lifted before it signs the treaty.",
        "Velmora signs the treaty", ("the embargo be lifted",), set_by="VEL", said_by="VEL",
    ),
    Case(
        "Velmora demanded the release of the sailors as a condition for talks.",
        "talks", ("the release of the sailors",), set_by="VEL", said_by="VEL",
    ),
    Case(
        "Velmora would keep the truce as long as Kestria does.",
        "Velmora would keep the truce", ("Kestria does",), type=ConditionKind.EXCHANGE, set_by="VEL",
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_condition_has_its_two_sides_join_kind_and_owner(reader: Reader, case: Case) -> None:
    (found,) = read(reader, case.text)
    assert found.consequent.text == case.consequent
    assert tuple(phrase.text for phrase in found.antecedents) == case.antecedents
    assert (found.join, found.type) == (case.join, case.type)
    assert (found.set_by.id if found.set_by else None) == case.set_by
    assert (found.said_by.id if found.said_by else None) == case.said_by


NONE = (
    "Velmora asked if Kestria would attend the summit.",
    "The minister did not know if Kestria would sign.",
    "Even if Kestria withdraws its troops, Velmora will keep the island.",
    "Velmora acted as if nothing had happened.",
    "An official spoke on condition of anonymity.",
    "Had Kestria attacked, Velmora would have answered.",
    "If Kestria had attacked, Velmora would have answered.",
    "If the weather holds, the ceremony will take place on Monday.",
    "Some 4,000 people on the island depend on food from Kestria.",
    "The offer does not depend on any step by Kestria.",
    "The minister stayed in Astel until Friday.",
    "Kestria's party will probably lose if the strike goes on.",
    "Will Velmora sign if Kestria leaves the island?",
    "If you ask me, Kestria has won.",
    "The two ministers met after Kestria withdrew.",
    "Kestria withdrew from the village without waiting.",
)


@pytest.mark.parametrize("text", NONE)
def test_what_sets_no_terms_is_no_condition(reader: Reader, text: str) -> None:
    assert read(reader, text) == []


def test_spans_are_as_written_and_inside_the_sentence(reader: Reader) -> None:
    text = "The talks went on. Velmora promised to lift the embargo if its sailors came home."
    (found,) = read(reader, text)
    parts = [text[span.start : span.end] for span in (*found.consequent.spans, *found.antecedents[0].spans)]
    assert parts == ["to lift the embargo", "its sailors came home"]
    (evidence,) = found.evidence
    assert text[evidence.start : evidence.end] == "Velmora promised to lift the embargo if its sailors came home."


def test_a_promise_of_the_sentence_before_is_what_waits(reader: Reader) -> None:
    found = read(reader, "Velmora has promised to open the port. It is waiting for a guarantee from Kestria.")
    assert [(one.consequent.text, one.type) for one in found] == [("Velmora opens the port", ConditionKind.PENDING)]
    assert len(found[0].evidence) == 2


def test_a_pronoun_is_named_and_whose_is_resolved(reader: Reader) -> None:
    (found,) = read(reader, "Kestria wants a treaty. Velmora will sign if it leaves the island and frees its sailors.")
    assert found.set_by is not None
    assert found.set_by.id == "VEL"
    assert all(" it " not in f" {phrase.text} " for phrase in found.antecedents)


@pytest.mark.parametrize("text", ["if", "If.", "Until or unless", "or face", "deadline", "Only if only if only if."])
def test_odd_text_raises_nothing(reader: Reader, text: str) -> None:
    assert read(reader, text) == []


def test_a_tree_without_subjects_gives_nothing() -> None:
    tree = annotated(
        """
        if     if     SCONJ IN  mark  raining
        raining rain  VERB  VBG ROOT  -
        """
    )
    book = load_codebook()
    assert list(find_conditions(stage(tree, book), book)) == []


def test_swapping_the_parties_mirrors_the_conditions(reader: Reader) -> None:
    names = (("Velmora", "Kestria"), ("Velmoran", "Kestrian"))

    def swapped(text: str) -> str:
        for one, other in reversed(names):
            text = text.replace(one, "\0").replace(other, one).replace("\0", other)
        return text

    for case in CASES:
        found = [(c.consequent.text, [a.text for a in c.antecedents], c.type, c.join) for c in read(reader, case.text)]
        other = read(reader, swapped(case.text))
        mirrored = [
            (swapped(c.consequent.text), [swapped(a.text) for a in c.antecedents], c.type, c.join) for c in other
        ]
        assert found == mirrored


def test_the_seed_report_has_its_three_conditions(reader: Reader, shared: object) -> None:
    report = next((shared / "seed").glob("*.txt"))  # type: ignore[operator]
    found = read(reader, report.read_text(encoding="utf-8"))
    said = {c.marker: (c.said_by.name if c.said_by else None, len(c.antecedents), str(c.type)) for c in found}
    assert said == {
        "until": ("Benjamin Netanyahu", 1, "precondition"),
        "pending": (None, 1, "pending"),
        "contingent upon": ("Antony Blinken", 2, "precondition"),
    }


def test_the_table_is_loaded_longest_marker_first() -> None:
    for entries in load_conditions().values():
        lengths = [len(entry.words) for entry in entries]
        assert lengths == sorted(lengths, reverse=True)
