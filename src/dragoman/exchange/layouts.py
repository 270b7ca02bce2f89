"""The columns of other people's formats, and which field of an imported row stands in which.

Sources: ICEWS, the header of its files and the R package ``icews``; GDELT, the codebooks of the event format 1.03
(2013) and 2.0 (2015); POLECAT, the header of its files; Phoenix, the column lists of ``phoxy`` (Open Event Data
Alliance) and of the Cline Center's historical files; ACLED, its codebook and ``acledR``; UCDP GED, the header of its
files.
"""

from __future__ import annotations

from dragoman.exchange.cells import Cell, Layout

ICEWS = Layout(
    columns=(
        "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
        "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
        "City", "District", "Province", "Country", "Latitude", "Longitude",
    ),
    cells={
        "Event ID": Cell(field="id", form="own id"),
        "Event Date": Cell(field="day", form="iso day"),
        "Source Name": Cell(field="source_name"),
        "Source Sectors": Cell(field="source_sector"),
        "Source Country": Cell(field="source_country"),
        "Event Text": Cell(field="event_text"),
        "CAMEO Code": Cell(field="cameo"),
        "Intensity": Cell(field="goldstein", form="number"),
        "Target Name": Cell(field="target_name"),
        "Target Sectors": Cell(field="target_sector"),
        "Target Country": Cell(field="target_country"),
        "Story ID": Cell(field="story"),
        "Sentence Number": Cell(field="sentence", form="whole"),
        "Publisher": Cell(field="publisher"),
        "City": Cell(field="place"),
        "Country": Cell(field="place_country"),
        "Latitude": Cell(field="latitude", form="number"),
        "Longitude": Cell(field="longitude", form="number"),
    },
)  # fmt: skip

STREAM = Layout(
    columns=("date", "source", "event", "target"),
    cells={
        "date": Cell(field="day", form="iso day"),
        "source": Cell(field="source_name"),
        "event": Cell(field="event_text"),
        "target": Cell(field="target_name"),
    },
)


def _actor(number: int) -> tuple[str, ...]:
    names = (
        "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
        "Type2Code", "Type3Code",
    )  # fmt: skip
    return tuple(f"Actor{number}{name}" for name in names)


def _geo(actor: str, second: bool) -> tuple[str, ...]:
    names = ("Type", "FullName", "CountryCode", "ADM1Code", *(("ADM2Code",) if second else ()), "Lat", "Long",
             "FeatureID")  # fmt: skip
    return tuple(f"{actor}Geo_{name}" for name in names)


GDELT_HEAD = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *_actor(1), *_actor(2), "IsRootEvent", "EventCode",
    "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles",
    "AvgTone",
)  # fmt: skip
GDELT_CELLS = {
    "GLOBALEVENTID": Cell(field="id"),
    "SQLDATE": Cell(field="day", form="digits"),
    "MonthYear": Cell(field="day", form="month digits"),
    "Year": Cell(field="day", form="year"),
    "FractionDate": Cell(field="day", form="year fraction"),
    "Actor1Code": Cell(field="source", form="actor code"),
    "Actor1Name": Cell(field="source_name"),
    "Actor1CountryCode": Cell(field="source_country"),
    "Actor1Type1Code": Cell(field="source_sector", form="item", place=0),
    "Actor1Type2Code": Cell(field="source_sector", form="item", place=1),
    "Actor1Type3Code": Cell(field="source_sector", form="item", place=2),
    "Actor2Code": Cell(field="target", form="actor code"),
    "Actor2Name": Cell(field="target_name"),
    "Actor2CountryCode": Cell(field="target_country"),
    "Actor2Type1Code": Cell(field="target_sector", form="item", place=0),
    "Actor2Type2Code": Cell(field="target_sector", form="item", place=1),
    "Actor2Type3Code": Cell(field="target_sector", form="item", place=2),
    "EventCode": Cell(field="cameo"),
    "EventBaseCode": Cell(field="cameo", form="first three"),
    "EventRootCode": Cell(field="cameo", form="first two"),
    "QuadClass": Cell(field="quad", form="whole"),
    "GoldsteinScale": Cell(field="goldstein", form="decimal"),
    "NumMentions": Cell(field="mentions", form="whole"),
    "NumSources": Cell(field="outlets", form="whole"),
    "ActionGeo_FullName": Cell(field="place"),
    "ActionGeo_CountryCode": Cell(field="place_country"),
    "ActionGeo_Lat": Cell(field="latitude", form="number"),
    "ActionGeo_Long": Cell(field="longitude", form="number"),
    "SOURCEURL": Cell(field="url"),
}


def _gdelt(second: bool, *last: str) -> Layout:
    geo = tuple(name for actor in ("Actor1", "Actor2", "Action") for name in _geo(actor, second))
    return Layout(columns=(*GDELT_HEAD, *geo, *last), cells=GDELT_CELLS)


GDELT = {
    57: _gdelt(False, "DATEADDED"),
    58: _gdelt(False, "DATEADDED", "SOURCEURL"),
    61: _gdelt(True, "DATEADDED", "SOURCEURL"),
    17: Layout(
        columns=(
            "Date", "Source", "Target", "CAMEOCode", "NumEvents", "NumArts", "QuadClass", "Goldstein", "SourceGeoType",
            "SourceGeoLat", "SourceGeoLong", "TargetGeoType", "TargetGeoLat", "TargetGeoLong", "ActionGeoType",
            "ActionGeoLat", "ActionGeoLong",
        ),
        cells={
            "Date": Cell(field="day", form="digits"),
            "Source": Cell(field="source_name"),
            "Target": Cell(field="target_name"),
            "CAMEOCode": Cell(field="cameo"),
            "NumArts": Cell(field="mentions", form="whole"),
            "QuadClass": Cell(field="quad", form="whole"),
            "Goldstein": Cell(field="goldstein", form="decimal"),
            "ActionGeoLat": Cell(field="latitude", form="number"),
            "ActionGeoLong": Cell(field="longitude", form="number"),
        },
    ),
}  # fmt: skip
"""GDELT event files by their number of columns: 1.0 to March 2013, 1.0 since, 2.0, and the reduced file."""

GDELT_MENTIONS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip

POLECAT = Layout(
    columns=(
        "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
        "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
        "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
        "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
        "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
        "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
    ),
    cells={
        "Event ID": Cell(field="id", form="own id"),
        "Event Date": Cell(field="day", form="iso day"),
        "Event Type": Cell(field="plover"),
        "Event Mode": Cell(field="mode"),
        "Intensity": Cell(field="goldstein", form="number"),
        "Quad Code": Cell(field="quad", form="quad words"),
        "Contexts": Cell(field="context", form="semicolons"),
        "Actor Name": Cell(field="source_name"),
        "Actor Country": Cell(field="source_country"),
        "Primary Actor Sector": Cell(field="source_sector"),
        "Recipient Name": Cell(field="target_name"),
        "Recipient Country": Cell(field="target_country"),
        "Primary Recipient Sector": Cell(field="target_sector"),
        "Placename": Cell(field="place"),
        "Country": Cell(field="place_country"),
        "Latitude": Cell(field="latitude", form="number"),
        "Longitude": Cell(field="longitude", form="number"),
        "Source": Cell(field="publisher"),
    },
)  # fmt: skip

PHOENIX = Layout(
    columns=(
        "EventID", "Date", "Year", "Month", "Day", "SourceActorFull", "SourceActorEntity", "SourceActorRole",
        "SourceActorAttribute", "TargetActorFull", "TargetActorEntity", "TargetActorRole", "TargetActorAttribute",
        "EventCode", "EventRootCode", "PentaClass", "GoldsteinScore", "Issues", "Lat", "Lon", "LocationName",
        "StateName", "CountryCode", "SentenceID", "URLs", "NewsSources",
    ),
    cells={
        "EventID": Cell(field="id", form="own id"),
        "Date": Cell(field="day", form="digits"),
        "Year": Cell(field="day", form="year"),
        "Month": Cell(field="day", form="month"),
        "Day": Cell(field="day", form="day"),
        "SourceActorFull": Cell(field="source_name"),
        "SourceActorEntity": Cell(field="source_country"),
        "SourceActorRole": Cell(field="source_sector"),
        "TargetActorFull": Cell(field="target_name"),
        "TargetActorEntity": Cell(field="target_country"),
        "TargetActorRole": Cell(field="target_sector"),
        "EventCode": Cell(field="cameo"),
        "EventRootCode": Cell(field="cameo", form="first two"),
        "PentaClass": Cell(field="quad", form="whole"),
        "GoldsteinScore": Cell(field="goldstein", form="number"),
        "Lat": Cell(field="latitude", form="number"),
        "Lon": Cell(field="longitude", form="number"),
        "LocationName": Cell(field="place"),
        "CountryCode": Cell(field="place_country"),
        "URLs": Cell(field="url"),
        "NewsSources": Cell(field="publisher"),
    },
)  # fmt: skip

PHOENIX_HISTORICAL = Layout(
    columns=(
        "eid", "story_date", "year", "month", "day", "source", "source_root", "source_agent", "source_others", "target",
        "target_root", "target_agent", "target_others", "code", "root_code", "quad_class", "goldstein", "joined_issues",
        "lat", "lon", "placename", "statename", "countryname", "aid", "process",
    ),
    cells={
        "eid": Cell(field="id", form="own id"),
        "story_date": Cell(field="day", form="iso day"),
        "year": Cell(field="day", form="year"),
        "month": Cell(field="day", form="month"),
        "day": Cell(field="day", form="day"),
        "source": Cell(field="source_name"),
        "source_root": Cell(field="source_country"),
        "source_agent": Cell(field="source_sector"),
        "target": Cell(field="target_name"),
        "target_root": Cell(field="target_country"),
        "target_agent": Cell(field="target_sector"),
        "code": Cell(field="cameo"),
        "root_code": Cell(field="cameo", form="first two"),
        "quad_class": Cell(field="quad", form="whole"),
        "goldstein": Cell(field="goldstein", form="number"),
        "lat": Cell(field="latitude", form="number"),
        "lon": Cell(field="longitude", form="number"),
        "placename": Cell(field="place"),
        "countryname": Cell(field="place_country"),
        "aid": Cell(field="story"),
    },
)  # fmt: skip

ACLED = Layout(
    columns=(
        "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
        "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
        "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
        "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
    ),
    cells={
        "event_id_cnty": Cell(field="id"),
        "sub_event_type": Cell(field="event_text"),
        "actor1": Cell(field="source_name"),
        "inter1": Cell(field="source_sector"),
        "actor2": Cell(field="target_name"),
        "inter2": Cell(field="target_sector"),
        "country": Cell(field="place_country"),
        "location": Cell(field="place"),
        "latitude": Cell(field="latitude", form="number"),
        "longitude": Cell(field="longitude", form="number"),
        "source": Cell(field="publisher"),
        "notes": Cell(field="text"),
    },
)  # fmt: skip

UCDP = Layout(
    columns=(
        "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
        "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
        "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office",
        "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
        "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region",
        "event_clarity", "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians",
        "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
    ),
    cells={
        "id": Cell(field="id"),
        "year": Cell(field="day", form="year"),
        "side_a": Cell(field="source_name"),
        "side_b": Cell(field="target_name"),
        "number_of_sources": Cell(field="outlets", form="whole"),
        "source_office": Cell(field="publisher"),
        "source_headline": Cell(field="text"),
        "where_coordinates": Cell(field="place"),
        "latitude": Cell(field="latitude", form="number"),
        "longitude": Cell(field="longitude", form="number"),
        "country": Cell(field="place_country"),
        "date_start": Cell(field="day", form="iso day"),
        "date_end": Cell(field="last_day", form="iso day"),
    },
)  # fmt: skip
