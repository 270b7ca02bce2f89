"""What all charts share: colours, fonts, text that can't break a picture, and links to evidence.

Colours are those of Okabe & Ito (2008), which people with any common colour blindness tell apart; none is ever the only
sign of what it means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from dragoman.model.ids import content_id

if TYPE_CHECKING:
    import altair as alt

INK, QUIET, GRID, EMPTY, PAPER = "#1a1a1a", "#555555", "#d9d9d9", "#e8e8e8", "#ffffff"
BLUE, SKY, ORANGE, VERMILLION, GREEN = "#0072B2", "#56B4E9", "#E69F00", "#D55E00", "#009E73"
FONT = "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"
WIDTH = 720
"""Pixels of the drawing, without axes: what fits a page."""
LINE_LENGTH = 118
"""Characters of a line of small print under a title, at this width."""
THIN = 5
"""With fewer events a period or a pair is shown as thin: claims on so few are not tested either."""
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""Characters that are not seen: one that XML can't hold makes the renderer abort the process, and those of direction
turn the words after them around."""
BREAKS = re.compile("[\t\x0b-\r\x85\u2028\u2029]")
UNKNOWN = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """A sentence or a label that a point of a chart stands on.

    Attributes:
        day: as it is written, may be empty.
        source: outlet or data set, may be empty.
        url: address of the report; only http and https become links.
        reference: what ``dragoman explain`` takes, may be empty.
    """

    text: str
    day: str = ""
    source: str = ""
    url: str | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one point of a chart stands on.

    Attributes:
        key: the point's link; see :func:`href_of`.
        more: lines that there are besides those here.
    """

    key: str
    heading: str
    lines: tuple[EvidenceLine, ...] = ()
    more: int = 0


def anchor(key: str) -> str:
    """Id of an evidence entry in a page, whatever is in its key."""
    return f"e-{content_id(key)}"


def is_url(text: str | None) -> bool:
    """Whether a text is an address that may be linked to."""
    try:
        parts = urlsplit(text or "")
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def href_of(link: str | None) -> str | None:
    """Address that a point leads to: a report's own, or the entry of the evidence list with this key."""
    if not link:
        return None
    return cleaned(link) if is_url(link) else f"#{anchor(link)}"


def cleaned(text: str) -> str:
    """Text without characters that would break a picture or turn its words around; breaks of lines stay."""
    return UNKNOWN.sub("\ufffd", BREAKS.sub(" ", UNSEEN.sub("", text)))


def in_line(text: str) -> str:
    """Clean text in one line."""
    return " ".join(cleaned(text).split())


def cells(text: str) -> int:
    """Width of a text in half-width characters: an East Asian one counts two, a combining one none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def cut(text: str, most: int) -> str:
    """At most so many half-widths of a text in one line; an ellipsis stands for the rest."""
    line = in_line(text)
    if cells(line) <= most:
        return line
    kept, width = "", 0
    for char in line:
        width += cells(char)
        if width > most - 1:
            break
        kept += char
    return kept.rstrip() + "…"


def wrapped(text: str, width: int, most: int) -> list[str]:
    """A text in at most so many lines of so many half-widths, the last one cut."""
    lines: list[str] = [""]
    words = [piece for word in in_line(text).split() for piece in _pieces(word, width)]
    for at, word in enumerate(words):
        joined = f"{lines[-1]} {word}".strip()
        if cells(joined) <= width:
            lines[-1] = joined
        elif len(lines) == most:
            lines[-1] = cut(" ".join((lines[-1], *words[at:])), width)
            break
        else:
            lines.append(word)
    return lines


def _pieces(word: str, width: int) -> list[str]:
    """A word that is longer than a line, in pieces that are not."""
    pieces = [""]
    for char in word:
        if cells(pieces[-1] + char) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def signed(value: float | None, digits: int = 2) -> str:
    """A value with its sign, or that there is none."""
    return "none" if value is None else f"{value:+.{digits}f}".replace("-", "−")


def marks(rows: Iterable[Mapping[str, Any]]) -> alt.Chart:
    """A chart of rows, before it has a mark."""
    import altair as alt

    # A plain dictionary, for altair checks every value of its own kinds of data; a tuple, for it copies lists at each
    # step. Either would take seconds for some thousand rows.
    return alt.Chart({"values": tuple(dict(row) for row in rows)})


def linked() -> dict[str, Any]:
    """Encoding of a link: the row's ``href``, where it has one."""
    return {"condition": {"test": "isValid(datum.href)", "field": "href", "type": "nominal"}}


def tips(fields: Mapping[str, str]) -> list[alt.Tooltip]:
    """Tooltip of fields that are text already, by their titles."""
    import altair as alt

    return [alt.Tooltip(f"{field}:N", title=title) for field, title in fields.items()]


def finished(chart: alt.typing.ChartType, title: str, notes: Sequence[str], width: int = WIDTH) -> Any:
    """The chart with its title, what is to be known about it, and the style of all charts."""
    import altair as alt

    length = LINE_LENGTH * width // WIDTH
    small = [line for note in notes for line in wrapped(note, length, 6)]
    heading = wrapped(title, max(20, length * 3 // 4), 3)
    text = {"labelFont": FONT, "titleFont": FONT, "labelColor": INK, "titleColor": INK}
    return (
        chart.properties(
            title=alt.Title(heading, subtitle=small), background=PAPER, padding=14, description=in_line(title)
        )
        .configure_view(stroke=None)
        .configure_title(
            font=FONT, subtitleFont=FONT, fontSize=16, subtitleFontSize=11.5, subtitleLineHeight=15, color=INK,
            subtitleColor=QUIET, anchor="start", frame="group", offset=12, subtitlePadding=5,
        )
        .configure_axis(labelFontSize=11, titleFontSize=12, titleFontWeight="normal", gridColor=GRID,
                        domainColor=QUIET, tickColor=QUIET, **text)
        .configure_legend(labelFontSize=11, titleFontSize=11.5, titleFontWeight="normal", symbolStrokeWidth=1.5,
                          labelLimit=220, **text)
        .configure_text(font=FONT, color=INK, fontSize=11)
        .configure_concat(spacing=10)
    )  # fmt: skip
