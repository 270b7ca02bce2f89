"""``dragoman brief`` on a small store."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.commands.brief import brief
from dragoman.desk.problems import UserError
from dragoman.store import open_store
from kinds import assessment, condition, figure, news, position, proposal
from samples import SETUP, Report


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """One report with a fact of most kinds."""
    path = tmp_path / "s.duckdb"
    home = news()
    facts = tuple(make(home) for make in (position, proposal, condition, assessment, figure))
    with open_store(path) as opened:
        opened.add(Report(home, facts), opened.begin_run(SETUP))
    return path


@pytest.mark.parametrize("form", ["md", "html", "docx", "pdf"])
def test_it_writes_each_format(store: Path, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / f"b.{form}"
    brief(output=target, store=store, topic="ferry")
    assert target.stat().st_size > 500
    assert "footnotes" in capsys.readouterr().err


def test_without_a_file_markdown_goes_to_standard_output(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    brief(store=store, since="2031-03-01")
    shown = capsys.readouterr().out
    assert "## Bottom line" in shown
    assert "is against “the ferry plan”" in shown
    assert "[^1]: Continental Wire" in shown
    assert "data:image" not in shown


def test_wrong_endings_and_empty_topics_are_told_in_a_line(store: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="ending says the format"):
        brief(output=tmp_path / "b.exe", store=store)
    with pytest.raises(UserError, match="nothing in"):
        brief(output=tmp_path / "b.md", store=store, topic="nothing of the sort")
    with pytest.raises(UserError, match="-o"):
        brief(output=tmp_path / "nowhere" / "b.md", store=store)
