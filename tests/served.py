"""A real server in a process of its own, on a free port, ended by its own process id."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

ADDRESS = re.compile(r"http://\S+")
TOKEN = re.compile(r"Token[^:]*: (\S+)")
START_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running desk."""

    address: str
    token: str
    process: subprocess.Popen[str]

    def kill(self) -> None:
        """End it in the middle of whatever it does."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)


@contextmanager
def served(store: Path, *options: str) -> Iterator[Served]:
    """Start ``dragoman serve`` over a store and wait until it is open."""
    command = [sys.executable, "-m", "dragoman.cli", "serve", "--store", str(store), "--port", "0", *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True
    )
    timer = threading.Timer(START_SECONDS, process.kill)
    timer.start()
    try:
        token, told = "", ""
        assert process.stdout is not None
        for line in process.stdout:
            told += line
            token = found[1] if (found := TOKEN.search(line)) else token
            if "open at" in line:
                break
        timer.cancel()
        found = ADDRESS.search(told.rpartition("open at")[2])
        assert found is not None, told
        yield Served(address=found[0], token=token, process=process)
    finally:
        timer.cancel()
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=20)
        if process.stdout is not None:
            process.stdout.close()


def form_token(client: httpx.Client, page: str = "/add") -> str:
    """What a form of a page must repeat."""
    found = re.search(r'data-form-token="([^"]+)"', client.get(page).text)
    assert found is not None
    return found[1]
