"""How much faster two worker processes read than one, and what a worker needs of memory.

    python benchmarks/jobs.py DATA [--documents 1500] [--jobs 2] [--rounds 3]

The same stories are read by both in turns, into archives of their own, after all workers have loaded the model. The
ratio needs cores that nothing else uses: the load of the machine is printed beside it.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from dragoman.batch.coding import ReaderRecipe, Task
from dragoman.batch.known import KnownIds
from dragoman.batch.pool import Pool
from dragoman.batch.units import Input, Unit, Watch, make_units
from dragoman.corpus.options import ReadOptions
from dragoman.store.archive_parts import begin_session, make_archive


def stories(data: Path, wanted: int, unit: int, folder: Path) -> list[Unit]:
    """The first stories as units."""
    found: list[object] = []
    for path in sorted((data / "reuters21578" / "full").glob("*.json")):
        found += json.loads(path.read_text(encoding="utf-8"))
    source = folder / "stories.json"
    source.write_text(json.dumps(found[:wanted]), encoding="utf-8")
    items = Input([str(source)], ReadOptions()).items(Watch())
    return list(make_units(items, KnownIds(), Watch(), documents=unit))


def seconds(pool: Pool, units: list[Unit], archive: Path) -> float:
    """Time to read all units into a new archive."""
    make_archive(archive)
    session = begin_session(archive)
    began = time.perf_counter()
    for _ in pool.run(Task(unit=unit, run=1, archive=archive, session=session) for unit in units):
        pass
    return time.perf_counter() - began


def megabytes(parent: int) -> list[float]:
    """Resident memory of each child, largest so far."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    texts = [Path(f"/proc/{child}/status").read_text() for child in children]
    peaks = [line.split()[1] for text in texts for line in text.splitlines() if line.startswith("VmHWM")]
    return [int(peak) / 1024 for peak in peaks]


def main() -> int:
    """Measure and print one line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    for name, value in (("documents", 1500), ("jobs", 2), ("rounds", 3), ("unit-size", 50)):
        parser.add_argument(f"--{name}", type=int, default=value)
    options = parser.parse_args()
    if not (options.data / "reuters21578").is_dir():
        sys.stdout.write(f"{options.data}/reuters21578 is not there: nothing measured\n")
        return 1
    with (
        tempfile.TemporaryDirectory() as place,
        Pool(ReaderRecipe(), 1) as one,
        Pool(ReaderRecipe(), options.jobs) as many,
    ):
        folder = Path(place)
        units = stories(options.data, options.documents, options.unit_size, folder)
        few = units[: 2 * options.jobs]
        seconds(one, few, folder / "warm1")
        seconds(many, few, folder / "warm2")
        ratios, rates = [], []
        for number in range(options.rounds):
            alone = seconds(one, units, folder / f"one{number}")
            together = seconds(many, units, folder / f"many{number}")
            ratios.append(alone / together)
            rates.append(sum(len(unit.items) for unit in units) / together)
        peaks = ", ".join(f"{peak:.0f}" for peak in megabytes(os.getpid()))
        sys.stdout.write(
            f"{options.jobs} jobs against 1: {statistics.median(ratios):.2f} times"
            f" ({', '.join(f'{ratio:.2f}' for ratio in ratios)}), {statistics.median(rates):.1f} documents a second;"
            f" workers at most {peaks} MB; load of the machine {os.getloadavg()[0]:.1f}\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
