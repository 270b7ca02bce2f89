"""A name for an issue, out of the words that reports use for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

LONGEST = 60
CLAUSE = frozenset({"would", "will", "had", "has", "have", "is", "are", "was", "were"})
FINITE = re.compile(r"(?:[A-Z][\w-]+ )+[a-z]{3,}[^s\W]s\b(?! of\b)")
MANY_WORDS = 6
DETERMINERS = re.compile(
    r"^(?:(?:of|the|a|an|any|some|all|this|that|these|those|its|their|his|her|our|more|such)\s+)+", re.IGNORECASE
)


def label_of(wordings: Sequence[tuple[str, int]]) -> str:
    """The most frequent wording without its article; of equally frequent ones the one with most words of the others.

    Args:
        wordings: phrases with how often they occur.
    """
    counts: Counter[str] = Counter()
    for text, number in wordings:
        counts[trimmed(text)] += number
    common: Counter[str] = Counter()
    for text, number in counts.items():
        common.update(dict.fromkeys(set(text.lower().split()), number))

    def rank(text: str) -> tuple[float, bool, float, int, str]:
        words = text.lower().split()
        central = sum(common[word] for word in set(words)) / max(1, len(words))
        return counts[text] * _readable(text), len(text) <= LONGEST, central, -len(text), text

    return cut(max(counts, key=rank))


def _readable(text: str) -> float:
    """Share of its frequency that counts: short noun phrases name an issue better than clauses and lone words do."""
    words = text.split()
    if len(words) == 1:
        return 0.2 if text.endswith("ing") else 0.4
    share = 0.5 if CLAUSE & {word.lower() for word in words} or FINITE.match(text) else 1.0
    return share if len(words) <= MANY_WORDS else share * 0.4


def trimmed(text: str) -> str:
    """A phrase without articles before it and stops and quotation marks around it."""
    plain = " ".join(text.split()).strip(" .,;:“”\"'")
    return DETERMINERS.sub("", plain) or plain


def cut(text: str) -> str:
    """At most so many characters, cut between words."""
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"
