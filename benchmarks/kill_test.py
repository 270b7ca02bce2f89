"""Reading into an archive is killed twenty times at random and must end with the bytes of an undisturbed run.

    python benchmarks/kill_test.py DATA [--documents 2000] [--kills 20] [--jobs 2] [--unit-size 25] [--seed 1]

DATA holds ``reuters21578``. Every third kill hits one worker only, which the run must survive; the others hit the
command itself, which is then started again.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def stories(data: Path, wanted: int, target: Path) -> None:
    """Write the first stories to one file."""
    found: list[object] = []
    for path in sorted((data / "reuters21578" / "full").glob("*.json")):
        found += json.loads(path.read_text(encoding="utf-8"))
        if len(found) >= wanted:
            break
    target.write_text(json.dumps(found[:wanted]), encoding="utf-8")


def start(source: Path, archive: Path, options: argparse.Namespace) -> subprocess.Popen[bytes]:
    """Begin or go on with reading."""
    command = [sys.executable, "-m", "dragoman.cli", "read", str(source), "--store", f"{archive}/", "--quiet"]
    command += ["--jobs", str(options.jobs), "--unit-size", str(options.unit_size)]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL)


def parts(archive: Path) -> int:
    """Parts that are there."""
    return len(list((archive / "parts").glob("*")))


def workers(process: subprocess.Popen[bytes]) -> list[int]:
    """Processes that the command has started."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(number) for number in children.read_text().split()] if children.exists() else []


def disturbed(source: Path, archive: Path, options: argparse.Namespace) -> tuple[int, int]:
    """Read with kills; returns the kills of the command and of workers."""
    chance = random.Random(options.seed)
    killed, hit = 0, 0
    process = start(source, archive, options)
    while True:
        before = parts(archive)
        # Most of the time some work is done between two kills, else the kill falls into starting.
        wait_for = before if chance.random() < 0.2 else before + 1
        while killed + hit < options.kills and process.poll() is None and parts(archive) < wait_for:
            time.sleep(0.005)
        if killed + hit >= options.kills:
            process.wait()
        else:
            time.sleep(chance.random() * 1.5)
        if process.poll() is not None:
            if process.returncode > 1:
                raise SystemExit(f"the command ended with {process.returncode}")
            return killed, hit
        if (killed + hit) % 3 == 2 and (found := workers(process)):
            subprocess.run(["kill", "-9", str(chance.choice(found))], check=False)
            hit += 1
            continue
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed += 1
        process = start(source, archive, options)


def content(archive: Path) -> dict[str, bytes]:
    """All files below ``parts``."""
    place = archive / "parts"
    return {str(path.relative_to(place)): path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


def main() -> int:
    """Compare; returns 1 if anything differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    for name, value in (("documents", 2000), ("kills", 20), ("jobs", 2), ("unit-size", 25), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=value)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "stories.json")
        stories(options.data, options.documents, source)
        whole, broken = Path(folder, "whole"), Path(folder, "broken")
        start(source, whole, options).wait()
        killed, hit = disturbed(source, broken, options)
        same = content(whole) == content(broken)
        left = len(list((broken / "tmp").iterdir()))
        sys.stdout.write(
            f"{options.documents} documents, {parts(whole)} parts, {len(content(whole))} files; the command killed"
            f" {killed} times, a worker {hit} times; {'the same bytes' if same else 'THE BYTES DIFFER'};"
            f" {left} unfinished left over\n"
        )
        return 0 if same and not left else 1


if __name__ == "__main__":
    sys.exit(main())
