"""Reading speed as a ratio to the bare annotator, where the time goes, and peak memory while streaming.

    python benchmarks/reading_speed.py DATA [--texts 300] [--rounds 3]

Both sides read the same texts in the same run, in turns: the whole spaCy model with its name recogniser on one side,
all of Dragoman's reading on the other, in one process. Each round reads texts that neither side has read before. Times
are processor time of all threads, so that other programs on the machine weigh less; the ratio holds on any machine,
seconds do not.
"""

from __future__ import annotations

import argparse
import gc
import json
import resource
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dragoman
from dragoman import pipeline
from dragoman.annotate import convert, engine, names, spacy
from dragoman.corpus.readers import document_from_text, read_documents
from dragoman.model.text import Document

BATCH_SIZE = 16
"""Texts in a batch of the bare annotator; 16 was its fastest on two cores, so that the comparison is fair to it."""
LONG = 7
"""Articles of the timelines are so many times as long as wire stories."""
STAGES: tuple[tuple[str, Any, str], ...] = (
    ("word vectors", engine, "encode"),
    ("parser, recogniser", engine, "annotate_docs"),
    ("parts of speech, lemmas, rows", spacy, "parses_of"),
    ("of which new word forms", convert, "learn_forms"),
    ("tokens", spacy, "append"),
    ("asking about names", names, "_labels"),
    ("times", pipeline, "find_times"),
    ("actors", pipeline, "resolve_actors"),
    ("references", pipeline, "resolve_references"),
    ("places", pipeline, "find_places"),
    ("facts", pipeline, "extract"),
)
"""What is timed by itself: the function of a module through which a stage is called. The recogniser's vectors and steps
count among "word vectors" and "parser, recogniser" too."""


def wire_stories(folder: Path) -> Iterator[Document]:
    """Wire stories of at least 300 characters."""
    for path in sorted((folder / "reuters21578" / "full").glob("*.json")):
        for story in json.loads(path.read_text(encoding="utf-8")):
            body = story.get("body") or ""
            if len(body) > 300:
                yield document_from_text(body)


def articles(folder: Path) -> Iterator[Document]:
    """Articles of the topics of the timelines, one topic after another."""
    for path in sorted((folder / "timelines" / "articles").glob("*/outputwithpub.csv")):
        yield from (item for item in read_documents([path]) if isinstance(item, Document) and len(item.text) > 300)


def spread(documents: Iterable[Document], wanted: int) -> list[Document]:
    """So many documents, evenly from the whole corpus."""
    listed = list(documents)
    return listed[:: max(1, len(listed) // wanted)][:wanted]


def peak_megabytes() -> float:
    """Largest resident size of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(work: Iterable[object]) -> float:
    """Processor time that going through something takes."""
    started = time.process_time()
    for _ in work:
        pass
    return time.process_time() - started


@contextmanager
def stage_clocks() -> Iterator[Mapping[str, float]]:
    """Processor time spent in each stage while the context lasts."""
    spent: dict[str, float] = defaultdict(float)
    kept = [(module, name, getattr(module, name)) for _, module, name in STAGES]
    for label, module, name in STAGES:
        setattr(module, name, clocked(getattr(module, name), label, spent))
    try:
        yield spent
    finally:
        for module, name, function in kept:
            setattr(module, name, function)


def clocked(function: Callable[..., Any], label: str, spent: dict[str, float]) -> Callable[..., Any]:
    """A function that adds its time to a sum; what a generator finds is worked out at once."""

    def called(*arguments: Any, **named: Any) -> Any:
        started = time.process_time()
        found = function(*arguments, **named)
        found = list(found) if isinstance(found, Iterator) else found
        spent[label] += time.process_time() - started
        return found

    return called


def compare(name: str, documents: Sequence[Document], rounds: int, reader: dragoman.Reader, bare: Any) -> list[str]:
    """Lines of the table for one corpus."""
    parts = [documents[number :: rounds + 2] for number in range(rounds + 2)]
    warm, last = parts[0], parts[-1]
    timed(reader.read_documents(iter(warm)))
    timed(bare.pipe([document.text for document in warm[:20]], batch_size=BATCH_SIZE))
    ratios, ours, theirs, words = [], 0.0, 0.0, 0
    for part in parts[1:-1]:
        own = timed(reader.read_documents(iter(part)))
        gc.freeze()
        whole = timed(bare.pipe([document.text for document in part], batch_size=BATCH_SIZE))
        gc.unfreeze()
        ours, theirs = ours + own, theirs + whole
        words += sum(len(document.text.split()) for document in part)
        ratios.append(whole / own)
    with stage_clocks() as spent:
        whole = timed(reader.read_documents(iter(last)))
    lines = [
        f"{name}: {sum(map(len, parts[1:-1]))} texts, {words} words",
        f"  bare annotator   {words / theirs:8.0f} words/s",
        f"  reading          {words / ours:8.0f} words/s",
        f"  ratio            {statistics.median(ratios):8.2f}  ({min(ratios):.2f} to {max(ratios):.2f}; 3.0 is wanted)",
    ]
    return lines + [f"  {label:32} {100 * spent[label] / whole:5.1f} % of reading" for label, _, _ in STAGES]


def main() -> int:
    """Measure and print one table for each corpus; returns 1 where the data is not there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--texts", type=int, default=300, help="wire stories; articles are fewer and longer")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not (options.data / "reuters21578").is_dir():
        sys.stdout.write(f"{options.data}/reuters21578 is not there: nothing measured\n")
        return 1
    corpora = {
        "wire stories": spread(wire_stories(options.data), options.texts),
        "articles": spread(articles(options.data), max(10, options.texts // LONG)),
    }
    reader = dragoman.load()
    timed(reader.read_documents(corpora["wire stories"][:20]))
    after_small = peak_megabytes()
    for documents in corpora.values():
        timed(reader.read_documents(iter(documents[:: options.rounds + 2])))
    streaming = peak_megabytes()
    bare = __import__(spacy.BUNDLED_PACKAGE).load()
    for name, documents in corpora.items():
        if documents:
            sys.stdout.write("\n".join(compare(name, documents, options.rounds, reader, bare)) + "\n")
    sys.stdout.write(f"peak memory {streaming:.0f} MB reading (after 20 texts: {after_small:.0f} MB)\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
