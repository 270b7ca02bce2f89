"""Every field, column, table and view stands in docs/data.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragoman.exchange.flat import COLUMNS
from dragoman.exchange.rows import fact_row
from dragoman.model.facts import ConditionKind, Direction, Factuality, ProposalStatus, Stance
from dragoman.store.kinds import ROLES
from dragoman.store.payload import KINDS
from dragoman.store.schema import TABLES
from dragoman.store.views import VIEWS
from kinds import news, one_of_each
from samples import event, full_event

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
JSON_PART, FLAT_PART, STORE_PART = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]


def named(part: str, kind: str) -> set[str]:
    """Words in backticks of a part that hold for a kind: those outside the table of kinds, and the row of the kind."""
    lines = part.splitlines()
    other = {f"| {each} |" for each in KINDS if each != kind}
    return set(re.findall(r"`([\w.]+)`", "\n".join(line for line in lines if not line.startswith(tuple(other)))))


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_row_is_described(kind: str) -> None:
    home = news()
    facts = {**one_of_each(home), "event": event(home)}
    assert set(fact_row(facts[kind], home)) - named(JSON_PART, kind) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_of_a_flat_row_is_described(kind: str) -> None:
    bare = {re.sub(r"_(id|country|sector)$", "", column) for column in COLUMNS[kind]}
    assert bare - named(FLAT_PART, kind) == set()


def test_every_table_view_and_role_is_described() -> None:
    words = set(re.findall(r"`(\w+)`", STORE_PART))
    assert (set(TABLES) | set(VIEWS)) - words == set()
    made = [*one_of_each().values(), full_event()]
    roles = {role for fact in made for role, _ in ROLES[type(fact)](fact)}
    assert {role for role in roles if not re.search(rf"\b{role}\b", STORE_PART)} == set()


def test_values_are_those_of_the_types() -> None:
    for values in (Factuality, Stance, Direction, ProposalStatus, ConditionKind):
        assert {value for value in values if not re.search(rf"\b{value}\b", JSON_PART)} == set()
