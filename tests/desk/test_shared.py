"""One store for many threads, and for other processes beside it."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from dragoman.desk import shared
from dragoman.desk.shared import SharedStore
from dragoman.model.text import DocumentError
from dragoman.store import Setup, StoreError, Upload, open_store

SETUP = Setup(version="1", annotator="a", codebook="b", actors="c")


@pytest.fixture
def store(tmp_path: Path) -> SharedStore:
    path = tmp_path / "shared.duckdb"
    with open_store(path) as opened:
        opened.begin_run(SETUP)
    return SharedStore(path)


def upload(number: int) -> Upload:
    return Upload(id=f"{number:04}", name="a.txt", received=datetime(2031, 3, 2, 12, 0, number % 60))


def test_threads_that_read_and_write_at_once_lose_nothing(store: SharedStore) -> None:
    seen: list[int] = []

    def write(number: int) -> None:
        with store.changing() as opened:
            opened.add_upload(upload(number), b"text")

    def read(_: int) -> None:
        with store.reading() as opened:
            seen.append(len(opened.uploads()))

    with ThreadPoolExecutor(8) as pool:
        jobs = [pool.submit(write if number % 2 else read, number) for number in range(80)]
        for job in jobs:
            job.result(timeout=60)
    with store.reading() as opened:
        assert len(opened.uploads()) == 40
    assert len(seen) == 40
    store.close()


def test_a_change_is_seen_by_the_next_reader(store: SharedStore) -> None:
    with store.reading() as before:
        first = before.stamp()
    with store.changing() as opened:
        run = opened.begin_run(SETUP)
        opened.add_error(DocumentError(location="x", reason="y"), run)
    with store.reading() as after:
        assert after.stamp() != first
        assert [error.reason for error in after.errors()] == ["y"]
    store.close()


def test_who_reads_may_read_again_while_a_change_waits(store: SharedStore) -> None:
    def write() -> None:
        with store.changing() as opened:
            opened.add_upload(upload(1), b"")

    with store.reading() as opened:
        writer = threading.Thread(target=write)
        writer.start()
        time.sleep(0.2)
        with store.reading() as again:
            assert again.uploads() == opened.uploads() == []
    writer.join(timeout=10)
    with store.reading() as after:
        assert len(after.uploads()) == 1
    store.close()


def test_an_error_in_a_change_frees_the_store(store: SharedStore) -> None:
    with pytest.raises(ZeroDivisionError), store.changing():
        raise ZeroDivisionError
    with store.changing() as opened:
        opened.add_upload(upload(1), b"")
    with store.reading() as opened:
        assert len(opened.uploads()) == 1
    store.close()


def test_another_process_can_write_when_nobody_looks(store: SharedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "IDLE", 0.1)
    with store.reading() as opened:
        assert opened.uploads() == []
    time.sleep(0.5)
    code = (
        "import sys; from dragoman.store import open_store; from dragoman.store.types import Setup\n"
        "with open_store(sys.argv[1]) as s: s.begin_run(Setup(version='2', annotator='', codebook='', actors=''))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(store.path)], capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    with store.reading() as opened:
        assert [run.setup.version for run in opened.runs()] == ["1", "2"]
    store.close()


def test_a_store_that_is_kept_too_long_is_said_to_be_busy(store: SharedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "PATIENCE", 0.2)
    leave = threading.Event()

    def keep() -> None:
        with store.changing():
            leave.wait(10)

    keeper = threading.Thread(target=keep)
    keeper.start()
    time.sleep(0.3)
    with pytest.raises(StoreError, match="busy"), store.reading():
        pass
    leave.set()
    keeper.join()
    store.close()
