from __future__ import annotations

import io
import weakref
from collections.abc import Iterator
from pathlib import Path

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.exchange.out_files import whole_file, write_cells
from dragoman.exchange.out_write import OUT_FORMATS, guess_format, write_rows
from out_samples import OWN, TEXTS, frame, in_line, own


def failing() -> Iterator[polars.DataFrame]:
    yield frame(OWN)
    raise RuntimeError("the store went away")


@pytest.mark.parametrize("format_", OUT_FORMATS)
def test_a_failure_leaves_no_file_and_no_trace(format_: str, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="went away"):
        write_rows(failing(), tmp_path / "rows.out", format_)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format_", OUT_FORMATS)
def test_a_failure_leaves_the_file_that_was_there(format_: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.out"
    path.write_text("of last week")
    with pytest.raises(RuntimeError, match="went away"):
        write_rows(failing(), path, format_)
    assert path.read_text() == "of last week"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("format_", OUT_FORMATS)
def test_a_file_is_replaced_as_a_whole_and_nothing_else_stays(format_: str, tmp_path: Path) -> None:
    path = tmp_path / "rows.out"
    path.write_text("x" * 100_000)
    assert write_rows([frame(OWN)], path, format_) == 1
    assert list(tmp_path.iterdir()) == [path]
    assert 0 < path.stat().st_size < 100_000


@pytest.mark.parametrize("format_", ["icews", "gdelt", "gdelt-mentions", "polecat", "csv", "jsonl"])
def test_no_more_than_a_few_frames_are_in_memory_at_once(format_: str, tmp_path: Path) -> None:
    given_out: list[weakref.ref[polars.DataFrame]] = []
    most = 0

    def frames() -> Iterator[polars.DataFrame]:
        nonlocal most
        for number in range(20):
            made = frame(own(id=f"{number:010x}00c0de"))
            given_out.append(weakref.ref(made))
            yield made
            most = max(most, sum(ref() is not None for ref in given_out))

    assert write_rows(frames(), tmp_path / "rows.out", format_) == (1 if format_ == "gdelt" else 20)
    assert most <= 2


def test_nothing_stands_under_the_name_until_all_is_written(tmp_path: Path) -> None:
    path = tmp_path / "rows.tab"
    with whole_file(path) as part:
        part.write_text("whole")
        assert part.parent == path.parent
        assert not path.exists()
    assert path.read_text() == "whole"


def test_a_link_still_points_to_the_file_that_was_written(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "latest.csv").symlink_to(tmp_path / "data" / "rows.csv")
    write_rows([frame(OWN)], tmp_path / "latest.csv", "csv")
    assert (tmp_path / "latest.csv").is_symlink()
    assert (tmp_path / "data" / "rows.csv").stat().st_size > 0


def test_a_long_name_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 250 + ".csv")
    assert write_rows([frame(OWN)], path, "csv") == 1
    assert path.exists()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nowhere is not there"):
        write_rows([frame(OWN)], tmp_path / "nowhere" / "rows.csv", "csv")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is a folder"):
        write_rows([frame(OWN)], tmp_path, "parquet")


def test_an_unknown_format_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no format 'stata'; there are icews, gdelt"):
        write_rows([frame(OWN)], tmp_path / "rows.dta", "stata")
    assert list(tmp_path.iterdir()) == []


@given(st.lists(st.tuples(st.none() | TEXTS, TEXTS), min_size=1))
def test_every_row_is_one_line_with_as_many_cells_as_columns(rows: list[tuple[str | None, str]]) -> None:
    stream = io.BytesIO()
    write_cells(
        polars.DataFrame(rows, schema={"a": polars.String, "b": polars.String}, orient="row"), stream, null="NA"
    )
    written = stream.getvalue().decode("utf-8").split("\n")
    assert written.pop() == ""
    assert [len(line.split("\t")) for line in written] == [2] * len(rows)
    for line, (first, second) in zip(written, rows, strict=True):
        cells = line.split("\t")
        assert cells[0] == "NA" if first is None else cells[0].strip('"') == in_line(first).strip('"')
        assert cells[1].replace('""', '"').strip('"') == in_line(second).replace('""', '"').strip('"')


def test_only_quotation_marks_around_a_whole_cell_are_quoted() -> None:
    stream = io.BytesIO()
    cells = ['"', '""', '"all"', '"some" words', 'the "some"', '"a" and "b"']
    write_cells(polars.DataFrame({"a": cells}), stream)
    assert stream.getvalue().decode().split("\n")[:-1] == [
        '"', '""""""', '"""all"""', '"some" words', 'the "some"', '"""a"" and ""b"""',
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("rows.csv", "csv"),
        ("ROWS.CSV", "csv"),
        ("20310309000000.export.CSV", "gdelt"),
        ("20310309000000.mentions.CSV", "gdelt-mentions"),
        ("events.2031.tab", "icews"),
        ("rows.ndjson", "jsonl"),
        ("rows.feather", "arrow"),
        ("rows.parquet", "parquet"),
        ("rows.txt", ""),
        ("csv", ""),
    ],
)
def test_the_end_of_a_name_tells_the_format(name: str, format_: str) -> None:
    assert guess_format(Path(name)) == format_
    assert format_ == "" or format_ in OUT_FORMATS
