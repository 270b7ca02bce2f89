"""The table of formats: what a file looks like, what a reader never does."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.exchange import openers
from dragoman.exchange.cells import SCHEMA
from dragoman.exchange.layouts import ACLED, GDELT, ICEWS, PHOENIX, POLECAT, STREAM, UCDP
from dragoman.exchange.sets import FORMATS, MAPPED, READERS, guess_format, make_mapping, read_rows
from dragoman.model.dyads import IMPORT_COLUMNS
from dragoman.tables import folder, rows
from foreign import ICEWS_ROW, read, rows_of, table

HEADS = {
    "icews": ("\t", ICEWS.columns), "stream": ("\t", STREAM.columns), "gdelt": ("\t", GDELT[58].columns),
    "polecat": ("\t", POLECAT.columns), "phoenix": ("\t", PHOENIX.columns), "acled": (",", ACLED.columns),
    "ucdp": (",", UCDP.columns),
}  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(
        ["2018-06-01", "20180601", "042", "ASSAULT", "1", "-0.5", "1e400", "nan", "NA", "None", '"', "x\\y", "é"]
    ),
    st.text(max_size=6),
)
IN_A_FOLDER = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def test_the_rows_have_the_columns_and_types_of_the_model() -> None:
    assert list(SCHEMA) == list(IMPORT_COLUMNS)
    assert [str(type_) for type_ in SCHEMA.values()] == [
        {"VARCHAR": "String", "DATE": "Date", "TINYINT": "Int8", "INTEGER": "Int32", "DOUBLE": "Float64"}[name]
        for name in IMPORT_COLUMNS.values()
    ]


def test_every_format_has_a_description_and_every_reader_a_name() -> None:
    assert set(FORMATS) == {*READERS, MAPPED} == {*HEADS, MAPPED}
    assert all(FORMATS.values())


@pytest.mark.parametrize("name", HEADS)
def test_a_header_tells_the_format(tmp_path: Path, name: str) -> None:
    delimiter, columns = HEADS[name]
    path = tmp_path / "events.txt"
    path.write_text(delimiter.join(columns) + "\n")
    assert guess_format(path) == name
    frame, rejected = read(path, name)
    assert (frame.height, rejected) == (0, {})


def test_a_file_of_no_known_format_is_none(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    for text in ("", "a,b\n1,2\n", "no table at all\n", "\x00\x01\x02"):
        path.write_text(text)
        assert guess_format(path) is None


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "20150218.export.CSV"
    path.write_bytes(b"")
    assert read(path, "gdelt")[0].height == 0


def test_a_file_of_another_format_is_told_with_what_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    path.write_text(table([ICEWS_ROW]))
    for name in READERS:
        if name != "icews":
            with pytest.raises(ValueError, match=r"events\.tab: not of this format, which needs"):
                list(read_rows(path, name))


def test_wrong_names_and_mappings_are_told(tmp_path: Path) -> None:
    mapping = make_mapping({"columns": {"day": "d", "source_name": "s", "target_name": "t", "cameo": "c"}})
    with pytest.raises(ValueError, match="no format 'kedbs' of events; there are icews, stream"):
        read_rows(tmp_path, "kedbs")
    with pytest.raises(ValueError, match="a mapping is needed for 'csv'"):
        read_rows(tmp_path, "csv")
    with pytest.raises(ValueError, match="'icews' takes no mapping"):
        read_rows(tmp_path, "icews", mapping=mapping)


@pytest.mark.parametrize("name", HEADS)
@IN_A_FOLDER
@given(data=st.data())
def test_whatever_stands_in_the_rows_each_is_read_or_told(tmp_path: Path, name: str, data: st.DataObject) -> None:
    delimiter, columns = HEADS[name]
    width = st.one_of(st.just(len(columns)), st.integers(1, len(columns) + 2))
    cells = data.draw(st.lists(width.flatmap(lambda size: st.lists(CELLS, min_size=size, max_size=size)), max_size=4))
    path = tmp_path / "events.txt"
    path.write_text("\n".join(delimiter.join(row) for row in ([*columns], *cells)), encoding="utf-8", errors="replace")
    chunks = list(read_rows(path, name))
    frame = rows_of(chunks)
    found = path.read_bytes().decode().split("\n")[1:]
    told = [reason for chunk in chunks for _, reason in chunk.rejected]
    assert frame.height + len(told) + sum(chunk.repeated for chunk in chunks) <= len(found)
    if delimiter == "\t":
        filled = [line for line in found if line.rstrip("\r") and not line.isspace()]
        assert frame.height + len(told) + sum(chunk.repeated for chunk in chunks) >= len(filled)
    assert all("\n" not in reason for reason in told)
    assert frame["day"].null_count() == 0
    assert frame["id"].null_count() == 0


def test_a_long_file_comes_in_pieces_and_takes_no_more_room_than_a_short_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openers, "BLOCK_BYTES", 50_000)
    lines = table([ICEWS_ROW]).splitlines(keepends=True)
    peaks = []
    for count in (4_000, 16_000):
        path = tmp_path / f"{count}.tab"
        path.write_text(lines[0] + "".join(lines[1].replace("41000001", str(number)) for number in range(count)))
        heights = []
        tracemalloc.start()
        for member in openers.members(path):
            heights = [len(some.texts) for some in openers.lines(member, rows=1000)]
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert sum(heights) == count + 1
        assert max(heights) == 1000
        assert read(path, "icews")[0].height == count
    assert peaks[1] < 1.5 * peaks[0]


def test_names_of_icews_are_one_each_and_have_codes() -> None:
    table_ = list(rows(folder("ontology", "cameo") / "icews_names.csv"))
    assert len({row["name"].lower() for row in table_}) == len(table_) == 292
    assert all(row["cameo"].isdigit() for row in table_)
