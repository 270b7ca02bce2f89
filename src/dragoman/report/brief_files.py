"""A brief as a file, whose ending says the format."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from pathlib import Path

from dragoman.report.brief import Brief
from dragoman.report.brief_check import check_brief
from dragoman.report.brief_docx import docx
from dragoman.report.brief_html import html_page
from dragoman.report.brief_md import markdown
from dragoman.report.brief_pdf import pdf
from dragoman.report.brief_text import pictures


def _md(brief: Brief) -> bytes:
    # One file, pictures inside, so that nothing is lost when it is handed on.
    images = [f"data:image/png;base64,{base64.b64encode(image).decode()}" for image in pictures(brief)]
    return markdown(brief, images).encode("utf-8", "replace")


def _html(brief: Brief) -> bytes:
    return html_page(brief).encode("utf-8", "replace")


FORMS: Mapping[str, tuple[str, Callable[[Brief], bytes]]] = {
    "md": ("text/markdown; charset=utf-8", _md),
    "html": ("text/html; charset=utf-8", _html),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx),
    "pdf": ("application/pdf", pdf),
}
"""Media type and writer by ending."""


def rendered(brief: Brief, form: str) -> bytes:
    """The file of a brief, which is checked once more: a sentence that its footnotes don't bear is not written.

    Raises:
        BriefError: a sentence says what its footnotes do not have.
        KeyError: there is no such format.
    """
    check_brief(brief)
    return FORMS[form][1](brief)


def save_brief(brief: Brief, path: Path) -> None:
    """Write a brief; only when it is whole, so that a failure leaves no half of a file.

    Raises:
        ValueError: the ending is no format.
        OSError: the file can't be written.
    """
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise ValueError(f"{path.name}: end the name in {', '.join(f'.{each}' for each in FORMS)}")
    path.write_bytes(rendered(brief, form))
