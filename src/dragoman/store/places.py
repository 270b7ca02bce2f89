"""Where events are placed: places of our own facts and of imported rows, with the number of events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dragoman.model.dyads import OWN_DATASET
from dragoman.store.event_table import DuckDBEvents

# The coordinates stand in what is kept of the whole fact; read for one fact of each place.
OWN = f"""
SELECT id, name, json_extract(payload, '$.place.latitude')::DOUBLE, json_extract(payload, '$.place.longitude')::DOUBLE,
    n, '{OWN_DATASET}'
FROM (
    SELECT f.place_id AS id, mode(f.place) AS name, any_value(f.payload) AS payload, count(*) AS n
    FROM facts f WHERE f.kind = 'event' AND f.place_id IS NOT NULL
        AND (?::DATE IS NULL OR f.last_day >= ?) AND (?::DATE IS NULL OR f.first_day <= ?)
    GROUP BY f.place_id
)"""
IMPORTED = """
SELECT '', concat_ws(', ', nullif(place, ''), place_country) AS name, latitude, longitude, count(*), dataset
FROM imported_events
WHERE latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180
    AND (?::DATE IS NULL OR last_day >= ?) AND (?::DATE IS NULL OR day <= ?)
GROUP BY name, latitude, longitude, dataset"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place with its events.

    Attributes:
        id: of the gazetteer; empty for a place of an imported data set.
        name: as the texts or the data set write it most often.
        latitude, longitude: ``None`` for countries and regions, which have no point.
        events: however told; of an imported data set, its rows.
        dataset: who placed them there.
    """

    id: str
    name: str
    latitude: float | None
    longitude: float | None
    events: int
    dataset: str


def find_places(table: DuckDBEvents, since: date | None = None, until: date | None = None) -> list[PlaceRow]:
    """All places of a store, those with most events first.

    Raises:
        StoreError: the store can't be read.
    """
    rows = [
        PlaceRow(id=key, name=name or key or "no name", latitude=latitude, longitude=longitude, events=n, dataset=own)
        for sql in (OWN, IMPORTED)
        for key, name, latitude, longitude, n, own in table.query(sql, [since, since, until, until])
    ]
    return sorted(rows, key=lambda row: (-row.events, row.name, row.id))
