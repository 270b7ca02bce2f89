"""The actor tables and users' actor files."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from dragoman.directory import ORGANISATION, ActorDirectory, NameKind, load_directory, load_words, read_user_file
from dragoman.model.actors import ActorKind
from dragoman.resolve.matcher import ActorMatcher, compile_matcher, fold
from dragoman.resolve.roles import holds_on
from dragoman.tables import folder, rows, split


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SECTORS = _words("GOV LEG JUD MIL COP SPY PTY OPP REB UAF IGO NGO MED BUS LAB CVL REL EDU CRM REF SOC ELI")
OFFICES = _words(
    "head_of_state head_of_government deputy_head foreign_minister defence_minister interior_minister finance_minister "
    "chief_negotiator special_envoy security_adviser un_envoy parliament_speaker party_leader group_leader "
    "opposition_leader igo_head spokesperson cia_head military_chief ruler other"
)
KINDS = _words(
    "igo igo_agency alliance ngo armed_group party military ministry agency court parliament police intelligence media "
    "company union religious university movement"
)
ISO_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
MEMBERS = _words(
    "AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA BRN BGR BFA "
    "BDI CPV KHM CMR CAN CAF TCD CHL CHN COL COM COG COD CRI CIV HRV CUB CYP CZE DNK DJI DMA DOM ECU EGY SLV GNQ "
    "ERI EST SWZ ETH FJI FIN FRA GAB GMB GEO DEU GHA GRC GRD GTM GIN GNB GUY HTI HND HUN ISL IND IDN IRN IRQ IRL "
    "ISR ITA JAM JPN JOR KAZ KEN KIR PRK KOR KWT KGZ LAO LVA LBN LSO LBR LBY LIE LTU LUX MDG MWI MYS MDV MLI MLT "
    "MHL MRT MUS MEX FSM MDA MCO MNG MNE MAR MOZ MMR NAM NRU NPL NLD NZL NIC NER NGA MKD NOR OMN PAK PLW PAN PNG "
    "PRY PER PHL POL PRT QAT ROU RUS RWA KNA LCA VCT WSM SMR STP SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD "
    "ESP LKA SDN SUR SWE CHE SYR TJK TZA THA TLS TGO TON TTO TUN TUR TKM TUV UGA UKR ARE GBR USA URY UZB VUT VEN "
    "VNM YEM ZMB ZWE "
)
COW = (
    "AFG:AFG ALB:ALB ALG:DZA AND:AND ANG:AGO ANT:ATG ARG:ARG ARM:ARM AUL:AUS AUS:AUT AZE:AZE BAH:BHR BAR:BRB BEL:BEL "
    "BEN:BEN BFO:BFA BHM:BHS BHU:BTN BLR:BLR BLZ:BLZ BNG:BGD BOL:BOL BOS:BIH BOT:BWA BRA:BRA BRU:BRN BUI:BDI BUL:BGR "
    "CAM:KHM CAN:CAN CAO:CMR CAP:CPV CEN:CAF CHA:TCD CHL:CHL CHN:CHN COL:COL COM:COM CON:COG COS:CRI CRO:HRV CUB:CUB "
    "CYP:CYP CZR:CZE DEN:DNK DJI:DJI DOM:DOM DRC:COD DRV:VNM ECU:ECU EGY:EGY EQG:GNQ ERI:ERI EST:EST ETH:ETH ETM:TLS "
    "FIJ:FJI FIN:FIN FRN:FRA FSM:FSM GAB:GAB GAM:GMB GHA:GHA GMY:DEU GNB:GNB GRC:GRC GRG:GEO GRN:GRD GUA:GTM GUI:GIN "
    "GUY:GUY HAI:HTI HON:HND HUN:HUN ICE:ISL IND:IND INS:IDN IRE:IRL IRN:IRN IRQ:IRQ ISR:ISR ITA:ITA IVO:CIV JAM:JAM "
    "JOR:JOR JPN:JPN KEN:KEN KOS:XKX KUW:KWT KYR:KGZ KZK:KAZ LAO:LAO LAT:LVA LBR:LBR LEB:LBN LES:LSO LIB:LBY LIT:LTU "
    "LUX:LUX MAA:MRT MAC:MKD MAD:MDV MAG:MDG MAL:MYS MAS:MUS MAW:MWI MEX:MEX MLD:MDA MLI:MLI MLT:MLT MNG:MNE MON:MNG "
    "MOR:MAR MYA:MMR MZM:MOZ NAM:NAM NEP:NPL NEW:NZL NIC:NIC NIG:NGA NIR:NER NOR:NOR NTH:NLD OMA:OMN PAK:PAK PAN:PAN "
    "PAR:PRY PER:PER PHI:PHL PNG:PNG POL:POL POR:PRT PRK:PRK QAT:QAT ROK:KOR RUM:ROU RUS:RUS RWA:RWA SAF:ZAF SAL:SLV "
    "SAU:SAU SEN:SEN SIE:SLE SIN:SGP SLO:SVK SLV:SVN SOL:SLB SOM:SOM SPN:ESP SRI:LKA SUD:SDN SSD:SSD SUR:SUR SWA:SWZ "
    "SWD:SWE SWZ:CHE SYR:SYR TAJ:TJK TAW:TWN TAZ:TZA THI:THA TKM:TKM TOG:TGO TON:TON TRI:TTO TUN:TUN TUR:TUR UAE:ARE "
    "UGA:UGA UKG:GBR UKR:UKR URU:URY USA:USA UZB:UZB VAN:VUT VEN:VEN YEM:YEM YUG:SRB ZAM:ZMB ZIM:ZWE"
)
"""The codes of the Correlates of War project, which the list of leaders has, with ours."""


@pytest.fixture(scope="module")
def directory() -> ActorDirectory:
    """The tables of the package."""
    return load_directory()


@pytest.fixture(scope="module")
def matcher(directory: ActorDirectory) -> ActorMatcher:
    """The same, compiled."""
    return compile_matcher(directory)


def _tables(part: str) -> list[str]:
    return sorted(t.name for t in folder("actors", part).iterdir() if t.name.endswith(".csv"))


def _rows(*parts: str) -> list[dict[str, str]]:
    return list(rows(folder("actors").joinpath(*parts)))


def _organisations() -> list[dict[str, str]]:
    return [row for name in _tables("organisations") for row in _rows("organisations", name)]


def _people() -> list[dict[str, str]]:
    return [row for name in _tables("people") for row in _rows("people", name)]


def _countries() -> set[str]:
    return {row["id"] for row in _rows("states.csv")}


def test_no_row_is_left_out(directory: ActorDirectory) -> None:
    assert directory.problems == ()


def test_all_members_of_the_united_nations_and_its_two_observers_are_there() -> None:
    assert len(MEMBERS) == 193
    assert not (MEMBERS | {"VAT", "PSE"}) - _countries()


@pytest.mark.parametrize("name", ["Kosovo", "Taiwan", "Western Sahara", "Palestine"])
def test_contested_states_are_there_under_a_neutral_name(directory: ActorDirectory, name: str) -> None:
    assert name in {actor.name for actor in directory.actors.values() if actor.kind is ActorKind.STATE}


def test_ids_are_unique_across_tables() -> None:
    organisations = [row["id"] for row in _organisations()]
    people = {row["id"] for row in _people()}
    assert len(organisations) == len(set(organisations))
    assert not set(organisations) & _countries()
    assert not people & set(organisations)


def test_an_id_is_one_person() -> None:
    by_id: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in _people():
        by_id[row["id"]].add((row["name"], row["gender"]))
    assert {key: found for key, found in by_id.items() if len(found) > 1} == {}


def test_organisations_keep_to_the_vocabularies() -> None:
    for row in _organisations():
        assert row["kind"] in KINDS, row
        assert row["sector"] in SECTORS, row


def test_people_keep_to_the_vocabularies() -> None:
    for row in _people():
        assert row["office"] in OFFICES, row
        assert row["sector"] in SECTORS, row
        assert row["gender"] in {"m", "f", ""}, row
        assert row["id"] == row["id"].lower(), row


def test_agents_keep_to_the_vocabularies() -> None:
    known = {row["singular"] for row in _rows("agents.csv")}
    for row in _rows("agents.csv"):
        assert row["sector"] in SECTORS, row
        assert row["kind"] in {"person", "group", "body"}, row
        assert row["use"] in {"", "owned", "relation", "country"}, row
        assert row["office"] in OFFICES | {""}, row
        assert row["base"] in known | {""}, row
    for row in _rows("titles.csv"):
        assert row["sector"] in SECTORS | {""}, row
        assert row["office"] in OFFICES, row
        assert row["scope"] in {"national", "any", "org", "party", "honorific"}, row


def test_agent_nouns_stand_once() -> None:
    forms = [row["singular"] for row in _rows("agents.csv")]
    assert len(forms) == len(set(forms))


def _dated() -> Iterator[tuple[str, str, str]]:
    for row in (*_people(), *_organisations()):
        yield row["id"], row["valid_from"], row["valid_to"]


def test_dates_are_dates_and_in_order() -> None:
    for key, begin, end in _dated():
        for value in (begin, end):
            assert not value or ISO_DATE.fullmatch(value), key
            if len(value) == 10:
                date.fromisoformat(value)
        size = min(len(begin), len(end))
        assert not size or begin[:size] <= end[:size], key


def test_references_lead_somewhere() -> None:
    countries = _countries()
    organisations = {row["id"] for row in _organisations()}
    for row in _organisations():
        assert row["country"] in countries | {""}, row
        assert row["parent"] in organisations | countries | {""}, row
    for row in _people():
        place = row["country"]
        assert place.removeprefix(ORGANISATION) in (organisations if place.startswith(ORGANISATION) else countries), row
    for table in ("regions.csv", "groups.csv", "seats.csv"):
        for row in _rows(table):
            assert row["country"] in countries | {""}, row
    for row in _rows("seats.csv"):
        assert row["country"] or row["body"].removeprefix(ORGANISATION) in organisations, row


def test_counts() -> None:
    kinds = defaultdict(int)
    for row in _organisations():
        kinds[row["kind"]] += 1
    assert kinds["armed_group"] >= 300
    assert kinds["party"] >= 300
    assert kinds["igo"] + kinds["igo_agency"] >= 150
    assert len({row["id"] for row in _people()}) >= 5000


def test_no_alias_is_an_organisation_with_a_noun_that_composition_adds() -> None:
    people = {row[form] for row in _rows("agents.csv") if row["kind"] == "person" for form in ("singular", "plural")}
    found = []
    for row in _organisations():
        own = {fold(name) for name in (row["name"], *split(row["aliases"]), *split(row["acronyms"]))}
        for alias in split(row["aliases"]):
            head, _, noun = alias.rpartition(" ")
            if noun in people and noun.islower() and fold(head) in own:
                found.append(alias)
    assert set(found) <= {"Houthi rebels", "Huthi rebels"}


def test_word_lists_have_no_blanks_at_the_ends_and_no_doubles() -> None:
    for table in folder("actors", "words").iterdir():
        words = [line for line in table.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
        assert words == [word.strip() for word in words], table.name
        assert len(words) == len(set(words)), table.name
    assert "not_persons" in load_words()


def test_every_adjective_of_a_composed_name_is_written_so(directory: ActorDirectory) -> None:
    assert directory.adjectives["ISR"] == "Israeli"
    assert directory.adjectives["USA"] == "U.S."
    assert directory.adjectives["united-nations"] == "UN"
    assert {actor.id for actor in directory.actors.values() if actor.kind is ActorKind.STATE} <= set(
        directory.adjectives
    )


def test_agents_have_a_neutral_base(directory: ActorDirectory) -> None:
    base = {name.written: name.agent.base_singular for name in directory.names if name.agent is not None}
    assert base["innocent civilians"] == "civilian"
    assert base["senior official"] == "official"
    assert base["regime"] == "government"
    assert base["terrorist"] == "militant"
    assert base["former president"] == "president"
    assert base["foreign minister"] == "foreign minister"


def _leaders(path: Path) -> Iterator[tuple[str, str, date]]:
    """(country, name, day in the middle of the term) of leaders in office since 2000 for 90 days or more."""
    codes = dict(pair.split(":") for pair in COW.split())
    with path.open(encoding="latin-1", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["stateabb"] not in codes or not row["syear"].strip().isdigit():
                continue
            begin = max(date(int(row["syear"]), int(row["smonth"]), 1), date(2000, 1, 15))
            ends = row["eyear"].strip()
            end = date(int(ends), int(row["emonth"]), 28) if ends.isdigit() else date(2021, 3, 1)
            if end - begin >= timedelta(days=90):
                yield codes[row["stateabb"]], row["leader"].strip(), begin + (end - begin) / 2


def test_leaders_since_2000_are_known_for_their_country_on_a_day_in_their_term(
    shared: Path, matcher: ActorMatcher
) -> None:
    path = shared / "reign" / "data_sets" / "leaderlist_3_21.csv"
    if not path.is_file():
        pytest.skip("the list of leaders is not here")
    names: dict[str, set[str]] = defaultdict(set)
    for name in matcher.directory.names:
        if name.kind is NameKind.PERSON:
            names[fold(name.written)].add(name.actor)
    found = []
    for country, leader, day in _leaders(path):
        words = fold(leader).split()
        keys = names[fold(leader)] | {key for word in words for key in matcher.surnames.get(word, ())}
        found.append(
            any(
                role.affiliation == country and holds_on(role, day)
                for key in keys
                for role in matcher.directory.actors[key].roles
            )
        )
    assert len(found) > 800
    assert sum(found) / len(found) >= 0.965


USER = """
- {id: VEL, name: Velmora, kind: state, adjectives: [Velmoran], capitals: [Astel], cities: [Port Lune]}
- id: harbour-league
  name: Harbour League
  kind: igo
  sector: IGO
  acronyms: [HL]
- id: ada-lund
  name: Ada Lund
  kind: person
  gender: f
  roles:
    - {affiliation: harbour-league, office: igo_head, title: Secretary-General, sector: IGO, from: 2031-06-01}
    - {affiliation: VEL, office: foreign_minister, title: foreign minister, sector: GOV, from: 2029, to: 2031-05}
"""


def _written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "actors.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_file_adds_actors(tmp_path: Path) -> None:
    found = load_directory([_written(tmp_path, USER)])
    lund = found.actors["ada-lund"]
    assert found.actors["VEL"].country == "VEL"
    assert [(role.affiliation, role.title, role.valid_from, role.valid_to) for role in lund.roles] == [
        ("VEL", "foreign minister", "2029", "2031-05"),
        ("harbour-league", "secretary-general", "2031-06-01", None),
    ]
    kinds = {name.written: name.kind for name in found.names if name.actor in {"VEL", "harbour-league"}}
    assert kinds["Astel"] is NameKind.CAPITAL
    assert kinds["Port Lune"] is NameKind.CITY
    assert next(name.exact for name in found.names if name.written == "HL" and name.actor == "harbour-league")


def test_a_users_file_overrides_a_row_by_id(tmp_path: Path) -> None:
    path = _written(tmp_path, "- {id: FRA, name: Francia, kind: state, adjectives: [Francian]}\n")
    found = load_directory([path])
    assert found.actors["FRA"].name == "Francia"
    assert {name.written for name in found.names if name.actor == "FRA"} == {"Francia", "Francian"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [", "not valid YAML"),
        ("name: Velmora", "must be a list"),
        ("- {id: VEL, name: Velmora}", "entry 1: needs id, name and kind"),
        ("- {id: VEL, name: Velmora, kind: empire}", "kind 'empire' is not one of"),
        ("- {id: VEL, name: Velmora, kind: state, capital: [Astel]}", "unknown key 'capital'"),
        ("- {id: VEL, name: Velmora, kind: state, capitals: Astel}", "capitals must be a list"),
        ("- {id: x, name: X, kind: person, roles: [{office: other}]}", "each role needs an affiliation"),
        ("- {id: x, name: X, kind: person, roles: [{affiliation: FRA, since: 2001}]}", "unknown key 'since'"),
        ("- {id: x, name: X, kind: person, roles: [{affiliation: Nowhere}]}", "no state or organisation has the id"),
        ("- {id: x, name: X, kind: party, country: QQQ}", "no state or organisation has the id 'QQQ'"),
    ],
)
def test_errors_of_a_users_file_say_where_and_what(tmp_path: Path, text: str, says: str) -> None:
    path = _written(tmp_path, text)
    with pytest.raises(ValueError, match=re.escape(says)) as caught:
        load_directory([path])
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_user_file(tmp_path / "none.yaml")
