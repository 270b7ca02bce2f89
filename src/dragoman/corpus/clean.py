"""From the text of a file to the text of a report. Pure functions; every offset later refers to what they return."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from dragoman.corpus.datelines import Dateline, split_dateline, split_signoff
from dragoman.corpus.lines import drop_boilerplate, join_wrapped_lines
from dragoman.corpus.treebank import detokenise, is_tokenised

LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
ODD_SPACE = re.compile(r"[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
MOJIBAKE = re.compile(r"[ÂÃâãÅÄÐÑØÙ][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¡-¿]|[\x80-\x84\x86-\x9f]")
ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}\d?|#\d{1,6}|#[xX][0-9A-Fa-f]{1,5});")
MARKED_UP = re.compile(
    r"</(?:p|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|td|table|blockquote|figure)>|<br ?/?>", re.IGNORECASE
)
UNSEEN = re.compile(r"<(?:(script|style)\b[^<>]*>|!--)", re.IGNORECASE)
UNSEEN_ENDS = {
    "script": re.compile(r"</script\s*>", re.IGNORECASE),
    "style": re.compile(r"</style\s*>", re.IGNORECASE),
    "": re.compile("-->"),
}
BLOCK = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|ol|li|tr|table|blockquote|figure|section|article|hr)\b[^<>]*>", re.IGNORECASE
)
INLINE = re.compile(
    r"</?(?:a|b|i|u|s|em|strong|span|font|small|sub|sup|img|td|th|tbody|thead|code|cite|q)\b[^<>]*>", re.IGNORECASE
)
SPACES = re.compile(r"[ \t]{2,}|\t")
AROUND_LINE_END = re.compile(r" ?\n ?")
BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """What :func:`clean_text` returns.

    Attributes:
        text: the report.
        dateline: the dateline taken off, if there was one.
        agency: agency that signed the report at its end, or ``None``.
        tokenised: whether the text was tokenised as in the Penn Treebank; its title then was too.
    """

    text: str
    dateline: Dateline | None = None
    agency: str | None = None
    tokenised: bool = False


def clean_text(text: str, *, title_known: bool = False, pdf: bool = False) -> Cleaned:
    """Clean a report: characters, markup, wrapped lines, tokenisation, boilerplate, sign-off and dateline.

    Args:
        text: as read from the file.
        title_known: the title is elsewhere, so that a short first line is not taken for it.
        pdf: line ends and hyphens come from a page layout.
    """
    text = strip_markup(normalise_characters(text))
    text, agency = split_signoff(text)
    text = join_wrapped_lines(text, title_known=title_known, pdf=pdf)
    tokenised = is_tokenised(text)
    if tokenised:
        text = detokenise(text)
    text, dateline = split_dateline(tidy_spaces(drop_boilerplate(text)))
    return Cleaned(text=text.strip(), dateline=dateline, agency=agency, tokenised=tokenised)


def clean_title(title: str, *, tokenised: bool = False) -> str:
    """A title on one line, with the same repairs as the text."""
    title = strip_markup(normalise_characters(title))
    return " ".join((detokenise(title) if tokenised or is_tokenised(title) else title).split())


def normalise_characters(text: str) -> str:
    """Mend mojibake; line ends become a newline, odd spaces a space; control and invisible characters go."""
    text = fix_mojibake(text)
    text = LINE_END.sub("\n", text)
    if not text.isascii():
        text = ODD_SPACE.sub(" ", text)
    return INVISIBLE.sub("", text)


def fix_mojibake(text: str) -> str:
    """Mend lines whose characters were decoded wrongly ("donâ€™t"); others are left as they are, quotes too."""
    if text.isascii() or not MOJIBAKE.search(text):
        return text
    import ftfy  # slow to import, rarely needed
    from ftfy.badness import is_bad

    return "\n".join(
        ftfy.fix_encoding(line) if MOJIBAKE.search(line) and is_bad(line) else line for line in text.split("\n")
    )


def strip_markup(text: str) -> str:
    """Take HTML tags and entities out of a text field; "<Company>" in angle brackets is not a tag."""
    if MARKED_UP.search(text):
        text = INLINE.sub("", BLOCK.sub("\n", _drop_unseen(text)))
    if "&" not in text:
        return text
    # An entity can stand for an odd space or a line end.
    unescaped = ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return unescaped if unescaped == text else INVISIBLE.sub("", ODD_SPACE.sub(" ", LINE_END.sub("\n", unescaped)))


def _drop_unseen(text: str) -> str:
    """Without scripts, styles and comments; by hand, as one pattern for it is quadratic where many are never closed."""
    kept: list[str] = []
    start = 0
    while found := UNSEEN.search(text, start):
        end = UNSEEN_ENDS[(found[1] or "").lower()].search(text, found.end())
        if end is None:
            break
        kept += (text[start : found.start()], " ")
        start = end.end()
    return "".join((*kept, text[start:]))


def tidy_spaces(text: str) -> str:
    """One space between words, none around line ends, one blank line at most between paragraphs."""
    text = SPACES.sub(" ", text)
    return BLANK_LINES.sub("\n\n", AROUND_LINE_END.sub("\n", text)).strip()
