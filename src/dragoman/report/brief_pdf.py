"""A brief as PDF, set by Typst from a template; the text goes to it as data, so that nothing in it is markup."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from dragoman.report.brief import CHARTS, Brief, Section
from dragoman.report.brief_md import is_plain_url
from dragoman.report.brief_text import about_note, more_line, pictures
from dragoman.tables import folder

WIDE_RANGE = re.compile(r"[^\u0000-\u058f\u1e00-\u2bff\ufb00-\ufb06\u2c60-\u2c7f]")
"""Characters beyond Latin, Greek and Cyrillic, which the font inside the package does not have."""


def pdf(brief: Brief) -> bytes:
    """The whole brief; the same brief gives the same bytes."""
    pages = typeset(brief, "pdf")
    assert isinstance(pages, bytes)
    return pages


def typeset(brief: Brief, form: Literal["pdf", "png"], ppi: float | None = None) -> Any:
    """The brief by Typst, as PDF or as one PNG for each page.

    Fonts of the system are looked into only where the text has characters that the font of the package lacks.
    """
    import typst

    data = json.dumps(_data(brief), ensure_ascii=False)
    with tempfile.TemporaryDirectory(prefix="dragoman-brief-") as place:
        root = Path(place)
        (root / "data.json").write_text(data, encoding="utf-8")
        (root / "brief.typ").write_bytes(folder("brief").joinpath("brief.typ").read_bytes())
        for number, picture in enumerate(pictures(brief)):
            (root / f"chart-{number}.png").write_bytes(picture)
        return typst.compile(
            root / "brief.typ",
            root=root,
            format=form,
            ignore_system_fonts=WIDE_RANGE.search(data) is None,
            timestamp=0,
            ppi=ppi,
        )


def _data(brief: Brief) -> dict[str, Any]:
    seen: set[int] = set()
    return {
        "title": brief.title,
        "asked": brief.asked,
        "sections": [_section(section, brief, seen) for section in brief.sections],
        "notes": [
            {
                "where": about_note(note),
                "sentence": note.sentence,
                "says": list(note.says),
                "fact": note.fact,
                "url": note.url if note.url and is_plain_url(note.url) else "",
            }
            for note in brief.footnotes
        ],
        "method": [list(row) for row in brief.method],
    }


def _section(section: Section, brief: Brief, seen: set[int]) -> dict[str, Any]:
    return {
        "key": section.key,
        "heading": section.heading,
        "about": section.about,
        "empty": section.empty,
        "more": more_line(section) if section.more else "",
        "sentences": list(_sentences(section, brief, seen)),
    }


def _sentences(section: Section, brief: Brief, seen: set[int]) -> Iterator[dict[str, Any]]:
    """Sentences with the marks of their notes; only the first mark of a note brings the note itself."""
    for at, sentence in enumerate(section.sentences):
        marks = []
        for number in sentence.notes:
            marks.append({"number": number, "first": number not in seen})
            seen.add(number)
        has_chart = section.key == CHARTS and at < len(brief.charts)
        yield {
            "text": sentence.text,
            "notes": marks,
            "chart": f"chart-{at}.png" if has_chart else "",
            "label": brief.charts[at].label if has_chart else "",
        }
