"""``dragoman read --store DIR/``: what it says, and what it does not take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fake_coder import FakeRecipe
from outcome import Run


@pytest.fixture
def stories(tmp_path: Path) -> str:
    path = tmp_path / "in.jsonl"
    texts = [f"Velmora rejected the plan for the {n}th time, as was said." for n in range(5)]
    path.write_text("".join(json.dumps({"text": text, "date": "2031-03-14"}) + "\n" for text in (*texts, "")))
    return str(path)


def test_it_says_what_it_read_and_the_next_time_that_there_is_nothing_new(
    dragoman: Run, stories: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dragoman.commands.read.ReaderRecipe", lambda **given: FakeRecipe())
    first = dragoman("read", stories, "--store", "a/", "--jobs", "2", "--unit-size", "2")
    assert first.code == 1
    assert "5 documents read: 5 events" in first.out
    assert "1 could not be read" in first.out
    assert first.err.count("there is no text in it") == 1
    assert len(list((tmp_path / "a" / "parts").iterdir())) == 3
    second = dragoman("read", stories, "--store", "a")
    assert (second.code, second.err.count("no text")) == (0, 0)
    assert "0 documents read: 0 events; 5 were in the store already" in second.out


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--store", "a/", "--json"), "an archive takes no --json"),
        (("--store", "a/", "--again"), "never replaced"),
        (("--store", "a/", "--units", "4/3"), "not a share; write it as K/M"),
        (("--store", "a/", "--units", "1/3", "--cluster", "tcp://127.0.0.1:1"), "exclude each other"),
        (("--units", "1/3"), "give one with --store NAME/"),
        (("--cluster", "tcp://127.0.0.1:1"), "give one with --store NAME/"),
        (("--store", "a/", "--actors", "none.yaml"), "none.yaml"),
    ],
)
def test_what_does_not_go_together_is_said_before_anything_is_made(
    dragoman: Run, stories: str, tmp_path: Path, given: tuple[str, ...], said: str
) -> None:
    outcome = dragoman("read", stories, *given)
    assert outcome.code == 2
    assert said in outcome.err
    assert not (tmp_path / "a").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(dragoman: Run, stories: str, tmp_path: Path) -> None:
    outcome = dragoman("read", stories, "--store", f"{tmp_path}/")
    assert outcome.code == 3
    assert "no archive; name a new folder" in outcome.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl"]
