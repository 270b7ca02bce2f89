"""From bytes to characters: byte-order marks, UTF-8, then what is likely for news in English."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
SAMPLE_BYTES = 65_536
DECLARED = re.compile(rb"""(?:charset\s*=\s*|encoding\s*=\s*)["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ufffe\uffff]")
MAX_CONTROL_SHARE = 0.02
"""Wire copy ends in single control characters (two in 700 characters in Reuters-21578); images have 20 % and more."""
BAD_UTF8_SHARE = 0.2
"""Bad bytes for a good character outside ASCII; text in a one-byte encoding has hardly any good ones."""
WESTERN_SHARE = 0.1
"""English news has below 3 % of characters outside ASCII, curly quotes included; a Cyrillic text has 80 %."""


class NotTextError(ValueError):
    """The bytes are not text."""


def decode(data: bytes, encoding: str | None = None, *, html: bool = False) -> str:
    """Decode a whole file.

    Args:
        encoding: the user's word on it; wrong bytes then become replacement characters. ``None`` finds it out.
        html: whether a ``charset`` declared in the first bytes counts.

    Raises:
        NotTextError: the bytes hold no text.
    """
    name = encoding or find_encoding(data, whole=True, html=html)
    for mark, marked in MARKS:
        if data.startswith(mark) and codecs.lookup(marked).name in (codecs.lookup(name).name, "utf-8"):
            data = data[len(mark) :]
            break
    text = data.decode(name, errors="replace")
    check_text(text)
    return text


def check_text(text: str) -> None:
    """Raise :class:`NotTextError` if ``text`` holds nulls or more control characters than news ever does."""
    if "\0" in text:
        raise NotTextError("not text: it holds null characters")
    # A text of one language has few controls; findall is only reached when there is one at all.
    if CONTROL.search(text) and len(CONTROL.findall(text)) > max(3, MAX_CONTROL_SHARE * len(text)):
        raise NotTextError("not text: too many control or undecodable characters; if it is text, name its encoding")


def find_encoding(data: bytes, *, whole: bool = False, html: bool = False) -> str:
    """Name the encoding of ``data``.

    Args:
        data: the file or its first bytes.
        whole: whether ``data`` is the whole file, so that a character cut off at the end is an error.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    sample = data[:SAMPLE_BYTES]
    if b"\0" in sample:
        return _wide(sample)
    if _is_utf8(data, whole=whole):
        return "utf-8"
    declared = DECLARED.search(data, 0, 4096) if html else None
    if declared and (known := _known(declared[1].decode("ascii"))):
        return known
    return _single_byte(sample)


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: nulls stand at every other place. Anything else with nulls is not text."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    raise NotTextError("not text: it holds null bytes")


def _is_utf8(data: bytes, *, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data, final=whole)
    except UnicodeDecodeError:
        # A few bad bytes in a file that is UTF-8 all over must not turn all of it into mojibake.
        decoded = data[:SAMPLE_BYTES].decode("utf-8", errors="replace")
        bad = decoded.count("\ufffd")
        return bad <= BAD_UTF8_SHARE * (sum(char > "\x7f" for char in decoded) - bad)
    return True


def _known(name: str) -> str | None:
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    # Pages that declare Latin-1 or UTF-8 and aren't are Windows-1252 in practice (WHATWG Encoding Standard, 4.2).
    return "cp1252" if found in ("iso8859-1", "ascii", "utf-8") else found


def _single_byte(sample: bytes) -> str:
    """Windows-1252 when little lies outside ASCII, else what charset-normalizer says.

    English text with a few accents and curly quotes gives charset-normalizer too little to go on: it named
    cp1250 and hp_roman8 for Windows-1252 sentences about São Paulo, which turns ã into ă.
    """
    high = sum(byte > 127 for byte in sample)
    if high <= WESTERN_SHARE * len(sample):
        try:
            sample.decode("cp1252")
        except UnicodeDecodeError:
            pass
        else:
            return "cp1252"
    from charset_normalizer import from_bytes  # slow to import, rarely needed

    best = from_bytes(sample).best()
    if best is None:
        raise NotTextError("not text in any known encoding; if it is text, name its encoding")
    return best.encoding


def text_lines(stream: io.BufferedReader, encoding: str | None, max_bytes: int) -> Iterator[str | None]:
    """Decode a stream line by line, line ends kept; ``None`` stands for a line of more than ``max_bytes``.

    A line that isn't UTF-8 in a UTF-8 stream is read as Windows-1252, so that one bad line does not cost the rest.

    Raises:
        NotTextError: the stream does not begin like text.
    """
    head = stream.peek(SAMPLE_BYTES)[:SAMPLE_BYTES]
    name = encoding or find_encoding(head)
    old_mac = b"\r" in head and b"\n" not in head
    if old_mac or codecs.lookup(name).name.startswith(("utf-16", "utf-32")):
        # Here newlines are more than one byte, or none: the decoder must cut the lines.
        yield from _decoded_lines(stream, name, max_bytes, newline=None if old_mac else "")
        return
    usual, other = (encoding, encoding) if encoding else ("utf-8", "cp1252" if name == "utf-8" else name)
    for number, data in enumerate(_raw_lines(stream, max_bytes)):
        if data is None:
            yield None
            continue
        line = data if number else data.removeprefix(codecs.BOM_UTF8)
        try:
            yield line.decode(usual)
        except UnicodeDecodeError:
            yield line.decode(other, errors="replace")


def _raw_lines(stream: io.BufferedReader, max_bytes: int) -> Iterator[bytes | None]:
    while data := stream.readline(max_bytes):
        if len(data) < max_bytes or data.endswith(b"\n"):
            yield data
            continue
        while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
            pass
        yield None


def _decoded_lines(stream: io.BufferedReader, name: str, max_bytes: int, newline: str | None) -> Iterator[str]:
    wrapper = io.TextIOWrapper(stream, name, errors="replace", newline=newline)
    try:
        while line := wrapper.readline(max_bytes):
            yield line.removeprefix("\ufeff")
    finally:
        wrapper.detach()
