"""Numbers as news writes them: "at least 31", "some 3,000", "between 20 and 30", "2.3 million", "dozens"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.model.codebook import Numbers
from dragoman.model.text import AnnotatedText, Token

DIGITS = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
FUSED = re.compile(r"(\d[\d,]*(?:\.\d+)?)(m|mn|bn|k|tn)", re.IGNORECASE)
FUSED_SCALES = {"m": 1e6, "mn": 1e6, "bn": 1e9, "k": 1e3, "tn": 1e12}
RANGE = re.compile(r"(\d[\d,]*)[-–](\d[\d,]*)")
HYPHENS = frozenset({"-", "–", "—"})
TENS = range(20, 100, 10)
MAX_BOUND_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number in a text.

    Attributes:
        first, last: tokens of the number with the words that bound it, and its currency sign.
        core: its own tokens.
        low, high: the range; ``None`` where it is open.
        approximate: true for "about", "some", "dozens".
        currency: code of the currency it is a sum of, or empty.
    """

    first: int
    last: int
    core: tuple[int, int]
    low: float | None
    high: float | None
    approximate: bool = False
    currency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    last: int
    low: float
    high: float | None
    vague: bool = False


def numbers_in(text: AnnotatedText, words: Numbers) -> Iterator[Quantity]:
    """Numbers of a text in order; dates and ordinals included: only what is counted tells them apart."""
    spelled, end = words.words, 0
    for start in [i for i, word in enumerate(text.index.low) if word in spelled or word[0].isdigit()]:
        found = _number_at(text, words, start) if start >= end else None
        if found is not None:
            yield found
            end = max(found.last, start + 1)


def _number_at(text: AnnotatedText, words: Numbers, start: int) -> Quantity | None:
    token = text.tokens[start]
    end = text.sentences[token.sentence].last
    value = _value(text, words, start, end)
    if value is None:
        return None
    if token.text.lower() in {"a", "an"} and text.tokens[start + 1].text[0].isdigit():
        start += 1  # "a 60 billion euro package"
    value, first = _ranged(text, words, start, value, end)
    return _bounded(text, words, first, start, value, end)


def _value(text: AnnotatedText, words: Numbers, start: int, end: int) -> _Value | None:
    """The number that begins at a token."""
    token = text.tokens[start]
    pair = RANGE.fullmatch(token.text)
    if pair:
        low, high = (_digits(part) for part in pair.groups())
        factor, last = _scales(text, words, start + 1, end)
        return _Value(last=last, low=low * factor, high=high * factor) if low < high else None
    total = current = 0.0
    seen = vague = False
    last_kind = ""
    i = start
    while i < end:
        step = _step(text.tokens[i], words)
        if step is None:
            if seen and text.tokens[i].text in HYPHENS and i + 1 < end and _joins(text, words, i):
                i += 1
                continue
            if seen and text.tokens[i].text.lower() == "and" and _continues(text, words, i, end):
                i += 1
                continue
            break
        kind, number = step
        if kind in {"unit", "part"}:
            if seen and not _may_follow(current, number):
                break
            current += number
        elif kind == "scale":
            current = (current or 1.0) * number
            if number >= 1000:
                total, current = total + current, 0.0
        elif seen and current:
            break
        else:
            vague = vague or kind in {"vague", "few"}
            current = number
        seen, last_kind = True, kind
        i += 1
        if kind == "vague":
            factor, i = _of_vague(text, words, i, end)
            current *= factor
    if not seen or last_kind in {"part", "few"}:
        return None
    low = total + current
    return _Value(last=i, low=low, high=None if vague else low, vague=vague)


def _step(token: Token, words: Numbers) -> tuple[str, float] | None:
    """What one token adds to a number."""
    written = token.text.lower()
    if DIGITS.fullmatch(written):
        return "unit", _digits(written)
    fused = FUSED.fullmatch(written)
    if fused:
        return "unit", _digits(fused.group(1)) * FUSED_SCALES[fused.group(2).lower()]
    entry = words.words.get(written)
    if entry is not None:
        return entry.kind, entry.value
    parts = written.split("-")
    if len(parts) == 2 and all(part in words.words for part in parts):
        tens, units = (words.words[part] for part in parts)
        return ("unit", tens.value + units.value) if tens.value in TENS else None
    return None


def _digits(written: str) -> float:
    return float(written.replace(",", ""))


def _may_follow(current: float, number: float) -> bool:
    """Whether a unit may stand behind what was read ("twenty one", "hundred five", "half a")."""
    if number == 0.0 or current == 0.0:
        return True
    return (current in TENS and number < 10) or (current >= 100 and current % 100 == 0 and number < 100)


def _joins(text: AnnotatedText, words: Numbers, hyphen: int) -> bool:
    """ "Twenty-one" cut in three."""
    before, after = (words.words.get(text.tokens[i].text.lower()) for i in (hyphen - 1, hyphen + 1))
    return before is not None and after is not None and before.value in TENS and 0 < after.value < 10


def _continues(text: AnnotatedText, words: Numbers, i: int, end: int) -> bool:
    """ "Two hundred and five"."""
    if i + 1 >= end:
        return False
    before = words.words.get(text.tokens[i - 1].text.lower())
    after = words.words.get(text.tokens[i + 1].text.lower())
    return before is not None and before.kind == "scale" and after is not None and 0 < after.value < 100


def _scales(text: AnnotatedText, words: Numbers, i: int, end: int) -> tuple[float, int]:
    factor = 1.0
    while i < end:
        entry = words.words.get(text.tokens[i].text.lower())
        if entry is None or entry.kind != "scale":
            break
        factor *= entry.value
        i += 1
    return factor, i


def _of_vague(text: AnnotatedText, words: Numbers, i: int, end: int) -> tuple[float, int]:
    """ "Hundreds *of thousands*": at least two hundred times one thousand."""
    if i + 1 < end and text.tokens[i].text.lower() == "of":
        entry = words.words.get(text.tokens[i + 1].text.lower())
        if entry is not None and entry.kind == "vague":
            return entry.value / 2, i + 2
    return 1.0, i


def _ranged(text: AnnotatedText, words: Numbers, start: int, value: _Value, end: int) -> tuple[_Value, int]:
    """A range of two numbers: "between 20 and 30", "100 to 120", "300-400"."""
    joint = text.tokens[value.last].text.lower() if value.last < end else ""
    before = text.tokens[start - 1].text.lower() if start > text.sentences[text.tokens[start].sentence].first else ""
    spoken = (joint == "and" and before == "between") or joint in {"to", "or"} or joint in HYPHENS
    if before == "from":
        return value, start  # "raised from 120 to 300": two numbers
    if not spoken or value.last + 1 >= end or value.vague:
        return value, start
    other = _value(text, words, value.last + 1, end)
    if other is None or other.vague or other.high is None:
        return value, start
    low = value.low
    factor, _ = _scales(text, words, value.last + 2, other.last)
    if factor > 1 and low < 1000 and low * factor <= other.high:
        low *= factor  # "two to three million"
    if not low < other.high:
        return value, start
    first = start - 1 if before == "between" else start
    return _Value(last=other.last, low=low, high=other.high), first


def _bounded(text: AnnotatedText, words: Numbers, first: int, start: int, value: _Value, end: int) -> Quantity:
    """The number with the words that bound it and its currency."""
    currency, first, last = _currency(text, words, first, value.last, end)
    low: float | None = value.low
    high = value.high
    approximate = value.vague
    opening = text.sentences[text.tokens[start].sentence].first
    for _ in range(2):
        found = _before(text, words, first, opening)
        if found is None:
            break
        effect, width = found
        first -= width
        low, high, approximate = _effect(effect, low, high, approximate, value)
    after = _after(text, words, last, end)
    if after is not None:
        effect, width = after
        last += width
        low, high, approximate = _effect(effect, low, high, approximate, value)
    return Quantity(
        first=first, last=last, core=(start, value.last), low=low, high=high, approximate=approximate, currency=currency
    )


def _effect(
    effect: str, low: float | None, high: float | None, approximate: bool, value: _Value
) -> tuple[float | None, float | None, bool]:
    if effect == "low":
        return value.low, None, approximate
    if effect == "high":
        return (low, high, approximate) if value.high is None else (None, value.high, approximate)
    return low, high, True


def _before(text: AnnotatedText, words: Numbers, first: int, opening: int) -> tuple[str, int] | None:
    for width in range(min(MAX_BOUND_WORDS, first - opening), 0, -1):
        spoken = " ".join(text.tokens[i].text.lower() for i in range(first - width, first))
        bound = words.before.get(spoken)
        if bound is not None and text.tokens[first - 1].dep != "prt":
            return bound, width
    return None


def _after(text: AnnotatedText, words: Numbers, last: int, end: int) -> tuple[str, int] | None:
    spoken = " ".join(text.tokens[i].text.lower() for i in range(last, min(last + 2, end)))
    bound = words.after.get(spoken)
    return (bound, 2) if bound is not None else None


def _currency(text: AnnotatedText, words: Numbers, first: int, last: int, end: int) -> tuple[str, int, int]:
    """The currency of a sum, and the sum with its sign."""
    opening = text.sentences[text.tokens[min(first, len(text.tokens) - 1)].sentence].first
    if first > opening:
        code = words.signs.get(text.tokens[first - 1].text.lower())
        if code is not None:
            return code, first - 1, last
    if last < end:
        code = words.currencies.get(text.tokens[last].lemma) or words.currencies.get(text.tokens[last].text.lower())
        if code is not None:
            return code, first, last + 1
        if last + 1 < end and text.tokens[last].text in {"U.S.", "US"}:
            code = words.currencies.get(text.tokens[last + 1].lemma)
            if code is not None:
                return code, first, last + 2
    return "", first, last
