"""Styled text of the reports as HTML: what is bold, dim or marked there is a class here."""

from __future__ import annotations

from itertools import pairwise

from markupsafe import Markup, escape
from rich.style import Style
from rich.text import Text

CLASSES = {"bold": "b", "dim": "dim", "italic": "i"}


def html_of(text: Text | str) -> Markup:
    """A styled text as HTML, all of it escaped; styles become the classes ``b``, ``dim``, ``i`` and ``c-colour``."""
    if isinstance(text, str):
        return escape(text)
    plain = text.plain
    marks = sorted({0, len(plain), *(place for span in text.spans for place in (span.start, span.end))})
    parts = []
    for start, end in pairwise(marks):
        names = [_classes(str(span.style)) for span in text.spans if span.start <= start and end <= span.end]
        classes = " ".join(dict.fromkeys(name for name in (_classes(str(text.style)), *names) if name))
        words = escape(plain[start:end])
        parts.append(Markup('<span class="{}">{}</span>').format(classes, words) if classes else words)
    return Markup("").join(parts)


def _classes(style: str) -> str:
    if not style:
        return ""
    parsed = Style.parse(style)
    colour = f"c-{parsed.color.name}" if parsed.color is not None else ""
    return " ".join(filter(None, (*(name for word, name in CLASSES.items() if getattr(parsed, word)), colour)))
