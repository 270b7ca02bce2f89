"""The fields of a fact as a reviewer corrects them: what may be written in each, and the columns it comes to."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from itertools import zip_longest

from dragoman import ontology
from dragoman.desk.problems import UserError
from dragoman.exchange.flat import COLUMNS
from dragoman.exchange.parts import OUTLET, UNNAMED, Row, plain_number
from dragoman.exchange.reviewed import FIELDS, is_of_actors
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.facts import (
    Answer,
    ConditionKind,
    Direction,
    Factuality,
    Form,
    Join,
    ProposalStatus,
    Stance,
    Strength,
)
from dragoman.model.reviews import Cell

FindActor = Callable[[str], ActorRef]
"""From a name or an id to the actor; raises UserError where several are called so."""
LONGEST = 500
"""Characters of a field."""
NOBODY = frozenset({OUTLET, UNNAMED})
"""What may stand for a claimant without being an actor."""
MEASURES = (
    "killed", "injured", "killed_or_injured", "missing", "displaced", "refugees", "hostages", "prisoners", "released",
    "troops", "aid", "money", "people_in_need", "weapons", "other",
)  # fmt: skip
FLAGS = frozenset({"background", "direct", "unnamed", "approximate"})
DATES = frozenset({"date", "since_date"})
NUMBERS = frozenset({"low", "high"})
REQUIRED = frozenset({"source", "holder", "issue", "name", "consequent", "antecedents", "topic"})
LABELS = {
    "plover": "type", "factuality": "told as", "background": "recalled, not news", "set_by": "set by",
    "since_date": "since", "about": "between", "approximate": "about, not exact", "counted": "what is counted",
    "low": "at least", "high": "at most", "direct": "quotation as a whole", "unnamed": "source not named",
    "form": "form", "consequent": "what depends", "antecedents": "on what (| between several)",
}  # fmt: skip
ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?$")


class Sort(StrEnum):
    """How a field is filled in."""

    ACTORS = "actors"
    CHOICE = "choice"
    FLAG = "flag"
    DATE = "date"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the form.

    Attributes:
        name: as the form sends it; of several answers with a number ("response.1").
        value: as it was coded.
        options: what can be chosen.
    """

    name: str
    label: str
    sort: Sort
    value: str
    options: tuple[str, ...] = ()


@cache
def _choices() -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Values that can be chosen by kind and column; a kind left empty is any."""
    return {
        ("event", "plover"): tuple(ontology.load_event_types()),
        ("event", "mode"): ("", *sorted({mode for modes in _modes().values() for mode in modes} - {""})),
        ("", "factuality"): tuple(Factuality),
        ("statement", "form"): tuple(Form),
        ("position", "stance"): tuple(Stance),
        ("position", "strength"): tuple(Strength),
        ("proposal", "status"): tuple(ProposalStatus),
        ("proposal", "response"): tuple(Answer),
        ("condition", "join"): tuple(Join),
        ("condition", "type"): tuple(ConditionKind),
        ("assessment", "direction"): tuple(Direction),
        ("figure", "measure"): MEASURES,
    }


@cache
def _modes() -> Mapping[str, frozenset[str]]:
    """Modes of each PLOVER type."""
    codes = ontology.load_cameo().values()
    return {kind: frozenset(code.mode for code in codes if code.plover == kind) for kind in ontology.load_event_types()}


def fields_of(kind: str, row: Row) -> list[Field]:
    """The fields of a fact, with what was coded.

    Args:
        row: as ``flat.record`` makes it.
    """
    return [field for name in FIELDS[kind] for field in _fields(kind, name, row)]


def _fields(kind: str, name: str, row: Row) -> Iterator[Field]:
    value, label = shown(row[name]), LABELS.get(name, name)
    options = _choices().get((kind, name)) or _choices().get(("", name)) or ()
    if name == "response":
        for number, (party, answer) in enumerate(zip(row["responder"].split("|"), value.split("|"), strict=True)):
            if party:
                yield Field(
                    name=f"{name}.{number}", label=f"answer of {party}", sort=Sort.CHOICE, value=answer, options=options
                )
    elif is_of_actors(kind, name):
        yield Field(name=name, label=label, sort=Sort.ACTORS, value=" | ".join(value.split("|")))
    elif options:
        # A store of another codebook may hold a value that today's does not have.
        known = options if value in options else (value, *options)
        yield Field(name=name, label=label, sort=Sort.CHOICE, value=value, options=known)
    elif name in FLAGS:
        yield Field(name=name, label=label, sort=Sort.FLAG, value=value, options=("yes", "no"))
    else:
        sort = Sort.DATE if name in DATES else Sort.NUMBER if name in NUMBERS else Sort.TEXT
        yield Field(name=name, label=label, sort=sort, value=value)


def shown(value: Cell) -> str:
    """A value as it stands in the form."""
    if value is None:
        return ""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def changed(fields: Sequence[Field], given: Mapping[str, str]) -> dict[str, str]:
    """What was filled in otherwise than it was coded, by field; what was not sent is as it was."""
    sent = {field.name: " ".join(given.get(field.name, field.value).split()) for field in fields}
    return {field.name: sent[field.name] for field in fields if sent[field.name] != " ".join(field.value.split())}


def filled(fields: Sequence[Field], corrected: Mapping[str, Cell]) -> dict[str, str]:
    """What the form has to say for these corrections, by field; fields that they leave alone are not in it.

    Args:
        corrected: columns as a review keeps them.
    """
    found: dict[str, str] = {}
    for field in fields:
        stem, dot, number = field.name.partition(".")
        if stem not in corrected:
            continue
        value = shown(corrected[stem])
        if dot:
            answers = value.split("|")
            # A correction of who answered may have left fewer answers.
            value = answers[int(number)] if int(number) < len(answers) else field.value
        found[field.name] = " | ".join(value.split("|")) if field.sort is Sort.ACTORS else value
    return found


def with_earlier(find: FindActor, kind: str, corrected: Mapping[str, Cell]) -> FindActor:
    """Finds actors as ``find`` does, but those of an earlier correction as it has them: a name may be another's too."""
    known: dict[str, ActorRef] = {}
    for name in (each for each in FIELDS[kind] if each in corrected and is_of_actors(kind, each)):
        parts = [str(corrected[name] or "").split("|")]
        parts += [str(corrected.get(f"{name}_{each}") or "").split("|") for each in ("id", "country", "sector")]
        for called, key, country, sector in zip_longest(*parts, fillvalue=""):
            if called and key:
                known[called] = ActorRef(
                    id=key, name=called, kind=ActorKind.UNKNOWN, country=country or None, sector=sector or None
                )
    return lambda written: known.get(written) or find(written)


def corrections(kind: str, row: Row, given: Mapping[str, str], find: FindActor) -> dict[str, Cell]:
    """The columns that a correction changes, with their new values; empty if nothing was changed.

    Columns that follow from a changed one change too: id, country and sector of an actor, quad class, CAMEO code and
    Goldstein value of a type.

    Args:
        given: what the form sends, by name of the field.

    Raises:
        UserError: a value can't be; one line says which and what may be written.
    """
    fields = {field.name: field for field in fields_of(kind, row)}
    new: dict[str, Cell] = {}
    for name, written in changed(list(fields.values()), given).items():
        new |= _new_columns(kind, fields[name], written, row, find, new)
    _check_together(kind, {**row, **new})
    if "plover" in new:
        new |= _following(str(new["plover"]), row, new)
    elif "mode" in new:
        _check_mode(str(row["plover"]), str(new["mode"]))
    return {name: value for name, value in new.items() if value != row[name]}


def _new_columns(
    kind: str, field: Field, written: str, row: Row, find: FindActor, before: Mapping[str, Cell]
) -> dict[str, Cell]:
    name, label = field.name, field.label
    if len(written) > LONGEST:
        raise UserError(f"{label}: more than {LONGEST} characters")
    if not written and name in REQUIRED:
        raise UserError(f"{label}: may not be empty; reject the fact if the text does not say it")
    if field.options and written not in field.options:
        raise UserError(f"{label}: {written[:40]!r} is none of {', '.join(filter(None, field.options))}")
    if field.sort is Sort.ACTORS:
        return _actors(kind, name, label, written, row, find)
    if field.sort is Sort.FLAG:
        return {name: written == "yes"}
    if field.sort is Sort.DATE:
        return {name: _day(written, label)}
    if field.sort is Sort.NUMBER:
        return {name: _number(written, label)}
    stem, dot, number = name.partition(".")
    if dot:
        answers = str(before.get(stem, row[stem])).split("|")
        answers[int(number)] = written
        return {stem: "|".join(answers)}
    return {name: written}


def _actors(kind: str, name: str, label: str, written: str, row: Row, find: FindActor) -> dict[str, Cell]:
    coded = _coded_actors(kind, name, row)
    endings = [ending for ending in ("_id", "_country", "_sector") if f"{name}{ending}" in COLUMNS[kind]]
    found: list[Sequence[str]] = []
    for part in filter(None, (part.strip() for part in written.split("|"))):
        if part in coded:
            found.append(coded[part])
        elif name == "claimant" and part.casefold() in NOBODY:
            found.append((part.casefold(), *("" for _ in endings)))
        else:
            actor = find(part)
            found.append((actor.name, *(str(getattr(actor, ending[1:]) or "") for ending in endings)))
    if len({actor[0] for actor in found}) < len(found):
        raise UserError(f"{label}: the same actor stands there twice")
    names = (name, *(f"{name}{ending}" for ending in endings))
    return {column: "|".join(actor[place] for actor in found) for place, column in enumerate(names)}


def _coded_actors(kind: str, name: str, row: Row) -> dict[str, Sequence[str]]:
    """The actors of a field by name: name, id, and what else the row has of them."""
    columns = [c for c in (name, f"{name}_id", f"{name}_country", f"{name}_sector") if c in COLUMNS[kind]]
    split = [str(row[column]).split("|") for column in columns]
    return {parts[0]: parts for parts in zip(*split, strict=True) if parts[0]} if _is_even(split) else {}


def _is_even(lists: Sequence[Sequence[str]]) -> bool:
    return len({len(each) for each in lists}) == 1


def _day(written: str, label: str) -> str | None:
    if not written:
        return None
    try:
        if ISO.match(written):
            date.fromisoformat(f"{written}-01-01"[:10])
            return written
    except ValueError:
        pass
    raise UserError(f"{label}: {written[:40]!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")


def _number(written: str, label: str) -> float | None:
    if not written:
        return None
    try:
        value = float(written.replace(",", ""))
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e18:
        raise UserError(f"{label}: {written[:40]!r} is no number; write such as 1200 or 2.5, or leave it empty")
    return plain_number(value)


def _check_together(kind: str, row: Mapping[str, Cell]) -> None:
    if kind != "figure":
        return
    low, high = row["low"], row["high"]
    if low is None and high is None:
        raise UserError("at least, at most: a figure needs one of them")
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        raise UserError(f"at least {low:,} is more than at most {high:,}")


def _check_mode(plover: str, mode: str) -> None:
    there = _modes()[plover]
    if mode and mode not in there:
        known = ", ".join(sorted(there - {""})) or "none"
        raise UserError(f"mode: {mode!r} is no mode of {plover}, which has {known}")


def _following(plover: str, row: Row, new: Mapping[str, Cell]) -> dict[str, Cell]:
    """What follows from another type: its usual code with its value; a mode that it does not have is dropped."""
    if "mode" in new:
        _check_mode(plover, str(new["mode"]))
    mode = str(new.get("mode", row["mode"]))
    type_ = ontology.load_event_types()[plover]
    code = ontology.load_cameo()[type_.default_cameo]
    return {
        "mode": mode if mode in _modes()[plover] else "",
        "cameo": code.code,
        "quad_class": type_.quad_class,
        "goldstein": code.goldstein,
    }
