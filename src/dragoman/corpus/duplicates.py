"""Near duplicates: one wire report in several outlets."""

from __future__ import annotations

import hashlib
import re
import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dragoman.model.text import Document

WORD = re.compile(r"[^\W_]+")
LEADING_WORDS = 200
"""Outlets cut wire copy from the bottom, so the beginning is compared; 200 words are six to eight paragraphs."""
WHOLE_WORDS = 5_000
SHINGLE = 4
"""Words in a row that are compared as one."""
BANDS, ROWS = 26, 3
"""Two texts are compared if one band of three values agrees: 97 % of the pairs with half of their shingles in common,
99.8 % with 0.6 (1 - (1 - s^3)^26). With 20 bands of four, two pairs of 0.65 among 840 articles went unseen."""
THRESHOLD = 0.5
MIN_CONTAINED = 0.5
"""Share of the shorter text that must be in the longer one. Of pairs with the same beginning, copies had 0.55 and more
in Reuters-21578 and 0.62 and more in four topics of dated articles; live blogs and newsletters, which repeat only the
paragraph on top, had 0.28 and less."""
PRIME = np.uint64((1 << 31) - 1)

Values = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sketch:
    """What is kept of a text: signatures of its beginning and of all of it, and how many runs of words it has."""

    lead: tuple[int, ...]
    whole: array[int]
    size: int


def _coefficients(name: str) -> Values:
    """Numbers from 1 to PRIME - 1, the same everywhere: numpy does not promise that of its random generators."""
    digests = (hashlib.sha256(f"{name} {place}".encode()).digest() for place in range(BANDS * ROWS))
    return np.array([1 + int.from_bytes(digest[:8]) % (int(PRIME) - 1) for digest in digests], dtype=np.uint64)


FACTORS, OFFSETS = _coefficients("factor"), _coefficients("offset")


def fingerprint(text: str) -> tuple[int, ...]:
    """A MinHash signature (Broder 1997) of the first 200 words: 78 numbers below 2^31; empty for a text without words.

    The share of places in which two signatures agree estimates the share of runs of four words that the texts have in
    common (Jaccard index), with a standard error of 0.06 or less. Case, signs and line ends make no difference.
    """
    return _signature(_shingles(text, LEADING_WORDS))


def _shingles(text: str, limit: int) -> Values:
    """Hashes of all runs of four words among the first ``limit``; of a shorter text, one of all its words."""
    words = [found[0] for _, found in zip(range(limit), WORD.finditer(text.lower()), strict=False)]
    # crc32 and not hash(), which differs from one process to the next.
    hashes = np.fromiter((zlib.crc32(word.encode()) for word in words), dtype=np.uint64, count=len(words))
    if not words:
        return hashes
    length = min(SHINGLE, len(hashes))
    shingles = np.zeros(len(hashes) - length + 1, dtype=np.uint64)
    for offset in range(length):
        shingles = (shingles * np.uint64(31) + hashes[offset : offset + len(shingles)]) % PRIME
    return shingles


def _signature(shingles: Values) -> tuple[int, ...]:
    if not len(shingles):
        return ()
    values = (shingles[:, None] * FACTORS[None, :] + OFFSETS[None, :]) % PRIME
    return tuple(values.min(axis=0).tolist())


def similarity(one: Iterable[int], other: Iterable[int]) -> float:
    """Estimated Jaccard index of two texts by their signatures, 0 to 1; 0 if one has no words."""
    agree = [a == b for a, b in zip(one, other, strict=False)]
    return sum(agree) / len(agree) if agree else 0.0


def near_duplicates(documents: Iterable[Document], *, threshold: float = THRESHOLD) -> list[tuple[str, ...]]:
    """Group documents that carry the same report.

    Each document is compared with the first of every group that shares a band of its fingerprint with it, and joins the
    most similar one from ``threshold`` on, if half of the shorter text is in the longer one too. About four kilobytes
    are kept of a document, so that documents may be a stream.

    Args:
        documents: in the order in which the first of a group is wanted; the same id twice counts once.
        threshold: least similarity of fingerprints, 0 to 1.

    Returns:
        Groups of two or more document ids, in the order of their first documents.
    """
    leaders: list[_Sketch] = []
    groups: list[list[str]] = []
    buckets: dict[tuple[int, ...], list[int]] = {}
    seen: set[str] = set()
    for document in documents:
        if document.id in seen or not (sketch := _sketch(document.text)).lead:
            continue
        seen.add(document.id)
        bands = [(band, *sketch.lead[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)]
        candidates = sorted({number for band in bands for number in buckets.get(band, ())})
        best = max(candidates, key=lambda number: _likeness(leaders[number], sketch, threshold), default=None)
        if best is not None and _likeness(leaders[best], sketch, threshold) > 0:
            groups[best].append(document.id)
            continue
        for band in bands:
            buckets.setdefault(band, []).append(len(groups))
        leaders.append(sketch)
        groups.append([document.id])
    return [tuple(group) for group in groups if len(group) > 1]


def _sketch(text: str) -> _Sketch:
    shingles = _shingles(text, WHOLE_WORDS)
    lead = _signature(shingles[: LEADING_WORDS - SHINGLE + 1])
    return _Sketch(lead=lead, whole=array("I", _signature(shingles)), size=len(shingles))


def _likeness(one: _Sketch, other: _Sketch, threshold: float) -> float:
    """Similarity of the beginnings; 0 below the threshold or if the rest differs."""
    lead = similarity(one.lead, other.lead)
    if lead < threshold:
        return 0.0
    whole = similarity(one.whole, other.whole)
    # |A and B| = J (|A| + |B|) / (1 + J)
    common = whole * (one.size + other.size) / (1 + whole)
    return lead if common >= MIN_CONTAINED * min(one.size, other.size) else 0.0
