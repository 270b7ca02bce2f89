"""Corrected actors as entries of the user's actor file (docs/actors.md), for a person to check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from dragoman.directory import ORGANISATION, ActorDirectory, NameKind
from dragoman.exchange.reviewed import FIELDS, is_of_actors
from dragoman.model.actors import Actor, Role
from dragoman.model.ids import slug
from dragoman.model.reviews import Review
from dragoman.relations.agreement import judged
from dragoman.store import FactFilter, Store
from dragoman.store.kinds import actors_of
from dragoman.store.rows import written_forms
from dragoman.tables import folder, rows

HEAD = """\
# Actors as reviewers corrected them; see docs/actors.md. Check every entry before use: an alias holds in all texts,
# and an entry with the id of an actor of the tables takes its place, so that all its names are repeated here.
"""
NEW = "name:"
"""Before the id of an actor that no table has."""
KEYS: Mapping[NameKind, str] = {
    NameKind.ADJECTIVE: "adjectives",
    NameKind.DEMONYM: "demonyms",
    NameKind.CAPITAL: "capitals",
    NameKind.SEAT: "capitals",
    NameKind.CITY: "cities",
}
"""Keys of the file by kind of name; a seat of government stands for the state as a capital does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An actor that a reviewer named in place of another.

    Attributes:
        written: what the text calls it there; empty where that is not known or no name.
        coded: the actor that was coded there; empty if there was none.
    """

    id: str
    name: str
    written: str
    coded: str
    reviewer: str
    fact_id: str


def named_actors(store: Store) -> list[Named]:
    """The actors that the standing reviews put in place of those that were coded, in the order of review."""
    reviews = [review for review in judged(store.reviews()) if _fields(review)]
    # The words of the text are those of the fact as it is; of one that is no longer there they are not known.
    facts = {row.fact.id: row for row in store.iter_facts(FactFilter(ids=[review.fact_id for review in reviews]))}
    found = []
    for review in reviews:
        stored = facts.get(review.fact_id)
        for field in _fields(review):
            forms: list[str | None] = []
            if stored is not None:
                actors = dict(actors_of(stored.fact)).get(field, ())
                forms = written_forms(stored.fact, field, actors, stored.document)
            found += list(_named(review, field, forms))
    return found


def _fields(review: Review) -> list[str]:
    fields = FIELDS.get(review.kind, ())
    return [
        field
        for field in fields
        if review.corrected and is_of_actors(review.kind, field) and f"{field}_id" in review.corrected
    ]


def _named(review: Review, field: str, forms: Sequence[str | None]) -> Iterator[Named]:
    coded = _split(review.coded[f"{field}_id"])
    ids = _split(review.corrected[f"{field}_id"])
    names = _split(review.corrected.get(field, review.coded[field]))
    before = _split(review.coded[field])
    is_aligned = len(coded) == len(ids)
    for place, (key, name) in enumerate(zip(ids, names, strict=False)):
        if key in coded or not key:
            continue
        form = forms[place] if is_aligned and len(forms) == len(ids) else None
        yield Named(
            id=key, name=name, written=_as_name(form or ""), coded=before[place] if is_aligned else "",
            reviewer=review.reviewer, fact_id=review.fact_id,
        )  # fmt: skip


def _split(value: object) -> list[str]:
    return str(value or "").split("|") if value else []


def _as_name(form: str) -> str:
    """The words without an article, if they are a name: they begin with a capital, as "he" and "the group" do not."""
    words = " ".join(form.split())
    for article in ("the ", "The ", "a ", "A ", "an ", "An "):
        words = words.removeprefix(article)
    is_name = bool(words) and words[0].isupper() and words.casefold() not in _pronouns()
    return words.removesuffix("'s").removesuffix("’s") if is_name else ""


@cache
def _pronouns() -> frozenset[str]:
    return frozenset(row["form"] for row in rows(folder("lang", "en") / "pronouns.csv"))


def actor_file(named: Sequence[Named], directory: ActorDirectory) -> str:
    """The entries as YAML: an alias for an actor that the tables know, else a new actor by this name.

    Composed actors ("USA/GOV/official") are no entries of a file; they are told in comments.
    """
    by_id: dict[str, list[Named]] = defaultdict(list)
    for each in named:
        by_id[each.id].append(each)
    parts = [HEAD]
    for key, found in by_id.items():
        parts.append(_comment(found))
        if "/" in key and key not in directory.actors:
            parts.append(f"# {_line(key)} is composed of others and needs no entry.\n")
            continue
        entry = _entry(key, found, directory)
        parts.append(yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=110))
    return "\n".join(parts) if by_id else f"{HEAD}[]\n"


def _comment(found: Sequence[Named]) -> str:
    lines = []
    for each in found:
        for_whom = f" instead of {each.coded}" if each.coded else ""
        written = f", written {each.written!r}" if each.written else ""
        lines.append(f"# {each.reviewer}, fact {each.fact_id[:6]}: {each.name}{for_whom}{written}")
    return "\n".join(map(_line, dict.fromkeys(lines)))


def _line(text: str) -> str:
    """A text that can't leave its comment."""
    return "".join(c if c.isprintable() else " " for c in text)


def _entry(key: str, found: Sequence[Named], directory: ActorDirectory) -> dict[str, Any]:
    actor = directory.actors.get(key)
    written = dict.fromkeys(each.written for each in found if each.written)
    if actor is None:
        name = found[0].name
        aliases = [form for form in written if form != name]
        entry: dict[str, Any] = {"id": slug(key.removeprefix(NEW)) or key, "name": name, "kind": "unknown"}
        return entry | ({"aliases": aliases} if aliases else {})
    entry = _known(actor, directory)
    there = {str(form) for value in entry.values() if isinstance(value, list) for form in value} | {actor.name}
    new = [form for form in written if form not in there]
    return entry | ({"aliases": [*entry.get("aliases", ()), *new]} if new else {})


def _known(actor: Actor, directory: ActorDirectory) -> dict[str, Any]:
    """An actor of the tables with all its names, as the file has them."""
    plain = {"country": actor.country, "sector": actor.sector, "gender": actor.gender, "parent": actor.parent}
    entry: dict[str, Any] = {"id": actor.id, "name": actor.name, "kind": str(actor.kind)}
    entry |= {name: value for name, value in plain.items() if value and (name, value) != ("country", actor.id)}
    lists: dict[str, list[str]] = defaultdict(list)
    for name in directory.names:
        if name.actor == actor.id and name.written != actor.name:
            key = KEYS.get(name.kind) or ("acronyms" if name.exact else "aliases")
            if name.written not in lists[key]:
                lists[key].append(name.written)
    entry |= {key: lists[key] for key in ("aliases", "acronyms", "adjectives", "demonyms", "capitals", "cities")
              if lists[key]}  # fmt: skip
    roles = [_role(role, directory) for role in actor.roles]
    return entry | ({"roles": roles} if roles else {})


def _role(role: Role, directory: ActorDirectory) -> dict[str, str]:
    known = directory.actors.get(role.affiliation)
    prefix = ORGANISATION if known is not None and len(role.affiliation) != 3 else ""
    values = {
        "affiliation": f"{prefix}{role.affiliation}", "office": role.office, "title": role.title,
        "sector": role.sector, "from": role.valid_from, "to": role.valid_to,
    }  # fmt: skip
    return {name: str(value) for name, value in values.items() if value}
