"""Lines and paragraphs: joins hard-wrapped lines and drops lines that are not part of the report."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from dragoman.tables import folder, rows

MIN_WRAP, MAX_WRAP = 40, 100
"""Characters: mail and wire copy wrap at 60 to 80, PDF pages at up to 100; paragraphs on one line are far longer."""
WRAPPED_SHARE = 0.6
"""Least share of line ends that look like wrapping. In Reuters-21578 98 % of 17,239 stories reach it, and the rest
are mostly tables; 923 of 924 articles with a paragraph to a line are wider than MAX_WRAP, which settles it."""
SHORT_LINE = 0.6
BRIEF_LINES = 4
MAX_BOILERPLATE = 220
HEAD_LINES = 4
SENTENCE_END = re.compile(r"""[.!?:]["'”’)\]]*$""")
ITEM = re.compile(r"\s*(?:[-*•–+]\s|\(?\d{1,2}[.)]\s|\(?[a-z]\)\s)")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
LAST_WORD = re.compile(r"[^\W\d_]+(?=-$)")
FIRST_WORD = re.compile(r"[^\W\d_]+")
COLUMNS = re.compile(r"\S(?: {3,}|\t)\S")
ABBREVIATION_AT_END = re.compile(r"\b(?:[A-Z]\.){2,}$")
CREDIT_AT_END = re.compile(
    r" ?\((?:Additional reporting|Reporting|Writing|Editing|Compiled) by [A-Z][^()\n]{2,300}\)[ ]*$", re.MULTILINE
)


def join_wrapped_lines(text: str, *, title_known: bool = False, pdf: bool = False) -> str:
    """Join lines that were cut at a fixed width; paragraphs come out as one line each.

    Whether the text is wrapped is judged on all of it: a line end looks like wrapping if the next word would not have
    fitted, or if the next line goes on in lower case. Paragraphs begin at blank lines, at indented lines, and after
    short lines that end a sentence. Lists and tables keep their lines.

    Args:
        title_known: the title is elsewhere, so that a short first line is the text's first sentence.
        pdf: line ends come from a page: always join, and mend hyphenated words.
    """
    if "\n" not in text:
        return text
    lines = [line.rstrip() for line in text.split("\n")]
    width = _width([len(line) for line in lines if line])
    margin = min((_indent(line) for line in lines if line), default=0)
    if not pdf and (width > MAX_WRAP or not _is_wrapped(lines, width, margin, title_known=title_known)):
        return text
    words = frozenset(WORD.findall(text)) if pdf else None
    pieces: list[str] = []
    first = not title_known
    above = ""
    for line in lines:
        if not line or not above or _starts_paragraph(above, line, width, margin, first=first):
            pieces += ("\n", line)
        else:
            end, begin = _join(pieces[-1], line.lstrip(), words)
            pieces[-1:] = (end, begin)
        first = first and not (line and above)
        above = line
    return "".join(pieces[1:])


def _width(lengths: list[int]) -> int:
    """Longest line but for one in twenty: an address or a table may stick out."""
    return sorted(lengths)[-1 - len(lengths) // 20] if lengths else 0


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _fits(above: str, line: str, width: int) -> bool:
    return len(above) + 1 + len(line.split(None, 1)[0]) <= width


def _is_wrapped(lines: list[str], width: int, margin: int, *, title_known: bool) -> bool:
    if width < MIN_WRAP:
        return False
    if title_known:
        if _is_brief(lines):
            return True
        lines = lines[1:]  # its end says nothing where a dateline was taken off
    widest = max(map(len, lines), default=0)
    only_widest = sum(len(line) == widest for line in lines) == 1
    pairs = wrapped = 0
    for above, line in pairwise(lines):
        if not above or not line or _indent(line) > margin + 1:
            continue
        goes_on = line.lstrip()[0].islower() and not SENTENCE_END.search(above)
        if only_widest and len(above) == widest and not goes_on:
            continue  # nothing fits behind the widest line, so that it says nothing
        pairs += 1
        wrapped += goes_on or not _fits(above, line, width)
    return pairs > 0 and wrapped >= WRAPPED_SHARE * pairs


def _is_brief(lines: list[str]) -> bool:
    """Whether a text without a title is one sentence cut into up to four lines."""
    filled = [line for line in lines if line]
    if len(filled) > BRIEF_LINES or any(map(_is_table_row, filled)):
        return False
    return [bool(SENTENCE_END.search(line)) for line in filled] == [False] * (len(filled) - 1) + [True]


def _starts_paragraph(above: str, line: str, width: int, margin: int, *, first: bool) -> bool:
    if _indent(line) > margin + 1:
        # Within a block that is indented as a whole, only a line that was not cut at the width ends a paragraph.
        return _indent(line) != _indent(above) or _fits(above, line, width)
    if ITEM.match(line) or _is_table_row(above) or _is_table_row(line):
        return True
    if not _fits(above, line, width):
        return False
    if line.lstrip()[0].islower():
        return False
    return bool(SENTENCE_END.search(above)) or (len(above) < SHORT_LINE * width and (first or len(above) < width // 3))


def _is_table_row(line: str) -> bool:
    return ("   " in line or "\t" in line) and COLUMNS.search(line) is not None


def _join(above: str, line: str, words: frozenset[str] | None) -> tuple[str, str]:
    """The two lines ready to be put together; ``words`` of a PDF tell if the hyphen of a divided word stays."""
    if not above.endswith("-") or not above[-2:-1].isalnum() or not line[:1].isalpha():
        return above, f" {line}"
    if words is None or line[0].isupper():
        return above, line
    head = LAST_WORD.search(above)
    tail = FIRST_WORD.match(line)
    if head is None or tail is None:
        return above, line
    keep = head[0].isupper() or f"{head[0]}-{tail[0]}" in words
    return (above, line) if keep and head[0] + tail[0] not in words else (above[:-1], line)


def drop_boilerplate(text: str) -> str:
    """Drop lines that belong to the page or the desk and not to the report: adverts, sharing, credits, bylines.

    Only whole lines of up to 220 characters go, and credits in brackets at the end of one. The patterns, each with an
    example, are in ``boilerplate.csv``.
    """
    anywhere, credit, head = _boilerplate()
    kept: list[str] = []
    seen = 0
    for line in text.split("\n"):
        bare = line.strip()
        # What begins in lower case is the rest of a sentence ("... a / share."), not a button.
        if bare and len(bare) <= MAX_BOILERPLATE and not bare[0].islower():
            # The first line is never a byline: "By the river they met" can be a title.
            in_head = 0 < seen < HEAD_LINES
            if anywhere.match(bare) or credit.match(bare) or (in_head and head.match(bare)):
                continue
        seen += bool(bare)
        kept.append(line)
    return CREDIT_AT_END.sub("", "\n".join(kept)) if " by " in text else "\n".join(kept)


@cache
def _boilerplate() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    patterns: dict[str, list[str]] = {"whole": [], "start": [], "credit": [], "head": []}
    for row in rows(folder("corpus") / "boilerplate.csv"):
        patterns[row["kind"]].append(f"(?:{row['pattern']})")
    whole = f"(?:{'|'.join(patterns['whole'])})[.:!»> ]*$"
    anywhere = re.compile("|".join([whole, *patterns["start"]]), re.IGNORECASE)
    return anywhere, re.compile("|".join(patterns["credit"])), re.compile(f"(?:{'|'.join(patterns['head'])})$")


def first_line_title(text: str) -> str:
    """The first line if it reads like a headline: short, without a final full stop, and with a longer body below."""
    line, _, body = text.lstrip("\n").partition("\n")
    line = line.strip()
    if not 8 <= len(line) <= 200 or " " not in line or len(body.strip()) <= len(line):
        return ""
    end = line.rstrip("\"'”’)")
    if end[-1:] in ("", ",", ";", ":") or (end.endswith(".") and not ABBREVIATION_AT_END.search(end)):
        return ""
    return line
