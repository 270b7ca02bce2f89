"""Actors: the list of all, and a page for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dragoman.model.actors import Actor
from dragoman.model.facts import Condition, Fact, Position, Proposal
from dragoman.relations.issues import Issue
from dragoman.relations.sides import Names
from dragoman.store import ActorRow, UnknownIdError
from dragoman.store.payload import KINDS
from dragoman.web.actors_rows import (
    Known,
    Latest,
    forms_of,
    kinds_of_actors,
    known_of,
    latest_of,
    list_actors,
    partners_of,
    periods_of,
)
from dragoman.web.filters import PageNumber, Words
from dragoman.web.gist import Gist, gist_of
from dragoman.web.links import PAGE, Paging, Value
from dragoman.web.render import render
from dragoman.web.rows_files import rows_file
from dragoman.web.state import State, state_of

router = APIRouter()
COLUMNS = ("id", "name", "kind", "country", "sector", "events", "as_source", "as_target", "facts", "written")
FORMS = 4
"""Ways of writing an actor that the list shows; its page has more."""
MOST_NAMES, MOST_ROLES = 15, 30
"""Names and spells in office of the tables that a page shows: a few states have dozens of names."""
SECTIONS = (
    ("acts", "What it did", "event", "source"),
    ("received", "What was done to it", "event", "target"),
    ("statements", "What it said", "statement", "speaker"),
    ("addressed", "What was said to it", "statement", "addressee"),
    ("positions", "Where it stands", "position", "holder"),
    ("proposals", "What it proposed", "proposal", "sponsor"),
    ("answers", "What it answered", "proposal", "responder"),
    ("conditions", "Its conditions", "condition", "set_by"),
    ("told-conditions", "Conditions that it told of", "condition", "said_by"),
    ("assessments", "What is said of its relations", "assessment", "about"),
    ("trends", "What it said of relations", "assessment", "speaker"),
    ("figures", "Figures that it gave", "figure", "claimant"),
    ("victims", "Figures of its people", "figure", "victim"),
)
"""Anchor, heading, kind and role of each section, in the words of the roles: each fact is as its report has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The latest facts in one role.

    Attributes:
        lines: each with the issue it is about, where that is known.
    """

    anchor: str
    title: str
    kind: str
    total: int
    lines: tuple[tuple[Gist, Issue | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A spell in office, in words; ``affiliation`` is the id of the state or organisation."""

    title: str
    affiliation: str
    name: str
    dates: str


@router.get("/actors")
def list_all(request: Request, text: Words = "", kind: Words = "", page: PageNumber = 1) -> Response:
    """A page of the list."""
    query: dict[str, Value] = {"text": text.strip(), "kind": kind.strip()}
    with state_of(request).reading() as store:
        rows, total = list_actors(store, text.strip(), kind.strip(), PAGE, (page - 1) * PAGE)
        kinds = kinds_of_actors(store)
    return render(
        request,
        "actors.html",
        title="Actors",
        rows=rows,
        text=text.strip(),
        kind=kind.strip(),
        kinds=kinds,
        asked={name: value for name, value in query.items() if value},
        shown_forms=FORMS,
        paging=Paging(path="/actors", wanted=query, page=page, total=total),
    )


@router.get("/actors.{form}")
def download_actors(request: Request, form: str, text: Words = "", kind: Words = "") -> Response:
    """All actors that fit, as a file."""
    with state_of(request).reading() as store:
        rows, _ = list_actors(store, text.strip(), kind.strip(), None, 0)
    return rows_file([_record(row) for row in rows], COLUMNS, "actors", form)


def _record(row: ActorRow) -> dict[str, object]:
    return {**asdict(row), "written": [{"form": form, "facts": number} for form, number in row.written]}


@router.get("/actors/{key:path}")
def one(request: Request, key: str) -> Response:
    """What the tables and the facts have of one actor."""
    state = state_of(request)
    names = state.names
    entry = names.actors.get(key)
    with state.reading() as store:
        known = known_of(store, key)
        if not known.facts and entry is None:
            raise UnknownIdError(f"no actor has the id {key[:80]!r}; the list of actors finds them by name")
        stamp = store.stamp()
        latest = latest_of(store, key)
        forms, partners, periods = forms_of(store, key), partners_of(store, key), periods_of(store, key)
    issues = _issues(state, stamp)
    return render(
        request,
        "actor.html",
        title=entry.name if entry is not None else known.name,
        key=key,
        known=known,
        entry=entry,
        facts=_facts_of(known, entry, names),
        spells=_spells(entry, names)[:MOST_ROLES],
        sections=[_section(*each, latest.get(each[2:]), issues) for each in SECTIONS if each[2:] in latest],
        absent=[title for _, title, kind, role in SECTIONS if (kind, role) not in latest],
        forms=forms,
        partners=partners,
        periods=periods,
        kinds=[each for each in KINDS if any(each in counts for _, counts in periods.rows)],
    )


def _section(
    anchor: str, title: str, kind: str, role: str, latest: Latest | None, issues: Mapping[str, Issue]
) -> Section:
    found = latest or Latest(facts=(), total=0)
    lines = tuple((gist_of(fact, document), _issue_of(fact, issues)) for fact, document in found.facts)
    return Section(anchor=anchor, title=title, kind=kind, total=found.total, lines=lines)


def _issues(state: State, stamp: str) -> Mapping[str, Issue]:
    """Issues by fact, if they are worked out by now; the page does not wait for them."""
    related = state.related.now(stamp, wait=0.0).value
    return related.relations.issues.of if related is not None else {}


def _issue_of(fact: Fact, issues: Mapping[str, Issue]) -> Issue | None:
    return issues.get(fact.id) if isinstance(fact, Position | Proposal | Condition) else None


def _facts_of(known: Known, entry: Actor | None, names: Names) -> list[tuple[str, str]]:
    """What the tables say of an actor, by name; what they don't have, as the facts code it."""
    country = (entry.country if entry is not None else None) or known.country
    told = [
        ("Kind", str(entry.kind if entry is not None else known.kind).replace("_", " ")),
        ("Country", _named(country, names)),
        ("Sector", (entry.sector if entry is not None else None) or known.sector),
        ("Acts for", _named(known.affiliation, names) if known.affiliation != country else ""),
        ("Part of", _named(entry.parent or "", names) if entry is not None else ""),
        ("Other names", ", ".join(entry.aliases[:MOST_NAMES]) if entry is not None else ""),
        ("Id", known.id),
        ("In the tables", "yes" if entry is not None else "no: known by the words of the reports only"),
    ]
    return [(name, value) for name, value in told if value]


def _named(key: str, names: Names) -> str:
    actor = names.actors.get(key)
    return f"{actor.name} ({key})" if actor is not None and actor.name != key else key


def _spells(entry: Actor | None, names: Names) -> list[Spell]:
    """Spells in office, latest first."""
    if entry is None:
        return []
    return [
        Spell(
            title=role.title,
            affiliation=role.affiliation,
            name=names.actors[role.affiliation].name if role.affiliation in names.actors else role.affiliation,
            dates=f"{role.valid_from or 'start not known'} to {role.valid_to or 'now, or end not known'}",
        )
        for role in reversed(entry.roles)
    ]
