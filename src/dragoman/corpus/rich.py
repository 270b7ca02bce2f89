"""Readers of formats that hold one report to a file: plain text, Markdown, HTML, PDF and Word."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from dragoman.corpus.dates import parse_date
from dragoman.corpus.encoding import decode
from dragoman.corpus.language import language_code
from dragoman.corpus.options import ReadOptions, Record

BYTES_PER_CHAR = 4
MARKUP_FACTOR = 8
"""Bytes of a web page for a character of its report: most of a page is scripts and links."""
WEB_ADDRESS = re.compile(r"https?://\S+$")
DEFAULT_TITLES = re.compile(
    r"(?:microsoft (?:word|powerpoint)\b.*|untitled.*|document ?\d*|.*\.(?:docx?|pdf|rtf|indd|qxd|odt)|\W*)$",
    re.IGNORECASE,
)
TEMPLATE_AUTHOR = "python-docx"
PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—]?\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4})?\s*[-–—]?$", re.IGNORECASE)
FRONT_MATTER = re.compile(r"---[ \t]*\n(.{0,4000}?)\n---[ \t]*\n", re.DOTALL)
MARKDOWN = (
    (re.compile(r"!\[[^\]\n]{0,300}\]\([^()\n]{0,500}\)"), ""),
    (re.compile(r"\[([^\]\n]{1,300})\]\([^()\n]{0,500}\)"), r"\1"),
    (re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t#]*$", re.MULTILINE), r"\1"),
    (re.compile(r"^ {0,3}> ?", re.MULTILINE), ""),
    (re.compile(r"^ {0,3}(?:[-*_] ?){3,}$", re.MULTILINE), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=\S)([^*_\n]{1,500})(?<=\S)\1(?![\w*])"), r"\2"),
)


class UnreadableError(ValueError):
    """The file can't be read, is longer than the limit, or holds no text."""


def _read(stream: io.BufferedReader, options: ReadOptions, factor: int) -> bytes:
    limit = factor * options.max_chars + 16
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise UnreadableError(
            f"the file has more than {limit:,} bytes, so its text passes the limit of {options.max_chars:,} characters;"
            " split it or raise max_chars"
        )
    return data


def read_text(stream: io.BufferedReader, location: str, options: ReadOptions) -> Record:
    """A file of plain text as one report."""
    text = decode(_read(stream, options, BYTES_PER_CHAR), options.encoding)
    return Record(location=location, text=text, title_in_text=True)


def read_markdown(stream: io.BufferedReader, location: str, options: ReadOptions) -> Record:
    """A Markdown file without its marks; title, date, publisher and address are taken from front matter."""
    text = decode(_read(stream, options, BYTES_PER_CHAR), options.encoding).replace("\r\n", "\n")
    known: dict[str, str] = {}
    if found := FRONT_MATTER.match(text):
        pairs = (line.partition(":") for line in found[1].split("\n"))
        known = {key.strip().lower(): value.strip().strip("\"'") for key, _, value in pairs if value.strip()}
        text = text[found.end() :]
    for pattern, replacement in MARKDOWN:
        text = pattern.sub(replacement, text)
    title = known.get("title", "")
    return Record(
        location=location,
        text=text,
        title=title,
        published=parse_date(known.get("date"), day_first=options.day_first),
        publisher=known.get("publisher") or known.get("source"),
        url=_address(known.get("url") or known.get("link")),
        language=language_code(known.get("language") or known.get("lang")),
        title_in_text=not title,
    )


def _address(value: str | None) -> str | None:
    """A web address, or ``None``: a path of this machine must not become part of a document's id."""
    return value if value and WEB_ADDRESS.match(value) else None


def read_html(stream: io.BufferedReader, location: str, options: ReadOptions) -> Record:
    """The article of a web page, with title, date, publisher and address from the page's metadata."""
    import trafilatura  # a third of a second to import

    page = decode(_read(stream, options, MARKUP_FACTOR), options.encoding, html=True)
    if not page.strip():
        raise UnreadableError("the file is empty")
    try:
        found: Any = trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            # The extensive search takes 1 January of the year in "Copyright 2024" for the date: that is a guess.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # a parser fed with anything the web has; one page must not stop a batch
        raise UnreadableError(f"the page can't be parsed: {error}") from error
    if found is None or not (found.text or "").strip():
        raise UnreadableError("no article was found in the page")
    return Record(
        location=location,
        text=found.text,
        title=found.title or "",
        published=parse_date(found.date),
        publisher=found.sitename or None,
        url=_address(found.url),
        language=language_code(found.language),
        title_in_text=not found.title,
    )


def read_pdf(stream: io.BufferedReader, location: str, options: ReadOptions) -> Record:
    """The text of a PDF without running heads and page numbers.

    The date in the file is when the file was made, often years after the report, so it is not taken for publication.
    """
    import pypdf

    try:
        reader = pypdf.PdfReader(io.BytesIO(stream.read()))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("the PDF is locked with a password; save a copy without it")
        pages: list[str] = []
        size = 0
        for page in reader.pages:
            pages.append(page.extract_text())
            size += len(pages[-1])
            if size > options.max_chars:
                raise UnreadableError(
                    f"the text passes the limit of {options.max_chars:,} characters; split it or raise max_chars"
                )
        title = (reader.metadata.title if reader.metadata else None) or ""
    except UnreadableError:
        raise
    except Exception as error:  # damaged files raise whatever the damage leads to
        raise UnreadableError(f"the PDF is damaged: {_one_line(error)}") from error
    text = "\n".join(_without_running_heads([page.split("\n") for page in pages]))
    if not text.strip():
        raise UnreadableError(f"no text on its {len(pages)} pages, so it is probably a scan; run OCR on it first")
    title = "" if DEFAULT_TITLES.match(title.strip()) else title
    return Record(location=location, text=text, title=title, title_in_text=not title, pdf=True)


def _one_line(error: Exception) -> str:
    return (" ".join(str(error).split()) or type(error).__name__)[:120]


def _without_running_heads(pages: list[list[str]]) -> list[str]:
    """Pages without page numbers and without first and last lines that half of the pages have, digits aside."""
    pages = [[line for line in page if line.strip()] for page in pages]
    edges = Counter(key for page in pages for key in {_head_key(line) for line in (*page[:1], *page[-1:])})
    often = {key for key, count in edges.items() if count >= 3 and 2 * count >= len(pages)}

    def is_head(line: str) -> bool:
        return bool(PAGE_NUMBER.match(line.strip())) or _head_key(line) in often

    for page in pages:
        for end in (0, -1):
            for _ in range(2):
                if page and is_head(page[end]):
                    del page[end]
    return ["\n".join(page) for page in pages]


def _head_key(line: str) -> str:
    return re.sub(r"[\d\s]+", " ", line).strip().lower()


def read_docx(stream: io.BufferedReader, location: str, options: ReadOptions) -> Record:
    """The paragraphs and tables of a Word file; title and date are those of its properties."""
    import docx

    try:
        document = docx.Document(io.BytesIO(stream.read()))
        text = "\n".join(_docx_lines(document))
        properties = document.core_properties
        # The library's template says 2013 for every file that was made with it.
        written = None if properties.author == TEMPLATE_AUTHOR else properties.created
        title, language = properties.title or "", properties.language
    except Exception as error:  # damaged files raise whatever the damage leads to
        raise UnreadableError(f"not a readable Word file (.docx): {_one_line(error)}") from error
    title = "" if DEFAULT_TITLES.match(title.strip()) else title
    return Record(
        location=location,
        text=text,
        title=title,
        published=parse_date(written),
        language=language_code(language),
        title_in_text=not title,
    )


def _docx_lines(document: Any) -> list[str]:
    from docx.table import Table

    lines: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            lines.extend("   ".join(cell.text for cell in row.cells) for row in block.rows)
        else:
            lines.append(block.text)
    return lines


READERS: dict[str, Callable[[io.BufferedReader, str, ReadOptions], Record]] = {
    "text": read_text,
    "markdown": read_markdown,
    "html": read_html,
    "pdf": read_pdf,
    "docx": read_docx,
}
