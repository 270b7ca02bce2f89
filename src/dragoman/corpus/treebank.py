"""Undoes the tokenisation of the Penn Treebank, in which many corpora of news are handed on."""

from __future__ import annotations

import re

STRONG_MARKS = ("-LRB-", "-RRB-", "-LSB-", "-RSB-", "-LCB-", "`` ")
WEAK_MARKS = (" n't", " 's ", " , ", " ''", " .\n", " . ")
BRACKETS = {"LRB": "(", "RRB": ")", "LSB": "[", "RSB": "]", "LCB": "{", "RCB": "}"}
BRACKET = re.compile(r"-([LR][RSC]B)-")
ESCAPED = re.compile(r"\\([/*])")
LATE_OPENING = re.compile(r"(?<=[:(]) ''(?= [A-Z])")
OPENING = re.compile(r"(?:``|(?<!\S)`(?=\s\w)) ?")
# An abbreviation at the end of a sentence has its full stop twice: "the U.S. ."
DOUBLE_STOP = re.compile(r"((?:\b[A-Za-z]\.){2,}|\b(?:Inc|Corp|Co|Ltd|Jr|Sr|etc)\.) \.(?=\s|$)")
TO_THE_LEFT = re.compile(r" +(n't\b|'(?:s|re|ve|ll|d|m|S)\b|[,;:?!%)\]}]|\.\.\.|\.(?!\w)|''|\"(?=\s|$))")
POSSESSIVE = re.compile(r"(?<=s) '(?=\s)")
TO_THE_RIGHT = re.compile(r"([(\[{]|(?<![A-Za-z])\$|\bUS\$) +(?=\S)")
SPLIT_WORDS = re.compile(r"\b(can) (not)\b|\b(gon) (na)\b|\b(wan) (na)\b|\b(got) (ta)\b", re.IGNORECASE)


def is_tokenised(text: str) -> bool:
    """Whether ``text`` is tokenised as in the Penn Treebank, judged on all of it.

    It is when such tokens outnumber commas that stand as in ordinary writing, and there are at least two of them (or
    one that no ordinary text has). A quotation of "-LRB-" in an ordinary article does not make it tokenised.
    """
    strong = sum(text.count(mark) for mark in STRONG_MARKS)
    spaced = text.count(" , ")
    marks = strong + spaced + sum(text.count(mark) for mark in WEAK_MARKS if mark != " , ") + text.endswith(" .")
    return marks > text.count(", ") - spaced and (marks >= 2 or strong > 0)


def detokenise(text: str) -> str:
    """Put tokens together again as they were written; line ends stay.

    What can't be known is left: which brackets were typed as such, and "#" that stood for a pound sign.
    """
    text = BRACKET.sub(lambda found: BRACKETS[found[1]], text)
    text = ESCAPED.sub(r"\1", text)
    text = LATE_OPENING.sub(" ``", text)
    text = DOUBLE_STOP.sub(r"\1", text)
    text = TO_THE_LEFT.sub(r"\1", text)
    text = POSSESSIVE.sub("'", text)
    text = TO_THE_RIGHT.sub(r"\1", text)
    text = OPENING.sub(lambda found: '"' if found[0].startswith("``") else "'", text)
    text = text.replace("''", '"')
    return SPLIT_WORDS.sub(lambda found: found[0].replace(" ", ""), text)
