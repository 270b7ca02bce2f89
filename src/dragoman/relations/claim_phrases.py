"""The answer to a claim in words: of reported events in a data set, and never of the world."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.model.dyads import Way
from dragoman.relations.claim_model import Cause, Claim, Comparison, Kind, Row, Sense, Verdict
from dragoman.relations.claim_rows import MIN_EVENTS, beyond
from dragoman.relations.periods import first_day, label

SUPERLATIVES = {(Sense.LOW, False): "lowest", (Sense.HIGH, False): "highest", (Sense.LOW, True): "fewest",
                (Sense.HIGH, True): "most"}  # fmt: skip
COMPARATIVES = {(Sense.LOW, False): "lower", (Sense.HIGH, False): "higher", (Sense.LOW, True): "fewer",
                (Sense.HIGH, True): "more"}  # fmt: skip


def number(value: float) -> str:
    """A value with two decimals and a true minus sign."""
    return f"{value:.2f}".replace("-", "−")


def told(row: Row, claim: Claim) -> str:
    """A period with its value and what it is made of: "2013-12 (−2.31, n 66)", "2013-12 (12)"."""
    if not claim.topic.counted:
        return f"{row.label} ({number(row.value)}, n {row.n})"
    if row.exposure != 1:
        return f"{row.label} ({number(row.value)}, from {row.n})"
    return f"{row.label} ({row.n})"


def reading(claim: Claim, found: Comparison, first: str, second: str) -> str:
    """A claim as it was understood, with the names of the sides that were counted."""
    topic, key, period = claim.topic, (claim.sense, claim.topic.counted), found.period
    pair = f"between {first} and {second}" if claim.way is Way.BOTH else f"from {first} towards {second}"
    what = f"reported {topic.name} {pair}" if topic.counted else f"mean of the events reported {pair}"
    when = found.claimed or (claim.as_of.written if claim.as_of else f"the last {period}")
    if claim.kind is Kind.CHANGE:
        than = claim.since.written if claim.since else f"the {period} before"
        return f"{when} has {'' if topic.counted else 'a '}{COMPARATIVES[key]} {what} than {than}"
    compared = f"all {period}s these data cover up to then"
    if claim.since is not None:
        from_it = found.window is not None and found.window[0] == claim.since.start
        compared = f"all {period}s {'from' if from_it else 'after'} {claim.since.written}{' on' if from_it else ''}"
    elif claim.lookback is not None:
        compared = f"the {period}s of the last {claim.lookback.written}"
    if claim.kind is Kind.FIRST:
        return f"{when} has the first {what}, of {compared}"
    return f"{when} has the {SUPERLATIVES[key]} {what}, of {compared}"


def why(claim: Claim, found: Comparison) -> str:
    """One sentence on what a verdict rests on."""
    asked, rival = found.asked, found.decider
    if found.verdict is Verdict.CANNOT_BE_TESTED or asked is None:
        return _refusal(claim, found)
    if claim.kind is Kind.FIRST:
        return _first(claim, found, asked, rival)
    if rival is None:
        return _refusal(claim, found)
    key = (claim.sense, claim.topic.counted)
    measure = f"{claim.topic.name} reported" if claim.topic.counted else "mean"
    is_beyond = beyond(rival, asked, claim.sense)
    if is_beyond:
        article = "" if claim.topic.counted else "a "
        start = f"{told(rival, claim)} has {article}{COMPARATIVES[key]} {measure} than {told(asked, claim)}"
    elif claim.kind is Kind.CHANGE:
        article = "" if claim.topic.counted else "a "
        verb = COMPARATIVES[key] if beyond(asked, rival, claim.sense) else "no other"
        start = f"{told(asked, claim)} has {article}{verb} {measure} than {told(rival, claim)}"
    else:
        start = f"{told(asked, claim)} has the {SUPERLATIVES[key]} {measure}; next is {told(rival, claim)}"
    overlap = found.verdict is Verdict.TOO_CLOSE
    return f"{start}, {'but' if overlap else 'and'} their intervals {'' if overlap else 'do not '}overlap"


def _first(claim: Claim, found: Comparison, asked: Row, rival: Row | None) -> str:
    if rival is not None and found.verdict is Verdict.DOES_NOT_HOLD:
        return f"{rival.label} has {rival.n} such {_events(rival.n)}, before {asked.label} with {asked.n}"
    since = found.others[0].label if found.others else "the beginning"
    return f"{asked.label} has {asked.n}, and no {found.period} before it from {since} on has any"


def _events(n: int) -> str:
    return "event" if n == 1 else "events"


def _refusal(claim: Claim, found: Comparison) -> str:
    """Why a claim cannot be tested."""
    period, when, n = found.period, found.claimed, found.asked_events
    begins = f"these data begin with {label(first_day(found.begins, period), period)}" if found.begins else ""
    texts = {
        Cause.THIN: _thin(claim, found),
        Cause.THIN_COMPARISON: f"no other {period} of the time compared has at least {MIN_EVENTS} events",
        Cause.NOTHING_BEFORE: f"{begins}, and the claim goes back further",
        Cause.NOT_COVERED: f"these data have nothing of {when or 'any time'}",
        Cause.NO_WINDOW: f"there is no {period} before {when} to compare it with; {begins}",
        Cause.NO_EVENT: f"no event of this kind is reported in {when}, where {n} of any kind are",
    }
    if found.cause is Cause.NOT_COVERED and found.window is not None:
        have = "has" if found.uncovered == 1 else "have"
        gap = f"{found.uncovered} {period}{_s(found.uncovered)}"
        return f"{gap} before {when} {have} no data, and an earlier event may lie there"
    if found.cause is Cause.THIN_COMPARISON and claim.kind is Kind.FIRST:
        return f"fewer than {MIN_EVENTS} events of any kind are reported between the two before {when}"
    return texts[found.cause] if found.cause in texts else str(found.cause)


def _thin(claim: Claim, found: Comparison) -> str:
    n, when = found.asked_events, found.claimed
    if claim.topic.counted and claim.sense is Sense.HIGH:
        n = found.asked.n if found.asked else 0
        return f"{when} has {n} such {_events(n)}, fewer than {MIN_EVENTS}"
    if n >= MIN_EVENTS:
        return f"fewer than {MIN_EVENTS} of the {n} events of {when} have a value on the scale"
    return f"{when} has {n} {_events(n)}, fewer than {MIN_EVENTS}"


def cautions(claim: Claim, found: Comparison, undated: int, outlets: int) -> Iterator[str]:
    """What a reader must know beside the verdict."""
    yield from claim.notes
    period = found.period
    if found.thin:
        yield f"{found.thin} {period}{_s(found.thin)} with fewer than {MIN_EVENTS} events not compared"
    if found.cut:
        yield f"the {period} in which the time compared begins is not compared, since only a part of it counts"
    if found.uncovered:
        yield f"{found.uncovered} {period}{_s(found.uncovered)} without any data"
    if undated:
        yield f"{undated} row{_s(undated)} between the two not dated closely enough to count"
    if found.verdict is Verdict.HOLDS and found.reaching:
        yield f"the wide intervals of {found.reaching} thinner {period}{_s(found.reaching)} reach the claimed one"
    if claim.as_of is not None and found.window is not None and claim.as_of.end < found.window[1]:
        yield f"all of {found.claimed} counts, beyond {claim.as_of.written}"
    if not outlets and found.cause is None:
        yield "outlets are not named in these data: whether one alone reports it is not known"
    if outlets and claim.way is not Way.BOTH:
        yield "outlets are counted in both directions"


def _s(n: int) -> str:
    return "" if n == 1 else "s"
