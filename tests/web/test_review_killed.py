"""A desk that is killed has every review that it confirmed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
from reviewing import make_sample, say, sign_in

from dragoman.store import open_store

CRASH = """
import os, sys
from datetime import datetime
from dragoman.model.reviews import Review, Verdict
from dragoman.store import open_store
store = open_store(sys.argv[1])
store._open().execute("SET checkpoint_threshold = '1GB'")
store.add_review(Review(id="0" * 32, fact_id="f", document_id="d", kind="event", reviewer="Ada",
                        reviewed=datetime(2031, 3, 1), verdict=Verdict.ACCEPT))
os.kill(os.getpid(), 9)
"""


def test_reviews_outlive_a_server_that_is_killed_after_its_answer(example: Path) -> None:
    for round_ in range(2):
        command = [sys.executable, "-m", "dragoman.cli", "serve", "--store", str(example), "--port", "0"]
        server = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"}
        )
        try:
            assert server.stdout is not None
            found = re.search(r"http://\S+", server.stdout.readline())
            assert found is not None
            with httpx.Client(base_url=found[0], timeout=30) as client:
                sign_in(client, "Ada")
                address = make_sample(client, kind="event", n="10")
                for _ in range(5):
                    assert say(client, address, "accept").status_code == 303
                # No shutdown, no time to put anything in order.
                server.send_signal(signal.SIGKILL)
        finally:
            server.kill()
            server.communicate()
        with open_store(example, read_only=True) as store:
            assert len(store.reviews()) == 5 * (round_ + 1)


def test_what_only_the_log_has_is_read_also_by_those_who_must_not_write(example: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", CRASH, str(example)], check=False)
    assert ended.returncode == -signal.SIGKILL
    log = example.with_name(example.name + ".wal")
    assert log.stat().st_size > 0
    with open_store(example, read_only=True) as store:
        assert [review.id for review in store.reviews()] == ["0" * 32]
    with open_store(example) as store:
        assert [review.id for review in store.reviews()] == ["0" * 32]
