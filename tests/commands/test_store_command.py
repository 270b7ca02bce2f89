"""``dragoman store`` on the command line: what is said, and the exit codes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from archives import filled
from dragoman.commands.store import store_app
from dragoman.desk.problems import Exit, UserError


def _run(*arguments: Any, code: int = 0) -> str:
    done = CliRunner().invoke(store_app, [str(each) for each in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == code, done.output
    return done.stdout


def test_info_says_what_there_is(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a")
    lines = _run("info", "--store", archive).splitlines()
    assert lines[0].startswith(f"{archive}: an archive of 3 parts and 0 compacted parts, ")
    assert lines[1:5] == [
        "6 documents in 1 run",
        "12 facts: 12 events",
        "published: 2030 2, 2031 4",
        "outlets: Wire 0 3, Wire 1 3",
    ]
    record = json.loads(_run("info", "--store", archive, "--json"))
    assert (record["form"], record["parts"], record["facts"]) == ("archive", 3, {"event": 12})
    assert record["setups"][0]["documents"] == 6


def test_compact_export_and_verify_say_what_they_did(tmp_path: Path) -> None:
    archive = filled(tmp_path / "a")
    assert _run("compact", "--store", archive) == "compact/0001: 6 documents of 3 parts\n"
    assert _run("compact", "--store", archive) == "Nothing to compact.\n"
    target = tmp_path / "b.duckdb"
    assert _run("export", target, "--store", archive) == f"6 documents and 12 facts in {target}.\n"
    assert target.is_file()
    assert _run("export", tmp_path / "p", "--store", target)
    assert (tmp_path / "p" / "facts.parquet").is_file()
    assert _run("verify", "--store", target) == f"No defects in {target}.\n"
    (archive / "compact" / "0001" / "facts.parquet").unlink()
    assert "facts.parquet: the file is missing" in _run("verify", "--store", archive, code=Exit.FAILED)


def test_a_store_that_can_not_be_used_is_said_with_its_own_exit_code(tmp_path: Path) -> None:
    filled(tmp_path / "a")
    for arguments in (
        ("info", "--store", tmp_path / "none.duckdb"),
        ("compact", "--store", tmp_path),
        ("export", tmp_path / "a", "--store", tmp_path / "a"),
        ("verify", "--store", tmp_path / "none.duckdb"),
    ):
        with pytest.raises(UserError) as caught:
            _run(*arguments)
        assert caught.value.code is Exit.STORE
        assert "\n" not in str(caught.value)
