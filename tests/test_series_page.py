"""The Python of docs/series.md runs as it stands."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from dragoman.store import open_store
from store_rows import SETUP, imported

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "series.md").read_text(encoding="utf-8")


def test_the_example_prints_a_line_for_each_quarter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [
        {"id": f"{year}", "day": date(year, 5, 4), "last_day": date(year, 5, 4), "source": "CHN", "source_side": "CHN",
         "source_name": "China", "target": "JPN", "target_side": "JPN", "target_name": "Japan", "goldstein": 2.0,
         "mentions": 1}
        for year in (2030, 2031)
    ]  # fmt: skip
    with open_store("relations.duckdb") as store:
        store.import_rows("made", imported(rows), store.begin_run(SETUP))
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(code, {})
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines] == [
        ["2030-04-01", "1", "2.0"], ["2030-07-01", "0", "None"], ["2030-10-01", "0", "None"],
        ["2031-01-01", "0", "None"], ["2031-04-01", "1", "2.0"],
    ]  # fmt: skip


def test_no_place_is_left_to_be_filled_in() -> None:
    assert re.findall(r"@[A-Z]+@", PAGE) == []
