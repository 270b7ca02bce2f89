"""Reading speed as a ratio to the bare annotator, and peak memory while streaming.

    python benchmarks/reading_speed.py DATA [--texts 400] [--rounds 3]

Both sides read the same texts in the same run, in turns: the whole spaCy model with its name recogniser on one side,
all of Dragoman's reading on the other. The ratio holds on any machine; seconds do not.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import dragoman
from dragoman.annotate.spacy import BUNDLED_PACKAGE
from dragoman.corpus.readers import document_from_text

BATCH_SIZE = 16
"""Texts in a batch of the bare annotator; 16 was its fastest on two cores, so that the comparison is fair to it."""


def texts(folder: Path, wanted: int) -> Iterator[str]:
    """Bodies of wire stories of at least 300 characters."""
    for path in sorted((folder / "reuters21578" / "full").glob("*.json")):
        for story in json.loads(path.read_text(encoding="utf-8")):
            body = story.get("body") or ""
            if len(body) > 300:
                wanted -= 1
                yield body
            if wanted <= 0:
                return


def peak_megabytes() -> float:
    """Largest resident size of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Measure and print one table; returns 1 where the data is not there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--texts", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not (options.data / "reuters21578").is_dir():
        sys.stdout.write(f"{options.data}/reuters21578 is not there: nothing measured\n")
        return 1
    documents = [document_from_text(text) for text in texts(options.data, options.texts)]
    words = sum(len(document.text.split()) for document in documents)
    reader = dragoman.load()
    for _ in reader.read_documents(documents[:20]):
        pass
    after_small = peak_megabytes()
    ours: list[float] = []
    facts = 0
    for _ in range(options.rounds):
        started = time.perf_counter()
        facts = sum(len(report.facts) for report in reader.read_documents(iter(documents)))
        ours.append(time.perf_counter() - started)
    streaming = peak_megabytes()
    bare: list[float] = []
    nlp = __import__(BUNDLED_PACKAGE).load()
    for _ in nlp.pipe([document.text for document in documents[:20]], batch_size=BATCH_SIZE):
        pass
    again: list[float] = []
    for _ in range(options.rounds):
        started = time.perf_counter()
        for _ in nlp.pipe((document.text for document in documents), batch_size=BATCH_SIZE):
            pass
        bare.append(time.perf_counter() - started)
        started = time.perf_counter()
        for _ in reader.read_documents(iter(documents)):
            pass
        again.append(time.perf_counter() - started)
    ratio = statistics.median(b / o for b, o in zip(bare, again, strict=True))
    lines = (
        f"texts {len(documents)}, words {words}, facts {facts}",
        f"bare annotator   {words / statistics.median(bare):8.0f} words/s",
        f"reading          {words / statistics.median(again):8.0f} words/s",
        f"ratio            {ratio:8.2f}  (reading over bare annotator, same run; 1.2 or more is wanted)",
        f"peak memory      {streaming:8.0f} MB reading (after 20 texts: {after_small:.0f} MB)",
    )
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
