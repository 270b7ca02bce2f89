"""A brief as Markdown with footnotes, as pandoc and GitHub read them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.report.brief import CHARTS, Brief, Footnote, Section
from dragoman.report.brief_text import EXPLAIN, about_note, more_line

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&!^@:])")
BEGINS = re.compile(r"^([-+=]|\d+(?=[.)]))")


def markdown(brief: Brief, images: Sequence[str] = ()) -> str:
    """The whole brief.

    Args:
        images: addresses of the pictures of its charts, in order; a chart without one is left to its sentence.
    """
    blocks = [f"# {escaped(brief.title)}", escaped(brief.asked) + "."]
    for section in brief.sections:
        blocks += _section(section, brief, images)
    blocks += ["## How this was made"]
    blocks.append("\n".join(f"- {escaped(key)}: {escaped(value)}" for key, value in brief.method))
    blocks += [_note(note) for note in brief.footnotes]
    return "\n\n".join(blocks) + "\n"


def _section(section: Section, brief: Brief, images: Sequence[str]) -> list[str]:
    blocks = [f"## {escaped(section.heading)}"]
    if section.about:
        blocks.append(f"*{escaped(section.about)}*")
    if not section.sentences:
        return [*blocks, escaped(section.empty)]
    lines = []
    for number, sentence in enumerate(section.sentences):
        marks = "".join(f"[^{note}]" for note in sentence.notes)
        lines.append(f"- {escaped(sentence.text)}{marks}")
        if section.key == CHARTS and number < len(images):
            lines.append(f"\n  ![{escaped(brief.charts[number].label)}]({images[number]})\n")
    blocks.append("\n".join(lines))
    if section.more:
        blocks.append(escaped(more_line(section)))
    return blocks


def _note(note: Footnote) -> str:
    link = f" <{note.url}>" if note.url and is_plain_url(note.url) else ""
    reference = f" `{EXPLAIN} {note.fact}`" if note.fact else ""
    says = "".join(f" {escaped(line)}." for line in note.says)
    return f"[^{note.number}]: {escaped(about_note(note))}: “{escaped(note.sentence)}”{says}{reference}{link}"


def is_plain_url(url: str) -> bool:
    """Whether an address is of the web and can stand between angle brackets."""
    return re.fullmatch(r"https?://[^\s<>\\`\"]+", url) is not None


def escaped(text: str) -> str:
    """Text in which nothing is a mark of Markdown or HTML."""
    plain = SPECIAL.sub(r"\\\1", text)
    return BEGINS.sub(
        lambda match: match.group(1) + "\\" if match.group(1)[0].isdigit() else "\\" + match.group(1), plain
    )
