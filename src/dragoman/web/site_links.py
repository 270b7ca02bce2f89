"""Links of a page: where they lead, and the page again with other ones, all else in it untouched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser

ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""")
LINKS = frozenset({"href", "src", "xlink:href"})
Changed = Callable[[str], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link: where its attribute stands in the page, and what it says; ``is_loaded`` if the page needs what is there.

    Attributes:
        name: of the attribute.
    """

    start: int
    end: int
    name: str
    target: str
    is_loaded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the files of a report need to know of a page.

    Attributes:
        links: in order, without those in forms.
        anchors: ids of its elements.
        cut: ranges of characters that can't be in a file: forms.
        waits: whether the page asks to be loaded again, since something is still worked out.
        main: where the content of the page begins.
    """

    links: Sequence[Link]
    anchors: frozenset[str]
    cut: Sequence[tuple[int, int]]
    waits: bool
    main: int


@dataclass
class _Found:
    links: list[Link] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    cut: list[tuple[int, int]] = field(default_factory=list)
    waits: bool = False
    main: int = 0


class _Parser(HTMLParser):
    """Notes where things stand; the page itself is not built anew, so that drawings keep their capitals."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self._text = text
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self._form: int | None = None
        self.found = _Found()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        start = self._here()
        raw = self.get_starttag_text() or ""
        if tag == "form":
            self._form = start
        if any(name == "data-again" for name, _ in attrs):
            self.found.waits = True
        if tag == "main":
            self.found.main = start + len(raw)
        if self._form is None:
            self.found.links += _links(tag, raw, start)
            self.found.anchors |= {value for name, value in attrs if name == "id" and value}

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a form."""
        if tag == "form" and self._form is not None:
            self.found.cut.append((self._form, self._text.index(">", self._here()) + 1))
            self._form = None

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def _links(tag: str, raw: str, start: int) -> Iterator[Link]:
    for found in ATTRIBUTE.finditer(raw, len(tag) + 1):
        name, value = found.group(1).lower(), found.group(2)
        if name in LINKS and value is not None:
            yield Link(
                start=start + found.start(),
                end=start + found.end(),
                name=found.group(1),
                target=unescape(value.strip("\"'")),
                is_loaded=name == "src" or tag in {"link", "image", "use"},
            )


def parse(text: str) -> Page:
    """What stands where in a page."""
    parser = _Parser(text)
    parser.feed(text)
    parser.close()
    found = parser.found
    return Page(
        links=found.links, anchors=frozenset(found.anchors), cut=found.cut, waits=found.waits, main=found.main
    )  # fmt: skip


def rewritten(text: str, page: Page, changed: Changed, note: str = "") -> str:
    """The page with other links and without forms.

    Args:
        changed: from where a link leads to what it shall say; ``None`` makes plain words of it.
        note: HTML that comes first in the content.
    """
    edits = [(start, end, "") for start, end in page.cut]
    for link in page.links:
        target = changed(link.target)
        edits.append((link.start, link.end, "" if target is None else f'{link.name}="{escape(target)}"'))
    if note:
        edits.append((page.main, page.main, note))
    parts, last = [], 0
    for start, end, new in sorted(edits):
        parts += [text[last:start], new]
        last = end
    return "".join([*parts, text[last:]])
