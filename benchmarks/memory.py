"""Memory of the command and of its workers while it reads a corpus of 100,000 documents into an archive.

    python benchmarks/memory.py DATA [--documents 100000] [--jobs 2] [--seed 1]

DATA holds ``reuters21578`` with its 21,578 stories; beyond these sentences are shuffled and figures changed, so
that each document is new and has new words. A sample is taken every second; the table gives the largest that was seen
up to 1,000, 3,000, 10,000, ... documents. Beyond 10,000 documents no process may need more than a tenth more than at
10,000: else the exit code is 1.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

UNIT = 100
"""Documents in a part: what is read is counted in parts."""
GROWTH = 1.1
SETTLED = 10_000
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Resident memory in megabytes when so many documents had been read; ``worker`` is the largest of them."""

    documents: int
    command: float
    worker: float


def documents(data: Path, wanted: int, seed: int) -> Iterator[dict[str, str]]:
    """Stories as they are, then made anew from their sentences."""
    chance = random.Random(seed)
    bodies: list[str] = []
    for path in sorted((data / "reuters21578" / "full").glob("*.json")):
        bodies += [story["body"] for story in json.loads(path.read_text(encoding="utf-8")) if story.get("body")]
    for number in range(wanted):
        body = bodies[number % len(bodies)]
        if number >= len(bodies):
            sentences = SENTENCE_END.split(body)
            chance.shuffle(sentences)
            body = re.sub(r"\d+", lambda found: str(chance.randrange(10 ** len(found[0]))), " ".join(sentences))
        yield {"text": body, "title": f"Story {number}", "published": f"1987-{number % 12 + 1:02}-{number % 28 + 1:02}"}


def megabytes(process: psutil.Process) -> float:
    """Resident memory of a process, 0 if it has ended."""
    try:
        return float(process.memory_info().rss) / 2**20
    except psutil.Error:
        return 0.0


def samples(source: Path, archive: Path, jobs: int) -> Iterator[Sample]:
    """Read the documents, with a sample every second until the command has ended."""
    command = [sys.executable, "-m", "dragoman.cli", "read", str(source), "--store", f"{archive}/", "--quiet"]
    command += ["--jobs", str(jobs), "--unit-size", str(UNIT)]
    process = psutil.Popen(command, stderr=subprocess.DEVNULL)
    while process.poll() is None:
        read = UNIT * sum(1 for _ in (archive / "parts").glob("*"))
        workers = [megabytes(child) for child in process.children(recursive=True)]
        yield Sample(documents=read, command=megabytes(process), worker=max(workers, default=0.0))
        time.sleep(1)
    if process.returncode > 1:  # 1 says that some documents were set aside
        raise SystemExit(f"reading ended with {process.returncode}")


def peaks(seen: list[Sample], upto: int) -> tuple[float, float]:
    """Largest memory of the command and of a worker until so many documents were read."""
    until = [sample for sample in seen if sample.documents <= upto]
    return max(sample.command for sample in until), max(sample.worker for sample in until)


def main() -> int:
    """Measure and print the table; returns 1 where memory grows or the data is not there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not (options.data / "reuters21578").is_dir():
        sys.stdout.write(f"{options.data}/reuters21578 is not there: nothing measured\n")
        return 1
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="dragoman-memory-") as kept:
        source = Path(kept, "documents.jsonl")
        with source.open("w", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(row)}\n" for row in documents(options.data, options.documents, options.seed))
        seen = list(samples(source, Path(kept, "archive"), options.jobs))
    sys.stdout.write("documents  command MB  largest worker MB\n")
    steps = [step * 10**power for power in range(3, 9) for step in (1, 3)]
    for upto in [step for step in steps if step < options.documents] + [options.documents]:
        sys.stdout.write("{:9}  {:10.0f}  {:17.0f}\n".format(upto, *peaks(seen, upto)))
    before, after = peaks(seen, SETTLED), peaks(seen, options.documents)
    sys.stdout.write(f"{time.perf_counter() - began:.0f} s\n")
    return int(any(new > old * GROWTH for old, new in zip(before, after, strict=True)))


if __name__ == "__main__":
    raise SystemExit(main())
