"""Files of events as they come: packed, in several encodings, broken off, with lines of any kind."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.exchange import openers
from dragoman.exchange.openers import Lines, Member, lines, members
from dragoman.exchange.records import LINE, Shape, pieces
from foreign import ICEWS_ROW, read, table

TEXT = table([{**ICEWS_ROW, "Event ID": str(number)} for number in range(5)]).encode()
COMMAS = Shape(columns=("a", "b", "c"), header=False, delimiter=",", quoted=True)


@pytest.mark.parametrize(
    ("name", "pack"),
    [("x.tab", bytes), ("x.tab.gz", gzip.compress), ("x.tab.BZ2", bz2.compress), ("x.tab.xz", lzma.compress)],
)
def test_packed_files_are_read_as_plain_ones(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / name
    path.write_bytes(pack(TEXT))
    frame, rejected = read(path, "icews")
    assert (frame.height, rejected) == (5, {})


def test_all_files_of_an_archive_are_read_and_others_are_told(tmp_path: Path) -> None:
    path = tmp_path / "events.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2014/a.tab", TEXT)
        archive.writestr("2014/b.tab.gz", gzip.compress(TEXT.replace(b"Norland", b"Talvia")))
        archive.writestr("readme.txt", "These are events.\n")
        archive.writestr("empty.tab", "")
        archive.writestr("__MACOSX/._a.tab", "x")
    frame, rejected = read(path, "icews")
    assert frame.height == 10
    assert list(rejected) == ["events.zip/readme.txt, line 1"]
    assert "not of this format" in rejected["events.zip/readme.txt, line 1"]


def test_a_file_that_breaks_off_gives_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "x.tab.gz"
    many = table([{**ICEWS_ROW, "Event ID": str(n), "Source Name": str(n * 7919 % 10_007)} for n in range(5000)])
    whole = gzip.compress(many.encode())
    path.write_bytes(whole[: len(whole) // 2])
    # Small blocks, as the end of a file of many.
    frame, rejected = read_in_blocks(path, 1000)
    assert 1000 < frame < 4000
    ((place, reason),) = rejected
    assert place.startswith("x.tab.gz, line ")
    assert "breaks off" in reason


def read_in_blocks(path: Path, size: int) -> tuple[int, list[tuple[str, str]]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(openers, "BLOCK_BYTES", size)
        found = [some for member in members(path) for some in lines(member)]
    return sum(len(some.texts) for some in found), [pair for some in found for pair in some.rejected]


@pytest.mark.parametrize("name", ["x.tab.gz", "x.tab.xz", "x.tab.bz2", "x.zip"])
def test_a_file_that_is_not_what_its_name_says_is_told(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(TEXT)
    with pytest.raises(ValueError, match=name):
        read(path, "icews")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"none\.tab: no such file"):
        read(tmp_path / "none.tab", "icews")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_marks_of_byte_order_and_windows_line_ends(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "x.tab"
    path.write_bytes(TEXT.decode().replace("\n", "\r\n").replace("Norland", "Nörland").encode(encoding))
    frame, rejected = read(path, "icews")
    assert not rejected
    assert frame["source_name"].to_list() == ["Foreign Affairs (Nörland)"] * 5
    assert frame["longitude"].to_list() == [105.25] * 5


def lines_of(data: bytes, rows: int = 3) -> list[Lines]:
    return list(lines(Member(label="f", stream=io.BytesIO(data), alone=True), rows=rows))


@given(st.lists(st.binary(max_size=12).map(lambda data: data.replace(b"\n", b"")), max_size=30), st.integers(1, 40))
def test_no_line_is_lost_and_each_has_its_number(texts: list[bytes], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(openers, "BLOCK_BYTES", size)
        found = lines_of(b"#\n" + b"\n".join(texts))
    numbers = [number for some in found for number in some.numbers]
    bare = [text.rstrip(b"\r") for text in (b"#", *texts)]
    assert numbers == [number for number, text in enumerate(bare, 1) if text]
    assert all(len(some.texts) <= 3 for some in found)


def test_a_line_without_end_costs_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openers, "BLOCK_BYTES", 10)
    monkeypatch.setattr(openers, "MAX_LINE_BYTES", 50)
    found = lines_of(b"first\n" + b"x" * 200 + b"\nthird\n" + b"y" * 200)
    assert [text for some in found for text in some.texts] == [b"first", b"third"]
    assert [number for some in found for number in some.numbers] == [1, 3]
    assert [place for some in found for place, _ in some.rejected] == ["f, line 2", "f, line 4"]


def cut(data: bytes, shape: Shape = COMMAS) -> tuple[list[tuple[object, ...]], list[tuple[str, str]]]:
    found = list(pieces(lines_of(data), "f", shape))
    return [row for piece in found for row in piece.frame.rows()], [pair for piece in found for pair in piece.rejected]


def test_a_record_in_quotation_marks_may_run_over_lines_and_pieces() -> None:
    data = b'1,2,3\n4,5,6\n7,"eight, ""8""\n\nnine",10\n11,12,13\n'
    rows, rejected = cut(data)
    assert rows == [("1", "2", "3", 1), ("4", "5", "6", 2), ("7", 'eight, "8"\n\nnine', "10", 3), ("11", "12", "13", 6)]
    assert not rejected


def test_a_quotation_mark_that_is_never_closed_costs_one_line() -> None:
    data = b'1,2,3\n4,"five,6\n' + b"7,8,9\n" * 500
    rows, rejected = cut(data)
    assert len(rows) == 501
    assert rejected == [("f, line 2", "a quotation mark that is not closed, or not where a cell begins")]


def test_marks_inside_cells_blanks_around_them_and_empty_ones_behind() -> None:
    rows, rejected = cut(b'1,5" gun,x\n 1 , 2,3 ,,\n1,2,3,4\n   \n')
    assert rows == [("1", '5" gun', "x", 1), ("1", "2", "3", 2)]
    assert rejected == [("f, line 3", "4 cells instead of 3")]


@given(st.lists(st.text(alphabet='ab",\r \té', max_size=8), max_size=25))
def test_every_line_is_a_row_or_told_or_part_of_a_row(texts: list[str]) -> None:
    rows, rejected = cut("\n".join(texts).encode())
    begun = [row[-1] for row in rows] + [int(place.rsplit(" ", 1)[1]) for place, _ in rejected]
    assert len(set(begun)) == len(begun)
    assert all(1 <= number <= len(texts) for number in begun)
    whole = [number for number, text in enumerate(texts, 1) if text.count(",") == 2 and '"' not in text]
    inside = {number for number in whole if number not in begun}
    # A whole line that is no row of its own can only lie inside a record in quotation marks.
    assert all(any('"' in text for text in texts[: number - 1]) for number in inside)


def test_the_line_of_a_row_is_that_on_which_it_begins() -> None:
    (piece,) = pieces(lines_of(b"\n\n1,2,3\n"), "f", COMMAS)
    assert piece.frame[LINE].to_list() == [3]
