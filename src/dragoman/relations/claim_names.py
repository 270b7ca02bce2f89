"""The two names in a claim, and who does it to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dragoman.model.dyads import Way
from dragoman.relations.claim_words import ClaimWords, Word, written

Known = Callable[[str], bool]
"""Whether somebody is called so."""

WRITE = "write 'A-B relations', 'relations between A and B' or 'attacks by A on B'"
ORDER = ("slash", "versus", "and", "dash", "hyphen", "space")
"""Which of several joints parts two names, where it is not known who is called what."""
DIRECTED: tuple[tuple[tuple[str, ...], tuple[str, ...], Way], ...] = (
    (("agent",), ("patient", "to"), Way.FORWARD),
    (("agent",), ("of", "owner", "bare"), Way.FORWARD),
    (("owner", "of"), ("patient", "to"), Way.FORWARD),
    (("owner", "of", "bare"), ("with",), Way.BOTH),
    (("owner",), ("of", "bare"), Way.FORWARD),
)
"""Roles of the first name, roles of the second, and which way that is; the first line that fits counts."""
MUTUAL = ((("owner", "of"), ("patient",), Way.FORWARD), (("owner", "of", "bare"), ("with", "to"), Way.BOTH))
"""The same where no acts are counted."""

Runs = Mapping[str, tuple[Word, ...]]
"""Words by role: ``owner`` before the noun, ``bare`` after it, else that of the preposition before them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Two names as written; in a ``FORWARD`` claim the first does it to the second.

    Attributes:
        roles: of the words that they were found in.
    """

    first: str
    second: str
    way: Way
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """One way to part words into two names."""

    joint: str
    first: str
    second: str


def find_names(
    words: Sequence[Word], vocabulary: ClaimWords, *, counted: bool = True, known: Known | None = None
) -> Names:
    """The two names in what is left of a claim when all else is cut out of it.

    Args:
        counted: whether acts are counted, which go from one to the other; relations "to" somebody are mutual.
        known: tells "Guinea-Bissau-Norland" apart; without it the joints alone decide.

    Raises:
        ValueError: there are not two, or more is left; one line that says which words, and what to write.
    """
    runs = _runs(words, vocabulary)
    names = _directed(runs, counted) or _together(runs, vocabulary, known)
    if names is None:
        told = written([word for run in runs.values() for word in run])
        raise ValueError(f"can't find two names in {told!r}: {WRITE}" if told else f"no names are given: {WRITE}")
    left = [written(run) for role, run in runs.items() if role not in names.roles]
    if left:
        raise ValueError(f"can't read {left[0]!r} beside {names.first!r} and {names.second!r}: {WRITE}")
    return names


def _runs(words: Sequence[Word], vocabulary: ClaimWords) -> Runs:
    runs: dict[str, tuple[Word, ...]] = {}
    role = base = "owner"
    run: list[Word] = []

    def close() -> None:
        inside = _trimmed(run, vocabulary)
        if inside:
            runs[role] = (*runs.get(role, ()), *inside)
        run.clear()

    for word in words:
        preposition = vocabulary.roles.get(word.low, "")
        # "of" stands inside names too ("Republic of Korea").
        if preposition == "of" and (role != "bare" or run):
            preposition = ""
        if not word.text or preposition:
            close()
            base = "bare" if word.noun else base
            role = preposition or base
        else:
            run.append(word)
    close()
    return runs


def _trimmed(run: Sequence[Word], vocabulary: ClaimWords) -> tuple[Word, ...]:
    """Without the words around a name that are no part of it."""
    first, last = 0, len(run)
    while first < last and run[first].low in vocabulary.fillers:
        first += 1
    while last > first and run[last - 1].low in vocabulary.fillers:
        last -= 1
    return tuple(run[first:last])


def _directed(runs: Runs, counted: bool) -> Names | None:
    """Who does it to whom, where the order and the prepositions say so."""
    for firsts, seconds, way in DIRECTED if counted else MUTUAL:
        first = next((role for role in firsts if role in runs), None)
        second = next((role for role in seconds if role in runs), None)
        if first and second:
            return Names(first=written(runs[first]), second=written(runs[second]), way=way, roles=(first, second))
    return None


def _together(runs: Runs, vocabulary: ClaimWords, known: Known | None) -> Names | None:
    """The two in one run of words ("Norland-Estoria", "between Norland and Estoria")."""
    role = next((role for role in ("pair", "owner", "of", "bare") if role in runs), None)
    if role is None:
        return None
    splits = list(dict.fromkeys(_splits(runs[role], vocabulary)))
    if known is not None:
        splits = [split for split in splits if known(split.first) and known(split.second)] or splits
    joint = next((joint for joint in ORDER if any(split.joint == joint for split in splits)), "")
    likely = [split for split in splits if split.joint == joint]
    if len(likely) > 1:
        raise ValueError(f"can't tell which two sides {written(runs[role])!r} names: write them as 'A / B'")
    return Names(first=likely[0].first, second=likely[0].second, way=Way.BOTH, roles=(role,)) if likely else None


def _splits(run: Sequence[Word], vocabulary: ClaimWords) -> Iterator[Split]:
    """All ways to part words into two names: at a word between them, at a sign inside a word, or at a space."""
    for at, word in enumerate(run):
        before, after = written(run[:at]), written(run[at + 1 :])
        joint = vocabulary.joints.get(word.low)
        if joint is not None:
            yield from _split(joint, before, after)
            continue
        for sign, joint in vocabulary.joints.items():
            parts = word.text.split(sign) if not sign.isalnum() and len(sign) == 1 else [word.text]
            for number in range(1, len(parts)):
                left, right = sign.join(parts[:number]), sign.join(parts[number:])
                yield from _split(joint, f"{before} {left}".strip(), f"{right} {after}".strip())
    if len(run) == 2:
        yield from _split("space", run[0].text, run[1].text)


def _split(joint: str, before: str, after: str) -> Iterator[Split]:
    if before and after:
        yield Split(joint=joint, first=before.removeprefix("the "), second=after.removeprefix("the "))
