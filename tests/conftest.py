"""What the tests share: one loaded reader for the session, and where the data kept beside the repository lies."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from dragoman.cli import main
from dragoman.directory import ActorDirectory, load_directory
from dragoman.pipeline import Reader, load
from outcome import Outcome, Run
from samples import FICTIONAL

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium from the system; one for all tests, since a second would find the first one's loop running."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def reader() -> Reader:
    """A reader that also knows the fictional states of the tests."""
    return load(actors=[FICTIONAL])


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of the data to measure on; tests that need it skip where it is not there."""
    if not SHARED.is_dir():
        pytest.skip("the data kept beside the repository is not here")
    return SHARED


@cache
def _directory(files: tuple[Path, ...] = ()) -> ActorDirectory:
    """Loading takes most of a second, and the tables are the same for all tests."""
    return load_directory(files)


@pytest.fixture
def dragoman(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Run:
    """Runs the command line in this process, in an empty folder, with the reader of the session."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("dragoman.desk.reading.load", lambda **_: reader)
    monkeypatch.setattr("dragoman.desk.tables.load_directory", _directory)
    monkeypatch.setattr("dragoman.commands.import_.load_directory", _directory)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        written = capsys.readouterr()
        assert "Traceback" not in written.out + written.err
        return Outcome(code=int(ended.value.code or 0), out=written.out, err=written.err)

    return run
