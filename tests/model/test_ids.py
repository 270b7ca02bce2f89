from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.model.ids import ID_LENGTH, content_id

SCALARS = st.none() | st.booleans() | st.integers() | st.text()


def test_known_ids_stay_what_they_are() -> None:
    """Ids lie in people's stores: a change of the hash must be seen, and never happen by accident."""
    assert content_id("event", "hand", 8, "ASSAULT") == "8f227d7c655f7e3f"
    assert content_id() == "4f53cda18c2baa0c"


def test_an_id_is_sixteen_hex_digits() -> None:
    assert re.fullmatch(rf"[0-9a-f]{{{ID_LENGTH}}}", content_id("Čapek", None, 1.5, ["a"]))


@given(st.lists(SCALARS))
def test_the_same_parts_give_the_same_id(parts: list[object]) -> None:
    assert content_id(*parts) == content_id(*parts)


@given(st.lists(st.text(), min_size=2, max_size=5).filter(lambda parts: parts != parts[::-1]))
def test_order_counts(parts: list[str]) -> None:
    assert content_id(*parts) != content_id(*reversed(parts))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ab", "c"), ("a", "bc")),
        (("a", "b"), (["a", "b"],)),
        (("1",), (1,)),
        ((None,), ("null",)),
        ((True,), (1,)),
        ((["VEL"], ["KES"]), (["KES"], ["VEL"])),
        ((["VEL", "KES"], []), (["VEL"], ["KES"])),
        (("a",), ("a", "")),
    ],
)
def test_parts_do_not_run_into_each_other(one: tuple[object, ...], other: tuple[object, ...]) -> None:
    assert content_id(*one) != content_id(*other)


def test_tuples_and_lists_are_the_same_part() -> None:
    assert content_id(("VEL", "KES")) == content_id(["VEL", "KES"])


def test_lone_surrogates_have_an_id_too() -> None:
    assert content_id("\ud800") != content_id("?")


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError):
        content_id({"a set"})


@pytest.mark.parametrize("seed", ["0", "1"])
def test_ids_do_not_depend_on_the_hash_seed_of_the_process(seed: str) -> None:
    code = "from dragoman.model.ids import content_id; print(content_id('event', ['VEL', 'KES'], 1.5, None))"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert printed.stdout.strip() == content_id("event", ["VEL", "KES"], 1.5, None)
