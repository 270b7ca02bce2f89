"""Datelines and sign-offs of wire copy: "CAIRO (Reuters) - ", "JERUSALEM, Feb 8 (Xinhua) --", "REUTER"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from dragoman.corpus.dates import parse_date
from dragoman.tables import folder, lines, rows

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
UPPER = r"[^\W\d_a-z]"
CAPITALS = rf"{UPPER}{{2}}(?:{UPPER}|['’.-](?={UPPER}))*\.?|{UPPER}['’.]{UPPER}+|ST\."
WORD = r"[^\W\d_a-z][\w'’.-]*"
DATELINE = re.compile(
    rf"""(?:\((?:Adds|Updates|Corrects|Recasts|Repeats|Refiles|Rewrites|Releads|Removes|Fixes)[^()\n]{{0,200}}\)\s*)?
    (?:(?P<capitals>(?:{CAPITALS})(?:[ /](?:{CAPITALS})){{0,4}})
        (?P<region>(?:,\ (?!{MONTH}){WORD}(?:\ {WORD}){{0,3}}){{0,2}})
      |(?P<mixed>(?!{MONTH}){WORD}(?:[ -]{WORD}){{0,3}}(?:,\ (?!{MONTH}){WORD}(?:\ {WORD}){{0,3}}){{0,2}}))?
    (?:[,.]?\s?(?P<date>{MONTH}\ \d{{1,2}}(?:,?\ \d{{4}})?|\d{{1,2}}\ {MONTH}(?:,?\ \d{{4}})?)\b)?
    [,.]?\s?(?:\((?P<agency>[^()\n]{{2,60}})\)|/(?P<slashed>[\w\ .-]{{2,30}})/)?
    \.?(?P<dash>\s?--+\s*|\s?[—–]\s*|\s?-\s+|:\s+)?""",
    re.VERBOSE,
)
BEFORE_TEXT = re.compile(r"\s*[\"'“‘(<$€£]?[^\W_a-z]")
DATELINE_LINES = 3
MAX_DATELINE = 300
MAX_PLACE_WORDS = 3
LOOK_AHEAD = 40
"""Characters after it in which a small letter must stand; else it is a headline in capitals."""
UNKNOWN_AGENCY = re.compile(r"[^\W\d_a-z][^\W\d_]*(?:[ &/'’-]{1,3}[^\W\d_]+){0,3}")
CLOSINGS = re.compile(
    r"\s*(?:\(?(?:ENDS?|Ends?|ENDITEM|Enditem)\)?\.?|#{2,}|\*{2,}|-\s?30\s?-|-\s?0\s?-|[—–_-]{2,})\s*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """What stood before the first sentence of a wire report.

    Attributes:
        written: the words as they stood, without the dash.
        place: place as written ("RAMALLAH, West Bank"), or empty.
        agency: the agency's name, or ``None``.
        published: the date if its year is given; without a year it is unknown.
    """

    written: str
    place: str = ""
    agency: str | None = None
    published: date | None = None


def split_dateline(text: str) -> tuple[str, Dateline | None]:
    """Take the dateline off the first paragraph; a title and a byline may stand above it.

    Without an agency in brackets, only a place in capitals followed by a dash and a capital letter is one.

    Returns:
        The text without it, and what it said; the text as it is and ``None`` if there is none.
    """
    start, tried = 0, 0
    while tried < DATELINE_LINES and start < len(text):
        end = text.find("\n", start)
        line = text[start : len(text) if end < 0 else end]
        if line.strip():
            tried += 1
            begin = start + len(line) - len(line.lstrip())
            if found := _dateline(text[begin : begin + MAX_DATELINE]):
                length, dateline = found
                return text[:start] + text[begin + length :].lstrip(" "), dateline
        if end < 0:
            break
        start = end + 1
    return text, None


def _dateline(line: str) -> tuple[int, Dateline] | None:
    found = DATELINE.match(line)
    if found is None or not (found["agency"] or found["slashed"] or found["dash"]):
        return None
    agencies, not_places = _tables()
    given = found["agency"] or found["slashed"]
    agency = _agency(given, agencies) if given else None
    if not _is_dateline(found, agency is not None, not_places, line[found.end() :]):
        return None
    written = found[0][: found.start("dash") - found.start()] if found["dash"] else found[0]
    capitals = found["capitals"] or ""
    if capitals.count(".") == 1 and not found["region"]:
        capitals = capitals.rstrip(".")  # "KYIV. Feb 8"
    place = capitals + (found["region"] or "") + (found["mixed"] or "")
    return found.end(), Dateline(
        written=written.strip(), place=place, agency=agency or given, published=parse_date(found["date"])
    )


def _agency(given: str, agencies: dict[str, str]) -> str | None:
    """The name of a known agency; of several ("Reuters/AP"), the first."""
    for part in (given, *re.split(r"[/,;&]| and ", given)):
        if name := agencies.get(part.strip()):
            return name
    return None


def _is_dateline(found: re.Match[str], known: bool, not_places: frozenset[str], rest: str) -> bool:
    if not BEFORE_TEXT.match(rest) or not any(map(str.islower, rest[:LOOK_AHEAD])):
        return False
    if known:
        return True
    if not found["capitals"] or not found["dash"] or found["capitals"] in not_places:
        return False
    if given := found["agency"] or found["slashed"]:
        return UNKNOWN_AGENCY.fullmatch(given) is not None
    if found["date"]:
        return True
    place, dash = found["capitals"], found["dash"]
    before = found.string[found.start("dash") - 1]
    apart = (before.isspace() or dash[0].isspace()) and dash[-1].isspace() and dash[0] != ":"
    return apart and len(place) > 2 and len(place.split()) <= MAX_PLACE_WORDS


def split_signoff(text: str) -> tuple[str, str | None]:
    """Take closing lines off the end ("REUTER", "Enditem", "-30-"); a known agency's name is returned."""
    agencies, _ = _tables()
    agency = None
    for _ in range(3):
        head, newline, last = text.rstrip().rpartition("\n")
        bare = last.replace("^M", "").strip(" ().-–—/")
        if not newline or len(last) > 40:
            break
        if bare in agencies:
            agency = agencies[bare]
        elif not CLOSINGS.fullmatch(last):
            break
        text = head
    return text, agency


@cache
def _tables() -> tuple[dict[str, str], frozenset[str]]:
    here = folder("corpus")
    agencies = {row["written"]: row["name"] for row in rows(here.joinpath("agencies.csv"))}
    return agencies, frozenset(lines(here.joinpath("not_places.txt")))
