from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import polars
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.exchange.layouts import GDELT, GDELT_MENTIONS
from dragoman.exchange.out_write import write_rows
from dragoman.exchange.sets import guess_format, read_mentions
from out_samples import NAMES, OWN, frame, in_line, lines, own, read

IN_A_FOLDER = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
COLUMNS = GDELT[61].columns
ROW = dict.fromkeys(COLUMNS, "") | {
    "GLOBALEVENTID": "410412347", "SQLDATE": "20310309", "MonthYear": "203103", "Year": "2031",
    "FractionDate": "2031.1890", "Actor1Code": "NRLGOVMIL", "Actor1Name": "NORLAND", "Actor1CountryCode": "NRL",
    "Actor1Type1Code": "GOV", "Actor1Type2Code": "MIL", "Actor2Code": "IGOUNO", "Actor2Name": "UNITED NATIONS",
    "Actor2KnownGroupCode": "UNO", "Actor2Type1Code": "IGO", "IsRootEvent": "1", "EventCode": "0211",
    "EventBaseCode": "021", "EventRootCode": "02", "QuadClass": "1", "GoldsteinScale": "3.4", "NumMentions": "10",
    "NumSources": "2", "NumArticles": "10", "AvgTone": "-2.73224043715847", "Actor1Geo_Type": "1",
    "Actor1Geo_FullName": "Norland", "Actor1Geo_CountryCode": "NL", "Actor1Geo_Lat": "60", "Actor1Geo_Long": "8.5",
    "Actor1Geo_FeatureID": "NL", "Actor2Geo_Type": "0", "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Estor, Estoria", "ActionGeo_CountryCode": "ET", "ActionGeo_ADM1Code": "ET01",
    "ActionGeo_ADM2Code": "7", "ActionGeo_Lat": "-0.5", "ActionGeo_Long": "105", "ActionGeo_FeatureID": "-99",
    "DATEADDED": "20310310091500", "SOURCEURL": "https://herald.example/1",
}  # fmt: skip


def written(path: Path, *frames: polars.DataFrame) -> list[dict[str, str]]:
    """Lines of the file of events by column."""
    count = write_rows(frames, path, "gdelt")
    found = lines(path)
    assert count == len(found)
    return [dict(zip(COLUMNS, cells, strict=True)) for cells in found]


def file_of(path: Path, rows: Iterable[dict[str, str]]) -> Path:
    path.write_text("".join("\t".join(row.values()) + "\n" for row in rows))
    return path


def test_our_own_row_in_the_columns_of_gdelt(tmp_path: Path) -> None:
    (row,) = written(tmp_path / "o.CSV", frame(OWN))
    assert int(row.pop("GLOBALEVENTID")) < 2**53
    assert {name: cell for name, cell in row.items() if cell} == {
        "SQLDATE": "20310309", "MonthYear": "203103", "Year": "2031", "FractionDate": "2031.1890",
        "Actor1Code": "USAGOV", "Actor1Name": "US official", "Actor1CountryCode": "USA", "Actor1Type1Code": "GOV",
        "Actor2Code": "ROM", "Actor2Name": "Romania", "Actor2CountryCode": "ROM", "EventCode": "042",
        "EventBaseCode": "042", "EventRootCode": "04", "QuadClass": "1", "GoldsteinScale": "1.9", "NumMentions": "1",
        "NumSources": "1", "NumArticles": "1", "Actor1Geo_Type": "0", "Actor2Geo_Type": "0", "ActionGeo_Type": "4",
        "ActionGeo_FullName": "Bucharest", "DATEADDED": "20310309000000", "SOURCEURL": "https://herald.example/1",
    }  # fmt: skip
    assert guess_format(tmp_path / "o.CSV") == "gdelt"


def test_an_organisation_is_coded_as_a_known_group_and_so_is_who_acts_for_it(tmp_path: Path) -> None:
    envoy = {"source": "ida-falk", "source_side": "european-union", "source_country": None, "source_sector": "IGO"}
    body = {"target": "nato", "target_side": "nato", "target_country": None, "target_sector": "IGO"}
    (row,) = written(tmp_path / "o.CSV", frame(own(**envoy, **body)))
    assert (row["Actor1Code"], row["Actor1KnownGroupCode"]) == ("IGOEEC", "EEC")
    assert (row["Actor2Code"], row["Actor2KnownGroupCode"], row["Actor2Type1Code"]) == ("IGONAT", "NAT", "IGO")


def test_a_country_as_a_place_has_its_two_letters(tmp_path: Path) -> None:
    (row,) = written(tmp_path / "o.CSV", frame(own(place="Germany")))
    assert (row["ActionGeo_Type"], row["ActionGeo_FullName"], row["ActionGeo_CountryCode"]) == ("1", "Germany", "GM")


def test_a_row_without_a_quad_class_has_that_of_its_code(tmp_path: Path) -> None:
    untyped = own(event=None, quad=None, plover=None)
    rows = [{**untyped, "id": f"{root:02}aaaaaaaaaaaaaa", "cameo": f"{root:02}0"} for root in range(1, 21)]
    quads = [row["QuadClass"] for row in written(tmp_path / "o.CSV", frame(*rows))]
    assert quads == ["1"] * 5 + ["2"] * 3 + ["3"] * 5 + ["4"] * 7


def test_without_an_address_the_outlet_stands_for_it(tmp_path: Path) -> None:
    (row,) = written(tmp_path / "o.CSV", frame(own(url=None)))
    assert row["SOURCEURL"] == "Norland Herald"


def mentions_of_two_events() -> list[polars.DataFrame]:
    """Three mentions of a visit in three frames, one of an attack on the same day, and an imported row."""
    again = own(id="1111000000000000", publisher="Estoria Today", story="feedbeef00000002")
    third = own(id="2222000000000000", story="feedbeef00000003")
    other = own(id="3333000000000000", event="f" * 32, plover="ASSAULT", cameo="190", quad=4, goldstein=-10.0)
    imported = {**OWN, "dataset": "elsewhere", "id": "77", "event": None, "mentions": 9, "outlets": 4}
    return [frame(OWN), frame(imported, again), frame(), frame(other, third)]


def test_mentions_of_one_event_are_one_row_with_their_numbers(tmp_path: Path) -> None:
    imported, visit, attack = written(tmp_path / "o.CSV", *mentions_of_two_events())
    counts = ("NumMentions", "NumSources", "NumArticles")
    assert [imported[name] for name in counts] == ["9", "4", ""]
    assert [visit[name] for name in counts] == ["3", "2", "3"]
    assert [attack[name] for name in counts] == ["1", "1", "1"]
    assert (imported["GLOBALEVENTID"], attack["EventCode"], visit["EventCode"]) == ("77", "190", "042")
    assert [path.name for path in tmp_path.iterdir()] == ["o.CSV"]


def test_each_mention_has_the_number_of_its_event(tmp_path: Path) -> None:
    imported, visit, attack = (
        row["GLOBALEVENTID"] for row in written(tmp_path / "o.CSV", *mentions_of_two_events())
    )  # fmt: skip
    path = tmp_path / "o.mentions.CSV"
    assert write_rows(mentions_of_two_events(), path, "gdelt-mentions") == 5
    (chunk,) = read_mentions(path)
    assert chunk.rejected == ()
    assert chunk.frame["event"].to_list() == [visit, imported, visit, attack, visit]
    assert chunk.frame["publisher"].to_list()[2] == "Estoria Today"
    assert set(chunk.frame["url"]) == {OWN["url"]}
    assert guess_format(path) == "gdelt-mentions"


def test_different_actors_of_one_event_are_different_rows(tmp_path: Path) -> None:
    back = own(source="ROU", source_side="ROU", target="USA/GOV/official", target_side="USA", mirrored=True)
    rows = written(tmp_path / "o.CSV", frame(OWN, own(source="USA/MIL/general"), back))
    assert len({row["GLOBALEVENTID"] for row in rows}) == 3


def test_a_mention_without_an_address_names_the_outlet(tmp_path: Path) -> None:
    write_rows([frame(own(url=None)), frame(own(url=None, publisher=None))], tmp_path / "o.CSV", "gdelt-mentions")
    found = [dict(zip(GDELT_MENTIONS, cells, strict=True)) for cells in lines(tmp_path / "o.CSV")]
    assert [row["MentionType"] for row in found] == ["2", ""]
    assert [row["MentionIdentifier"] for row in found] == ["Norland Herald", ""]


def test_a_row_that_came_from_gdelt_gets_its_cells_back(tmp_path: Path) -> None:
    rows = [
        ROW,
        {
            **ROW,
            "GLOBALEVENTID": "410412348",
            "Actor1CountryCode": "EUR",
            "Actor1Code": "EURGOVMIL",
            "EventCode": "---",
        },
        {
            **ROW,
            "GLOBALEVENTID": "410412349",
            "GoldsteinScale": "-10.0",
            "Actor2Name": "",
            "SOURCEURL": "BBC Monitoring",
        },
        {**ROW, "GLOBALEVENTID": "410412350", "Actor1CountryCode": "ROM", "Actor1Code": "ROMGOVMIL", "QuadClass": "4"},
    ]
    source = file_of(tmp_path / "a.CSV", rows)
    first = read(source, "gdelt")
    assert write_rows([first], tmp_path / "b.CSV", "gdelt") == 4
    assert (tmp_path / "b.CSV").read_text() == source.read_text()


def test_rows_of_the_first_gdelt_become_rows_of_the_second(tmp_path: Path) -> None:
    old = file_of(tmp_path / "a.CSV", [{name: ROW[name] for name in GDELT[58].columns}])
    write_rows([read(old, "gdelt")], tmp_path / "b.CSV", "gdelt")
    (row,) = lines(tmp_path / "b.CSV")
    assert dict(zip(COLUMNS, row, strict=True)) == {**ROW, "ActionGeo_ADM2Code": ""}


KEPT = ("day", "source_name", "target_name", "cameo", "quad", "goldstein", "place", "latitude", "longitude", "url")
OURS = st.fixed_dictionaries(
    {
        **dict.fromkeys(("source_name", "target_name", "publisher"), NAMES),
        "day": st.dates(min_value=date(1900, 1, 1)),
        "cameo": st.sampled_from(["010", "0211", "043", "1056", "190"]),
        "quad": st.integers(1, 4),
        "goldstein": st.integers(-100, 100).map(lambda value: value / 10),
        "place": st.none() | NAMES,
        "url": st.just("https://herald.example/é?a=1&b=%20"),
        "latitude": st.none() | st.floats(-90, 90, allow_subnormal=False),
        "longitude": st.none() | st.floats(-180, 180, allow_subnormal=False),
        "source_sector": st.sampled_from(["GOV", "SOC", "PTY", None]),
    }
)


@IN_A_FOLDER
@given(st.lists(OURS, min_size=1, max_size=5), st.booleans())
def test_what_gdelt_can_hold_of_our_own_rows_is_read_again(
    tmp_path: Path, values: list[dict[str, Any]], told: bool
) -> None:
    events = [f"{number:032x}" if told else None for number in range(len(values))]
    rows = [
        own(id=f"{number:010x}00c0de", event=event, **each)
        for number, (event, each) in enumerate(zip(events, values, strict=True))
    ]
    # A file without a header is known by its first line that can be cut into cells.
    plain = own(id="ffffffffff000000", event=None)
    assert write_rows([frame(plain, *rows)], tmp_path / "o.CSV", "gdelt") == len(rows) + 1
    found = read(tmp_path / "o.CSV", "gdelt").filter(polars.col("source_name") != OWN["source_name"]).select(KEPT)
    texts = {"source_name", "target_name", "place"}
    expected = [
        tuple(in_line(each[name]) if name in texts and each[name] else each[name] for name in KEPT) for each in values
    ]
    assert found.rows() == expected


FREE = ("Actor1Code", "Actor1Name", "Actor1CountryCode", "Actor1KnownGroupCode", "Actor1Type1Code", "Actor1Type2Code",
        "Actor2Code", "Actor2Name", "IsRootEvent", "EventCode", "EventBaseCode", "AvgTone", "Actor2Geo_FullName",
        "ActionGeo_FullName", "ActionGeo_CountryCode", "SOURCEURL")  # fmt: skip


@IN_A_FOLDER
@given(
    st.lists(
        st.fixed_dictionaries({name: NAMES.map(in_line) | st.just("") for name in FREE}), min_size=1, max_size=4
    )
)  # fmt: skip
def test_reading_writing_and_reading_gives_the_same_rows(tmp_path: Path, values: list[dict[str, str]]) -> None:
    rows = [{**ROW, **each, "GLOBALEVENTID": str(number)} for number, each in enumerate([ROW, *values])]
    first = read(file_of(tmp_path / "a.CSV", rows), "gdelt")
    write_rows([first], tmp_path / "b.CSV", "gdelt")
    assert read(tmp_path / "b.CSV", "gdelt").equals(first)


@pytest.mark.parametrize("size", [0, 1, 3])
def test_no_row_is_lost_or_counted_twice_over_many_frames(size: int, tmp_path: Path) -> None:
    frames = [
        frame(*(own(id=f"{n:04x}{m:06x}000000", event=f"{m % 5:032x}", story=f"{n}") for m in range(20)))
        for n in range(size)
    ]
    rows = written(tmp_path / "o.CSV", *frames)
    assert sum(int(row["NumMentions"]) for row in rows) == 20 * size
    assert len(rows) == (5 if size else 0)
    assert all(row["NumArticles"] == str(size) for row in rows)
