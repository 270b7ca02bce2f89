"""Tables of any columns, read with a mapping."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dragoman.exchange.sets import ColumnMapping, load_mapping, make_mapping, read_rows
from foreign import only, read

COLUMNS = {"day": "date", "source_name": "from", "target_name": "to", "cameo": "code"}
FILE = "date,from,to,code,note\n2024-02-08,Norland,Estoria,173,a\n2024-02-09,,Talvia,042,\n"


def mapping(**changes: Any) -> ColumnMapping:
    return make_mapping({"columns": COLUMNS, **changes})


def test_columns_are_found_by_the_mapping_and_the_others_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(FILE)
    frame, rejected = read(path, "csv", mapping())
    assert not rejected
    assert frame["day"].to_list() == frame["last_day"].to_list() == [date(2024, 2, 8), date(2024, 2, 9)]
    assert frame["source_name"].to_list() == ["Norland", None]
    assert frame.select("cameo", "plover", "quad", "goldstein").row(0) == ("173", "COERCE", 4, -5.0)
    assert json.loads(frame["extra"][0]) == {"note": "a"}
    assert frame["extra"][1] is None


def test_constants_dates_delimiter_encoding_and_missing_cells(tmp_path: Path) -> None:
    path = tmp_path / "events.txt"
    path.write_bytes("Tag;von;an;Art;Wert\n8.2.2024;Törrane;-;CONSULT;3,5\n".encode("latin-1"))
    known = make_mapping(
        {
            "columns": {"day": "Tag", "source_name": "von", "target_name": "an", "plover": "Art"},
            "constants": {"publisher": "Norland Daily", "goldstein": 1.5, "outlets": 1},
            "date_format": "%d.%m.%Y",
            "delimiter": ";",
            "encoding": "latin-1",
            "missing": ["-"],
        }
    )
    row = only(read(path, "csv", known)[0])
    assert (row["day"], row["source_name"], row["target_name"]) == (date(2024, 2, 8), "Törrane", None)
    assert (row["plover"], row["quad"], row["goldstein"]) == ("CONSULT", 1, 1.5)
    assert (row["publisher"], row["outlets"]) == ("Norland Daily", 1)
    assert json.loads(row["extra"]) == {"Wert": "3,5"}


def test_the_name_of_an_event_is_enough_where_it_is_one_of_icews(tmp_path: Path) -> None:
    path = tmp_path / "events.tsv"
    path.write_text(
        "date\tfrom\tto\twhat\n2024-02-08\tNorland\tEstoria\tmake a visit\n2024-02-08\tNorland\tEstoria\tjuggle\n"
    )
    frame, _ = read(path, "csv", make_mapping({"columns": {**COLUMNS, "event_text": "what"} | {"cameo": "what"}}))
    assert frame["cameo"].to_list() == ["make a visit", "juggle"]
    columns = {name: column for name, column in COLUMNS.items() if name != "cameo"} | {"event_text": "what"}
    frame, _ = read(path, "csv", make_mapping({"columns": columns}))
    assert frame.select("event_text", "cameo", "plover").rows() == [
        ("make a visit", "042", "CONSULT"), ("juggle", None, None),
    ]  # fmt: skip


def test_ids_are_those_of_the_table_or_made_of_the_content(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    line = FILE.splitlines()[1]
    path.write_text(f"{FILE}{line}\n")
    made = read(path, "csv", mapping())[0]["id"].to_list()
    own = read(path, "csv", mapping(columns={**COLUMNS, "id": "note"}))
    assert len(set(made)) == 3
    assert read(path, "csv", mapping())[0]["id"].to_list() == made
    assert own[0]["id"].to_list() == ["a", "a"]
    assert own[1] == {"events.csv, line 3": "no id in column 'note'"}


def test_rows_that_do_not_fit_are_told(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(FILE.replace("2024-02-09", "9 Feb") + "2024-02-10,a\n")
    frame, rejected = read(path, "csv", mapping())
    assert frame.height == 1
    assert rejected == {"events.csv, line 3": "date: '9 Feb' is no day", "events.csv, line 4": "2 cells instead of 5"}
    path.write_text(FILE)
    columns = {"day": "date", "source_name": "from", "target_name": "to", "plover": "note"}
    _, rejected = read(path, "csv", make_mapping({"columns": columns}))
    assert rejected == {"events.csv, line 2": "'A' is no PLOVER type"}


def test_a_last_day_is_the_first_where_it_is_missing_and_never_before_it(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    ends = ("", "2024-02-10", "x", "2024-02-01")
    path.write_text("date,until,from,to,code\n" + "".join(f"2024-02-08,{last},a,b,042\n" for last in ends))
    frame, rejected = read(path, "csv", mapping(columns={**COLUMNS, "last_day": "until"}))
    assert frame["last_day"].to_list() == [date(2024, 2, 8), date(2024, 2, 10)]
    assert list(rejected.values()) == ["until: 'x' is no day", "until lies before the first day"]


def test_a_number_that_is_none_is_kept_as_text(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(FILE)
    row = read(path, "csv", mapping(columns={**COLUMNS, "goldstein": "note", "quad": "code"}))[0].row(0, named=True)
    assert json.loads(row["extra"]) == {"note": "a", "code": "173"}
    assert (row["goldstein"], row["quad"]) == (-5.0, 4)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (None, "needs the key 'columns'"),
        ({"column": {}}, "no key 'column' in a mapping; there are columns, constants"),
        ({"columns": "date"}, "'columns' needs pairs of our column and theirs"),
        ({"columns": {**COLUMNS, "sourcename": "x"}}, "no column 'sourcename' to fill; did you mean source_name?"),
        ({"columns": {**COLUMNS, "extra": "x"}}, "no column 'extra' to fill"),
        ({"columns": {**COLUMNS, "url": ["a", "b"]}}, "url needs one text, not"),
        (
            {"columns": {"day": "d", "cameo": "c"}},
            "a mapping needs day, source_name, target_name; source_name is missing",
        ),
        ({"columns": {"day": "d", "source_name": "s", "target_name": "t"}}, "needs one of cameo, plover, event_text"),
        ({"columns": COLUMNS, "constants": {"day": "2024-01-01"}}, "'day' stands under both columns and constants"),
        (
            {"columns": COLUMNS, "constants": {"last_day": "soon"}},
            "constant last_day needs a day as 2024-02-08, not 'soon'",
        ),
        ({"columns": COLUMNS, "constants": {"quad": "x"}}, "constant quad needs a number, not 'x'"),
        ({"columns": COLUMNS, "constants": {"plover": "HUG"}}, "'HUG' is no PLOVER type; there are AGREE"),
        ({"columns": COLUMNS, "constants": {"id": "1"}}, "'id' cannot be the same for all rows"),
        ({"columns": COLUMNS, "date_format": "dd.mm.yyyy"}, "date_format 'dd.mm.yyyy' has no % in it"),
        ({"columns": COLUMNS, "date_format": "%H:%M"}, "date_format '%H:%M' does not give a day"),
        ({"columns": COLUMNS, "date_format": "%d.%m."}, "date_format '%d.%m.' does not give a day"),
        ({"columns": COLUMNS, "delimiter": "||"}, "delimiter '||' is not one character"),
        ({"columns": COLUMNS, "encoding": "klingon"}, "no encoding 'klingon'"),
        ({"columns": COLUMNS, "missing": "NA"}, "'missing' needs a list of cells"),
    ],
)
def test_a_wrong_mapping_is_told_in_one_line(given: object, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)) as error:
        make_mapping(given)
    assert "\n" not in str(error.value)


def test_a_constant_code_must_be_one_of_the_ontology() -> None:
    columns = {name: column for name, column in COLUMNS.items() if name != "cameo"}
    with pytest.raises(ValueError, match="'43' is no CAMEO code"):
        make_mapping({"columns": columns, "constants": {"cameo": 43}})
    assert make_mapping({"columns": columns, "constants": {"cameo": "043"}}).constants == {"cameo": "043"}


def test_a_column_that_the_table_does_not_have_is_told(tmp_path: Path) -> None:
    path = tmp_path / "events.csv"
    path.write_text(FILE)
    with pytest.raises(
        ValueError, match=r"events\.csv: no column 'tone' as the mapping has it; there are date, from, to"
    ):
        list(read_rows(path, "csv", mapping=mapping(columns={**COLUMNS, "goldstein": "tone"})))


def test_a_mapping_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("columns: {day: date, source_name: from, target_name: to, cameo: code}\ndelimiter: ','\n")
    assert load_mapping(path) == mapping(delimiter=",")
    path.write_text("columns: {day: date")
    with pytest.raises(ValueError, match=r"map\.yaml: not YAML"):
        load_mapping(path)
    path.write_text("columns: {}")
    with pytest.raises(ValueError, match=r"map\.yaml: a mapping needs day"):
        load_mapping(path)
    with pytest.raises(ValueError, match="No such file"):
        load_mapping(tmp_path / "none.yaml")
