from __future__ import annotations

from importlib import metadata
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.exchange.layouts import POLECAT
from dragoman.exchange.out_write import write_rows
from dragoman.ontology import load_event_types
from out_samples import NAMES, OWN, frame, in_line, lines, own, read

IN_A_FOLDER = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ROW = {
    "Event ID": "NOR20310309-0917-0a1b2c3d4e5f-1", "Event Date": "2031-03-09", "Event Type": "CONSULT",
    "Event Mode": "visit", "Intensity": "2.5", "Quad Code": "VERBAL COOPERATION", "Contexts": "diplomatic; military",
    "Actor Name": "Ida Falk; Ole Brand", "Actor Country": "NRL; NRL", "Actor COW": "999; 999",
    "Primary Actor Sector": "GOV", "Actor Sectors": "GOV; MIL", "Actor Title": "minister", "Actor Name Raw": "Falk",
    "Wikipedia Actor ID": "None", "Recipient Name": "Estoria", "Recipient Country": "EST", "Recipient COW": "None",
    "Primary Recipient Sector": "None", "Recipient Sectors": "None", "Recipient Title": "None",
    "Recipient Name Raw": "Estoria", "Wikipedia Recipient ID": "Estoria", "Placename": "Estor", "City": "Estor",
    "District": "Old Town", "Province": "None", "Country": "EST", "Latitude": "-0.5", "Longitude": "105",
    "GeoNames ID": "1234567", "Raw Placename": "the capital", "Feature Type": "PPLC", "Source": "norland-herald",
    "Publication Date": "2031-03-10", "Story People": "Ida Falk; Ole Brand", "Story Organizations": "None",
    "Story Locations": "Estor", "Language": "en", "Version": "NGEC_coder-Vers001",
}  # fmt: skip


def written(path: Path, *rows: dict[str, Any]) -> list[dict[str, str]]:
    """Lines of the file by column."""
    assert write_rows([frame(*rows)], path, "polecat") == len(rows)
    head, *found = lines(path)
    assert tuple(head) == POLECAT.columns
    return [dict(zip(head, cells, strict=True)) for cells in found]


def file_of(path: Path, *rows: dict[str, str]) -> Path:
    path.write_text("".join("\t".join(cells) + "\n" for cells in (POLECAT.columns, *(row.values() for row in rows))))
    return path


def test_the_row_of_this_test_has_all_columns() -> None:
    assert tuple(ROW) == POLECAT.columns


def test_our_own_row_in_the_columns_of_polecat(tmp_path: Path) -> None:
    (row,) = written(tmp_path / "o.txt", OWN)
    assert {name: cell for name, cell in row.items() if cell != "None"} == {
        "Event ID": OWN["id"], "Event Date": "2031-03-09", "Event Type": "CONSULT", "Event Mode": "visit",
        "Intensity": "1.9", "Quad Code": "VERBAL COOPERATION", "Contexts": "diplomatic; military",
        "Actor Name": "US official", "Actor Country": "USA", "Actor COW": "2", "Primary Actor Sector": "GOV",
        "Actor Sectors": "GOV", "Recipient Name": "Romania", "Recipient Country": "ROU", "Recipient COW": "360",
        "Placename": "Bucharest", "Source": "Norland Herald", "Version": f"Dragoman {metadata.version('dragoman')}",
    }  # fmt: skip


def test_a_row_of_icews_has_codes_for_its_names_and_tells_where_it_is_from(tmp_path: Path) -> None:
    imported = {
        **OWN, "dataset": "icews", "id": "41000001-0a0a0a0a", "source_country": "Russian Federation",
        "source_sector": "Elite,Foreign Ministry,Military,Government", "place_country": "Romania",
    }  # fmt: skip
    (row,) = written(tmp_path / "o.txt", imported)
    assert (row["Event ID"], row["Actor Country"], row["Actor COW"], row["Country"]) == (
        "41000001-0a0a0a0a", "RUS", "365", "ROU",
    )  # fmt: skip
    assert (row["Primary Actor Sector"], row["Actor Sectors"]) == ("ELI", "ELI; MIL; GOV")
    assert row["Version"] == f"icews, written by Dragoman {metadata.version('dragoman')}"


def test_a_comment_without_a_type_has_no_place_in_polecat(tmp_path: Path) -> None:
    comment = own(id="ffff000000000000", plover=None, mode=None, quad=None, cameo="010")
    assert write_rows([frame(OWN, comment)], tmp_path / "o.txt", "polecat") == 1
    assert write_rows([frame(comment)], tmp_path / "o.txt", "polecat") == 0
    assert len(lines(tmp_path / "o.txt")) == 1


def test_a_row_that_came_from_polecat_gets_its_cells_back(tmp_path: Path) -> None:
    source = file_of(
        tmp_path / "a.txt",
        ROW,
        {**ROW, "Event ID": "X-1", "Contexts": "None", "Event Mode": "None", "Quad Code": "VERBAL CONFLICT"},
        {**ROW, "Event ID": "X-1", "Actor Name": 'The "Free" Party', "Intensity": "-10", "Primary Actor Sector": "A,B"},
        {**ROW, "Event ID": "X-2-deadbeef", "Event Type": "ASSAULT", "Quad Code": "MATERIAL CONFLICT"},
    )
    rows = read(source, "polecat")
    assert write_rows([rows], tmp_path / "b.txt", "polecat") == 4
    assert (tmp_path / "b.txt").read_text() == source.read_text()
    assert read(tmp_path / "b.txt", "polecat").equals(rows)


KEPT = ("day", "source_name", "source_country", "target_name", "plover", "mode", "context", "quad", "goldstein",
        "publisher", "place", "latitude", "longitude")  # fmt: skip
OURS = st.fixed_dictionaries(
    {
        **dict.fromkeys(("source_name", "target_name", "publisher"), NAMES),
        "day": st.dates(min_value=OWN["day"].replace(year=1900)),
        "plover": st.sampled_from(sorted(load_event_types())),
        "mode": st.none() | st.sampled_from(["visit", "phone", "third-party"]),
        "context": st.none() | st.sampled_from(["diplomatic", "economic|legal"]),
        "quad": st.integers(1, 4),
        "goldstein": st.integers(-100, 100).map(lambda value: value / 10),
        "place": st.none() | NAMES,
        "source_country": st.sampled_from(["USA", "ROU", "RUS"]),
        "latitude": st.none() | st.floats(-90, 90, allow_subnormal=False),
        "longitude": st.none() | st.floats(-180, 180, allow_subnormal=False),
        "text": NAMES,
    }
)


@IN_A_FOLDER
@given(st.lists(OURS, min_size=1, max_size=5))
def test_what_polecat_can_hold_of_our_own_rows_is_read_again(tmp_path: Path, values: list[dict[str, Any]]) -> None:
    rows = [own(id=f"{number:016x}", event=None, **each) for number, each in enumerate(values)]
    write_rows([frame(*rows)], tmp_path / "o.txt", "polecat")
    found = read(tmp_path / "o.txt", "polecat").select(KEPT)
    texts = {"source_name", "target_name", "publisher", "place"}
    expected = [
        tuple(in_line(each[name]) if name in texts and each[name] else each[name] for name in KEPT) for each in values
    ]
    assert found.rows() == expected


CELLS = NAMES.map(in_line) | st.just("None")
FIXED = frozenset(
    {"Event ID", "Event Date", "Event Type", "Quad Code", "Intensity", "Latitude", "Longitude", "Version"}
)


@IN_A_FOLDER
@given(st.lists(st.fixed_dictionaries({name: CELLS for name in ROW if name not in FIXED}), min_size=1, max_size=4))
def test_reading_writing_and_reading_gives_the_same_rows(tmp_path: Path, values: list[dict[str, str]]) -> None:
    rows = [
        {name: {**ROW, **each, "Event ID": f"X-{number}"}[name] for name in ROW} for number, each in enumerate(values)
    ]
    first = read(file_of(tmp_path / "a.txt", *rows), "polecat")
    write_rows([first], tmp_path / "b.txt", "polecat")
    assert read(tmp_path / "b.txt", "polecat").equals(first)
