"""An archive is opened while its parts go, as they do when it is compacted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.store import StoreError, archive_views, open_store
from dragoman.store.archive_parts import make_archive
from samples import SETUP, Report, document, event


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive of two parts."""
    path = tmp_path / "a"
    make_archive(path)
    with open_store(path) as store:
        run = store.begin_run(SETUP)
        for number in range(2):
            home = document(title=f"Report {number}")
            store.add(Report(home, (event(home),)), run)
            store.flush()
    return path


def test_a_part_that_goes_while_the_folders_are_listed_is_not_missed(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list is made anew, without it."""
    known = archive_views.files_of
    gone = []

    def taking_away(folder: str) -> Iterator[tuple[str, str]]:
        if not gone:
            gone.append(folder)
            shutil.rmtree(folder)
        yield from known(folder)

    monkeypatch.setattr(archive_views, "files_of", taking_away)
    with open_store(archive, read_only=True) as store:
        assert store.count_events() == 1
    assert len(gone) == 1


def test_what_never_can_be_listed_is_one_line(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the system is not handed on as it is."""

    def failing(folder: str) -> Iterator[tuple[str, str]]:
        raise FileNotFoundError(2, "No such file or directory", folder)

    monkeypatch.setattr(archive_views, "files_of", failing)
    monkeypatch.setattr(archive_views, "SETTLING", 0)
    with pytest.raises(StoreError, match="try again"):
        open_store(archive, read_only=True)
