"""The rule of a brief, checked: no name, no number and no quoted word that a sentence's own footnotes do not have.

What counts as a name is decided the strict way round: every word outside quotation marks that is not one of the words
templates are made of (``brief_words.own_words``). So a name in small letters is caught, too, and one in a script
without capitals. Names and numbers must stand in one footnote of the sentence as a whole: in the report's sentence, its
headline, outlet or date, or in what the tool adds to the note. Quoted words must stand in the report's sentence, or in
what the tool adds ("“the plan”: what “it” means here").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dragoman.report.brief import Brief, Footnote, Sentence, notes_of
from dragoman.report.brief_words import clean, own_words

QUOTED = re.compile(r"“([^“”]*)”")
TOKEN = re.compile(r"(?<!\w)[-−+]?\d+(?:[.,:/\-−–]\d+)*|[^\W\d]\w*")
"""A number with its sign and all its parts, so that 12 is not found in 2031-03-12; or a word."""
BREAK = re.compile(r"[^\w\s'’.&\-−+/]")
"""Marks at which a name ends."""
CUT = " …"
FLAT = str.maketrans(dict.fromkeys('“”„«»‘’"', "'"))


class BriefError(Exception):
    """A sentence says what its footnotes do not have; says which."""


def check_brief(brief: Brief) -> None:
    """Make sure of every sentence.

    Raises:
        BriefError: one does not hold.
    """
    problems = [problem for sentence in sentences(brief) for problem in problems_of(sentence, brief.footnotes)]
    if problems:
        raise BriefError(f"{len(problems)} in the brief not in a footnote, the first: {problems[0]}")


def sentences(brief: Brief) -> Iterator[Sentence]:
    """All sentences in order."""
    return (sentence for section in brief.sections for sentence in section.sentences)


def problems_of(sentence: Sentence, footnotes: Sequence[Footnote]) -> list[str]:
    """What a sentence says beyond its footnotes; empty where it holds."""
    shown = sentence.text[:120]
    if not sentence.notes or not all(0 < number <= len(footnotes) for number in sentence.notes):
        return [f"no footnote: {shown!r}"]
    notes = notes_of(sentence, footnotes)
    problems = [
        f"note {note.number} has no outlet, date or sentence: {shown!r}"
        for note in notes
        if not (note.outlet and note.date and note.sentence)
    ]
    said = [_flat(line) for note in notes for line in (note.sentence, *note.says)]
    problems += [f"quoted {words!r}: {shown!r}" for words in QUOTED.findall(sentence.text) if not _stands(words, said)]
    there = [tuple(tokens_of(line)) for note in notes for line in _lines(note)]
    bare = QUOTED.sub(" ; ", sentence.text)
    if "“" in bare or "”" in bare:
        problems.append(f"a quotation that does not end: {shown!r}")
    for number, run in enumerate(runs_of(bare, begins=True)):
        # A name in small letters may have got its capital from the beginning of the sentence.
        forms = (run, (_lowered(run[0]), *run[1:])) if number == 0 and bare.startswith(run[0]) else (run,)
        if not any(has_run(tokens, form) for form in forms for tokens in there):
            problems.append(f"{' '.join(run)!r}: {shown!r}")
    return problems


def _lines(note: Footnote) -> tuple[str, ...]:
    return (note.sentence, note.title, note.outlet, note.date, *note.says)


def _stands(words: str, said: Sequence[str]) -> bool:
    """Whether quoted words stand so in a sentence; they may be cut at the end, and nowhere else."""
    wanted = _flat(words.removesuffix(CUT))
    return bool(wanted) and any(wanted in sentence for sentence in said)


def _flat(text: str) -> str:
    return clean(text).translate(FLAT)


def tokens_of(text: str) -> list[str]:
    """Words and numbers of a text in order."""
    return TOKEN.findall(text)


@cache
def _own() -> frozenset[str]:
    return own_words()


def runs_of(text: str, *, begins: bool = False) -> Iterator[tuple[str, ...]]:
    """Names and numbers of a text: words that are not the tool's own, as far as they stand together.

    Args:
        begins: the text is a sentence, whose first word has a capital.
    """
    run: list[str] = []
    end = 0
    for number, match in enumerate(TOKEN.finditer(text)):
        token = match.group()
        if run and BREAK.search(text, end, match.start()):
            yield tuple(run)
            run = []
        end = match.end()
        if token not in _own() and not (begins and number == 0 and _lowered(token) in _own()):
            run.append(token)
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _lowered(token: str) -> str:
    return token[:1].lower() + token[1:]


def has_run(tokens: Sequence[str], run: Sequence[str]) -> bool:
    """Whether words stand together among others."""
    return any(tuple(tokens[at : at + len(run)]) == tuple(run) for at in range(len(tokens) - len(run) + 1))
