"""What reviews come to: the share of facts that hold, and how far reviewers agree.

Intervals after Wilson (1927); alpha after Krippendorff (2004, nominal); kappa after Cohen (1960). A figure that is not
defined, since nothing varies or nobody judged the same, is ``None``. The formulas are written out here and tested
against statsmodels and krippendorff: loading the first takes 1.3 s, which a page may not, and the second lays out a
cube of facts by values by values, 15 GB for a thousand facts with 800 different issues.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import sqrt
from statistics import NormalDist

from dragoman.model.reviews import JUDGED, Review, Verdict

VERDICT = "verdict"
"""Name under which the agreement on the verdict itself stands beside that on the fields."""
LEVEL = 0.95
LISTS = frozenset({"response"})
"""Columns with one value for each of several parties."""
HARSHEST = (Verdict.REJECT, Verdict.CORRECT, Verdict.ACCEPT)
Key = tuple[str, str]
Fields = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """So many of ``n``, with the Wilson interval; ``low`` and ``high`` are ``None`` where n is 0."""

    count: int
    n: int
    low: float | None = None
    high: float | None = None

    @property
    def value(self) -> float | None:
        """The share itself."""
        return self.count / self.n if self.n else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How many facts of a kind hold.

    Attributes:
        strict: accepted as they are.
        lenient: accepted, or said by the text but with a field to correct.
    """

    kind: str
    n: int
    accepted: int
    corrected: int
    rejected: int
    strict: Share
    lenient: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldShare:
    """How often a field of the facts that the text does say was left as it was coded."""

    kind: str
    field: str
    right: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAgreement:
    """Two reviewers on the same values: n, share alike, Cohen's kappa."""

    first: str
    second: str
    n: int
    alike: float
    kappa: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """All reviewers on one field of one kind.

    Attributes:
        n: values that at least two reviewers gave.
        alike: share of the pairs of judgements of a same value that are alike, or ``None`` if n is 0.
        alpha: Krippendorff's, nominal; ``None`` if all values are the same or n is 0.
    """

    kind: str
    field: str
    n: int
    alike: float | None
    alpha: float | None
    pairs: tuple[PairAgreement, ...] = ()


def standing(reviews: Iterable[Review]) -> dict[Key, Review]:
    """What each reviewer says of each fact: their last word, by (fact, reviewer); what was taken back is left out.

    Args:
        reviews: oldest first.
    """
    last: dict[Key, Review] = {}
    for review in reviews:
        key = (review.fact_id, review.reviewer)
        last.pop(key, None)
        if review.verdict is not Verdict.UNDO:
            last[key] = review
    return last


def judged(reviews: Iterable[Review]) -> list[Review]:
    """The standing reviews that say something of the fact."""
    return [review for review in standing(reviews).values() if review.verdict in JUDGED]


def by_fact(reviews: Iterable[Review]) -> dict[str, list[Review]]:
    """The standing verdicts on each fact; facts that nobody judged are left out."""
    found: dict[str, list[Review]] = defaultdict(list)
    for review in judged(reviews):
        found[review.fact_id].append(review)
    return dict(found)


def share(count: int, n: int) -> Share:
    """A share with its Wilson interval at 95 %."""
    if not n:
        return Share(count=count, n=n)
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    value, spread = count / n, z * z / n
    middle = (value + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(value * (1 - value) / n + spread / (4 * n))
    return Share(count=count, n=n, low=max(0.0, middle - half), high=min(1.0, middle + half))


def precision(reviews: Iterable[Review]) -> list[Precision]:
    """Shares by kind; every fact counts once.

    A fact that several judged has the verdict that most gave; where two have as many, the harsher one counts.
    """
    counts: dict[str, Counter[Verdict]] = defaultdict(Counter)
    for found in by_fact(reviews).values():
        counts[found[0].kind][_most(found)] += 1
    return [_precision(kind, counts[kind]) for kind in sorted(counts)]


def _most(reviews: Sequence[Review]) -> Verdict:
    votes = Counter(review.verdict for review in reviews)
    return max(HARSHEST, key=lambda verdict: (votes[verdict], -HARSHEST.index(verdict)))


def _precision(kind: str, votes: Counter[Verdict]) -> Precision:
    accepted, corrected, rejected = (votes[verdict] for verdict in (Verdict.ACCEPT, Verdict.CORRECT, Verdict.REJECT))
    n = accepted + corrected + rejected
    return Precision(
        kind=kind, n=n, accepted=accepted, corrected=corrected, rejected=rejected, strict=share(accepted, n),
        lenient=share(accepted + corrected, n),
    )  # fmt: skip


def field_shares(reviews: Iterable[Review], fields: Fields) -> list[FieldShare]:
    """Share of each field that was left as coded, over the facts that most did not reject.

    A field counts as wrong when at least half of those who kept the fact corrected it.
    """
    right: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for found in by_fact(reviews).values():
        kept = [review for review in found if review.verdict is not Verdict.REJECT]
        if _most(found) is Verdict.REJECT or not kept:
            continue
        for field in fields.get(found[0].kind, ()):
            wrong = sum(field in review.corrected or f"{field}_id" in review.corrected for review in kept)
            right[found[0].kind, field].append(2 * wrong < len(kept))
    return [
        FieldShare(kind=kind, field=field, right=share(sum(right[kind, field]), len(right[kind, field])))
        for kind in sorted({kind for kind, _ in right})
        for field in fields[kind]
    ]


def agreement(reviews: Iterable[Review], fields: Fields) -> list[Agreement]:
    """Agreement on the verdict, and on each field of the facts that were not rejected, by kind."""
    given: dict[tuple[str, str], dict[Hashable, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for review in judged(reviews):
        given[review.kind, VERDICT][review.fact_id][review.reviewer] = str(review.verdict)
        if review.verdict is Verdict.REJECT:
            continue
        for field in fields.get(review.kind, ()):
            for number, value in enumerate(values_of(review, field)):
                given[review.kind, field][review.fact_id, number][review.reviewer] = value
    return [
        agreed(kind, field, list(given[kind, field].values()))
        for kind in sorted({kind for kind, _ in given})
        for field in (VERDICT, *fields.get(kind, ()))
        if (kind, field) in given
    ]


def values_of(review: Review, field: str) -> list[str]:
    """What a reviewer says of a field, so that it can be compared: actors by their ids in any order, words in any case.

    Usually one value; of answers to a proposal one for each party.
    """
    now = {**review.coded, **review.corrected}
    if f"{field}_id" in now:
        return ["|".join(sorted(str(now[f"{field}_id"] or "").split("|")))]
    value = now.get(field)
    text = "" if value is None else " ".join(str(value).casefold().split())
    return text.split("|") if field in LISTS else [text]


def agreed(kind: str, field: str, units: Iterable[Mapping[str, str]]) -> Agreement:
    """Agreement over units, each with the value that each reviewer gave."""
    shared = [unit for unit in units if len(unit) > 1]
    pairs = [pair for unit in shared for pair in combinations(unit.values(), 2)]
    return Agreement(
        kind=kind, field=field, n=len(shared),
        alike=sum(one == other for one, other in pairs) / len(pairs) if pairs else None,
        alpha=alpha(shared), pairs=_pairs(shared),
    )  # fmt: skip


def alpha(units: Sequence[Mapping[str, str]]) -> float | None:
    """Krippendorff's alpha of nominal values; ``None`` where they are all the same or nobody shares a unit."""
    shared = [Counter(unit.values()) for unit in units if len(unit) > 1]
    totals = Counter[str]()
    for votes in shared:
        totals.update(votes)
    if len(totals) < 2:
        return None
    n = totals.total()
    observed = sum(sum(k * (votes.total() - k) for k in votes.values()) / (votes.total() - 1) for votes in shared)
    expected = sum(k * (n - k) for k in totals.values()) / (n - 1)
    return 1 - observed / expected


def _pairs(units: Sequence[Mapping[str, str]]) -> tuple[PairAgreement, ...]:
    people = sorted({reviewer for unit in units for reviewer in unit})
    found = []
    for first, second in combinations(people, 2):
        both = [(unit[first], unit[second]) for unit in units if first in unit and second in unit]
        if both:
            alike = sum(one == other for one, other in both) / len(both)
            found.append(PairAgreement(first=first, second=second, n=len(both), alike=alike, kappa=kappa(both)))
    return tuple(found)


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two reviewers; ``None`` where both always give the same one value."""
    n = len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    alike = sum(one == other for one, other in pairs)
    by_chance = sum(k * second[value] for value, k in first.items())
    if by_chance == n * n:
        return None
    return (alike * n - by_chance) / (n * n - by_chance)
