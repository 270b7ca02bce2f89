from __future__ import annotations

from datetime import date
from typing import Any

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.exchange.out_codes import cameo_code, countries, country_id, groups, sector_list, sectors, state_names
from dragoman.exchange.out_numbers import event_numbers, row_numbers, stable_number, story_numbers
from dragoman.exchange.out_rows import in_shape, originals
from dragoman.exchange.out_write import OUT_FORMATS, WITHOUT_MODALITY, left_out, write_rows
from dragoman.model.dyads import IMPORT_COLUMNS, LEFT_OUT, ROW_COLUMNS
from out_samples import OWN, SCHEMA, TEXTS, frame, own

HEX = st.text("0123456789abcdef", min_size=16, max_size=16)


def test_all_columns_of_rows_and_of_imports_are_written_once() -> None:
    assert set(SCHEMA) == {*ROW_COLUMNS, *IMPORT_COLUMNS}


def test_no_frames_are_one_empty_frame_with_all_columns() -> None:
    (only,) = in_shape([])
    assert only.height == 0
    assert dict(only.schema) == dict(SCHEMA)


def test_what_a_frame_lacks_is_null_and_what_nobody_knows_is_left_out() -> None:
    (shaped,) = in_shape([polars.DataFrame({"day": [date(2031, 1, 1)], "cameo": ["042"], "colour": ["red"]})])
    assert shaped.height == 1
    assert {name for name in shaped.columns if shaped[name][0] is not None} == {"day", "cameo"}


def test_rows_of_which_nothing_is_known_are_still_rows() -> None:
    (shaped,) = in_shape([polars.DataFrame({"colour": ["red", "blue", "green"]})])
    assert shaped.height == 3


def test_the_spelling_of_the_data_set_comes_along_where_there_is_any() -> None:
    shaped = list(in_shape([frame(OWN).with_columns(written_source_country=polars.lit("US")), frame(OWN)]))
    assert [each["written_source_country"].to_list() for each in shaped] == [["US"], [None]]
    assert shaped[0].schema == shaped[1].schema


def test_a_column_of_a_wrong_type_is_named(tmp_path: Any) -> None:
    rows = polars.DataFrame({"quad": ["rather friendly"]})
    with pytest.raises(ValueError, match=r"rows that cannot be written.*rather friendly"):
        write_rows([rows], tmp_path / "rows.csv", "csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format_", sorted(WITHOUT_MODALITY))
@pytest.mark.parametrize("word", LEFT_OUT)
def test_what_did_not_happen_is_not_written_as_if_it_had(format_: str, word: str, tmp_path: Any) -> None:
    said = {"background": True} if word == "background" else {"factuality": word}
    rows = frame(own(**said), own(id="ffff000000000000", event=None))
    assert write_rows([rows], tmp_path / "rows.out", format_) == 1
    assert write_rows([rows], tmp_path / "rows.out", format_, include=frozenset({word})) == 2
    assert left_out(rows, format_) == {"denied, planned, threatened or only recalled": 1}
    assert left_out(rows, format_, frozenset({word})) == {}


def test_why_rows_are_left_out_is_told_once_for_each(tmp_path: Any) -> None:
    undated = own(day=None, last_day=None, factuality="denied", plover=None)
    in_march = own(day=date(2031, 3, 1), last_day=date(2031, 3, 31))
    rows = frame(OWN, undated, in_march, own(factuality="planned", plover=None), own(plover=None))
    told = {"not dated to the day": 2, "denied, planned, threatened or only recalled": 1, "without a PLOVER type": 1}
    assert left_out(rows, "polecat") == told
    assert sum(left_out(rows, "icews").values()) == 3
    assert left_out(frame(own(last_day=None)), "icews") == {}
    assert left_out(rows, "csv") == {}
    assert write_rows([rows], tmp_path / "rows.out", "polecat", include=frozenset(LEFT_OUT)) == 1


@pytest.mark.parametrize("format_", sorted(set(OUT_FORMATS) - WITHOUT_MODALITY))
def test_flat_formats_have_all_rows(format_: str, tmp_path: Any) -> None:
    rows = frame(own(factuality="denied"), own(background=True), own(day=None, last_day=None))
    assert write_rows([rows], tmp_path / "rows.out", format_) == 3
    assert left_out(rows, format_) == {}


@pytest.mark.parametrize("format_", sorted(WITHOUT_MODALITY))
def test_rows_of_other_data_sets_have_no_modality_and_stay(format_: str, tmp_path: Any) -> None:
    rows = frame({**OWN, "dataset": "elsewhere", "event": None, "factuality": None, "background": None})
    assert write_rows([rows], tmp_path / "rows.out", format_) == 1


@given(HEX, TEXTS, TEXTS, st.booleans())
def test_a_number_tells_the_beginning_of_a_content_id(key: str, source: str, target: str, mirrored: bool) -> None:
    number = stable_number(key, source, target, mirrored=mirrored)
    assert 0 <= number < 2**53
    assert f"{number // 8192:010x}" == key[:10]
    assert number % 2 == mirrored


@given(TEXTS, st.none() | TEXTS)
def test_any_id_has_a_number_that_a_double_can_hold(key: str, source: str | None) -> None:
    number = stable_number(key, source, mirrored=None)
    assert 0 <= number < 2**53
    assert int(float(number)) == number == stable_number(key, source)


def test_numbers_are_the_same_on_every_machine() -> None:
    assert stable_number("00c0ffee12345678", "USA", "ROU") == 0x00C0FFEE12 * 8192 + 3874
    assert stable_number("XYZ-7") == 1351604218701248


def test_directions_and_actors_of_one_fact_have_numbers_of_their_own() -> None:
    rows = frame(
        own(),
        own(mirrored=True),
        own(source="USA/MIL/general"),
        own(source="ROU", target="USA/GOV/official", mirrored=True),
    )
    assert len(set(row_numbers(rows))) == 4


def test_many_ids_have_different_numbers() -> None:
    rows = frame(*(own(dataset="elsewhere", id=f"E{number}", event=None) for number in range(20_000)))
    assert row_numbers(rows).n_unique() == event_numbers(rows).n_unique() == 20_000


def test_a_whole_number_of_another_data_set_stays() -> None:
    rows = frame(
        *({"dataset": "icews", "id": key, "story": key} for key in ("32889836-7e07cd61", "410412347", "0012", "7-x"))
    )
    assert row_numbers(rows).to_list()[:2] == story_numbers(rows).to_list()[:2] == ["32889836", "410412347"]
    assert event_numbers(rows)[1] == "410412347"
    assert event_numbers(rows)[0] != "32889836", "without the hash it would not be unique"
    assert all(int(number) > 10**6 for number in row_numbers(rows).to_list()[2:])


def test_a_content_id_of_digits_alone_is_still_a_content_id() -> None:
    (number,) = row_numbers(frame(own(id="1234567890123456")))
    assert f"{int(number) // 8192:010x}" == "1234567890"


def test_rows_of_one_story_have_one_story_number() -> None:
    rows = frame(own(), own(id="ffff000000000000", source="RUS"), own(story=None))
    assert story_numbers(rows).to_list()[0] == story_numbers(rows).to_list()[1]
    assert story_numbers(rows)[2] is None


@pytest.mark.parametrize(
    ("extra", "city"),
    [
        (None, None),
        ("{}", None),
        ('{"City": "Norhaven"}', "Norhaven"),
        ('{"City": ""}', ""),
        ('{"City": 5}', "5"),
        ('{"City": ["a", "b"]}', None),
        ('{"City": null}', None),
        ('["City"]', None),
        ("no JSON", None),
        ("", None),
    ],
)
def test_only_texts_of_an_object_are_original_cells(extra: str | None, city: str | None) -> None:
    good = '{"City": "Estor", "District": "South"}'
    found = originals(polars.Series([extra, good], dtype=polars.String), ["City", "District"])
    assert found.rows() == [(city, None), ("Estor", "South")]


def listed(expression: polars.Expr, *values: str | None) -> list[Any]:
    return polars.DataFrame({"x": polars.Series(values, dtype=polars.String)}).select(expression).to_series().to_list()


def test_a_state_is_found_by_any_way_of_writing_it() -> None:
    written = ("ROU", "rou", "Romania", "ROM", "Russian Federation", "Timor-Leste", "Atlantis", "", None)
    assert listed(country_id(polars.col("x")), *written) == ["ROU"] * 4 + ["RUS", "TLS", None, None, None]


def test_sectors_are_told_once_in_the_words_of_the_table() -> None:
    table = {"Government": "GOV", "Foreign Ministry": "GOV", "Military": "MIL"}
    words = ("Government,Foreign Ministry,Military", "Elite", "SEP,Military", None)
    assert listed(sector_list(polars.col("x"), table), *words) == [["GOV", "MIL"], [], ["MIL"], None]
    assert listed(sector_list(polars.col("x"), table, "^[A-Z]{3}$"), *words)[2] == ["SEP", "MIL"]


def test_a_row_without_a_code_has_that_of_its_type() -> None:
    rows = polars.DataFrame({"cameo": ["0212", None, None, None], "plover": ["REQUEST", "ASSAULT", None, "NAP"]})
    assert rows.select(cameo_code()).to_series().to_list() == ["0212", "180", None, None]


def test_the_tables_of_codes_name_states_and_codes_that_there_are() -> None:
    for column, pattern in (("cow", r"^\d{1,3}$"), ("cameo", r"^[A-Z]{3}$"), ("icews", r"^\w")):
        found = countries(column)
        assert found
        assert set(found) <= set(state_names())
        assert polars.Series(list(found.values())).str.contains(pattern).all()
    assert set(sectors("cameo").values()) <= {*sectors("cameo")}
    assert all(len(code) == 3 and code.isupper() for code in (*groups().values(), *sectors("cameo").values()))
