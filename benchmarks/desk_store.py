"""A large store made of the example corpus: other casts, places, wordings and days, with every span where it belongs.

    python benchmarks/desk_store.py big.duckdb [--facts 100000]

The example is read once; each round re-homes its reports and facts: names are exchanged word by word, every offset is
moved along, dates are shifted by whole weeks, ids are made anew. Some reports are given again by another outlet, as
wire copies are. The same arguments make the same store.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from importlib.resources import files
from pathlib import Path
from typing import Any

from dragoman.corpus.readers import read_documents
from dragoman.desk.setup import setup_of
from dragoman.model.actors import ActorRef
from dragoman.model.facts import Fact, FactDate, Match
from dragoman.model.ids import content_id
from dragoman.model.text import Document, Span
from dragoman.pipeline import Report, load
from dragoman.store import open_store
from dragoman.store.kinds import spans_of

EXAMPLE = Path(str(files("dragoman").joinpath("data", "example")))
STATES = {
    "VEL": ("Velmora", "Velmoran", "Astel"),
    "KES": ("Kestria", "Kestrian", "Ordan"),
    "TAL": ("Talvia", "Talvian", "Mirrin"),
    "NRD": ("Norrund", "Norrundian", "Haveth"),
    "CDH": ("Cardesh", "Cardeshi", "Belor"),
}
"""Name, adjective and capital of the states of the example by their code."""
PLACES = ("Sorrel", "Hallow", "Carrow", "Red")
SYNONYMS = (
    ("roadmap", "plan", "framework", "blueprint", "package"),
    ("observers", "monitors", "inspectors", "peacekeepers"),
    ("commission", "panel", "tribunal", "board"),
    ("prisoners", "captives", "detainees", "internees"),
    ("cease-fire", "truce", "armistice"),
    ("border", "frontier", "boundary"),
    ("sanctions", "restrictions", "tariffs"),
    ("valley", "basin", "delta", "plateau"),
    ("talks", "negotiations", "consultations"),
)
TOWNS = ("Harbour", "Northern", "Capital", "Lakeside", "Union", "Coast", "Market", "River", "Summit", "Old Town")
OUTLETS = tuple(f"{town} {kind}" for town in TOWNS for kind in ("Gazette", "Tribune", "Wire", "Review"))
CLOSINGS = (
    "The report could not be checked on the ground.",
    "Markets in {capital} opened little changed.",
    "The archive of this paper holds {number} reports on the matter.",
    "Rain is forecast for {capital} in the days ahead.",
    "This report was filed from {capital} at {number} minutes past the hour.",
)
ONSETS = ("B", "D", "F", "G", "L", "M", "N", "P", "S", "V", "Br", "Dr", "Gal", "Har", "Jor", "Kal", "Lor", "Mar", "Tor")
MIDDLES = ("a", "e", "i", "o", "ai", "ela", "ori", "una", "ava", "ine")
ENDS = ("dan", "resh", "vik", "lund", "mar", "nor", "sk", "thal", "ven", "zor", "ria", "via", "dra")
WORD = re.compile(r"[^\W\d_]+(?:-fire)?")
NUMBER_OF_STATES = 60
STEP = 28
"""Days from one round to the next: whole weeks, so that weekdays in the texts still fit."""
WIRE_SHARE = 0.1
RUNS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """An invented state."""

    code: str
    name: str
    adjective: str
    capital: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """How the example is told once more.

    Attributes:
        words: what stands for which word of the texts; codes: for which code of an actor.
        days: by how much dates are moved.
        of: the document that stands for each.
    """

    number: str
    words: Mapping[str, str]
    codes: Mapping[str, str]
    days: int
    of: Mapping[str, str]


class Moved:
    """A text with words exchanged, and where each place of the old one went."""

    def __init__(self, text: str, words: Mapping[str, str]) -> None:
        self._old = [0]
        self._new = [0]
        self._ends = [0]
        parts, last, length = [], 0, 0
        for found in WORD.finditer(text):
            other = words.get(found.group())
            if other is None:
                continue
            parts += [text[last : found.start()], other]
            start = length + found.start() - last
            length, last = start + len(other), found.end()
            self._old += [found.start(), found.end()]
            self._new += [start, length]
            self._ends += [length, length]
        self.text = "".join([*parts, text[last:]])

    def place(self, old: int, *, is_end: bool) -> int:
        """Where a place of the old text is; one inside an exchanged word is at that word's start or end."""
        at = bisect_right(self._old, old) - 1
        if at % 2 and old > self._old[at]:
            return self._ends[at] if is_end else self._new[at]
        return self._new[at] + old - self._old[at]


def invented(chance: random.Random, taken: set[str]) -> str:
    """A name that was not used before."""
    while True:
        name = chance.choice(ONSETS) + chance.choice(MIDDLES) + chance.choice(ENDS)
        if name not in taken:
            taken.add(name)
            return name


def make_states(chance: random.Random, taken: set[str]) -> list[State]:
    """The states of the example, and others after them."""
    made = [State(code=code, name=name, adjective=word, capital=city) for code, (name, word, city) in STATES.items()]
    codes = set(STATES)
    while len(made) < NUMBER_OF_STATES:
        name = invented(chance, taken)
        code = next((code for code in (name[:3].upper(), name[:2].upper() + name[-1].upper()) if code not in codes), "")
        if len(code) == 3:
            codes.add(code)
            adjective = name + ("n" if name.endswith("a") else "ian")
            made.append(State(code=code, name=name, adjective=adjective, capital=invented(chance, taken)))
    return made


class Maker:
    """Tells the example again and again."""

    def __init__(self, reports: Sequence[Report], people: Sequence[str]) -> None:
        self._reports = reports
        self._people = people
        self._chance = random.Random(31)
        self._taken: set[str] = set()
        self._states = make_states(self._chance, self._taken)
        self._names: dict[tuple[str, str], str] = {}
        self._places = [invented(self._chance, self._taken) for _ in range(60)]

    def reports(self, number: int, days: int) -> Iterator[Report]:
        """All reports of one round."""
        chance = self._chance
        codes, words = self._cast(number)
        documents = {report.document.id: content_id("made", number, report.document.id) for report in self._reports}
        made = Round(number=str(number), words=words, codes=codes, days=days, of=documents)
        for report in self._reports:
            capital = words.get("Astel", "Astel")
            closing = chance.choice(CLOSINGS).format(capital=capital, number=chance.randrange(2, 59))
            yield rehomed(report, made, "\n\n" + closing, report.document.publisher if number else None)
            if chance.random() < WIRE_SHARE:
                again = {**documents, report.document.id: content_id("wire", number, report.document.id)}
                wire = replace(made, number=f"{number}w", of=again)
                yield rehomed(report, wire, "\n\n" + closing, chance.choice(OUTLETS))

    def _cast(self, number: int) -> tuple[dict[str, str], dict[str, str]]:
        """Codes and words of one round; the first, and every third after it, keeps the states of the example."""
        chance = self._chance
        codes: dict[str, str] = {}
        words: dict[str, str] = {}
        drawn = self._states[:5] if number % 3 == 0 else self._draw()
        for (code, (name, adjective, capital)), state in zip(STATES.items(), drawn, strict=True):
            codes[code] = state.code
            words |= {name: state.name, adjective: state.adjective, f"{adjective}s": f"{state.adjective}s",
                      capital: state.capital}  # fmt: skip
        if number:
            for word in self._people:
                words[word] = self._name(word, drawn[0].code + str(number // 40))
            words |= {place: chance.choice(self._places) for place in PLACES}
            for group in SYNONYMS:
                other = chance.choice(group)
                words |= {group[0]: other, group[0].capitalize(): other.capitalize()}
        return codes, {old: new for old, new in words.items() if old != new}

    def _draw(self) -> list[State]:
        """Five states of which few act much and many little."""
        found: list[State] = []
        while len(found) < 5:
            state = self._states[int(len(self._states) * self._chance.random() ** 2.5)]
            if state not in found:
                found.append(state)
        return found

    def _name(self, word: str, home: str) -> str:
        if (word, home) not in self._names:
            self._names[word, home] = invented(self._chance, self._taken)
        return self._names[word, home]


def rehomed(report: Report, made: Round, closing: str, publisher: str | None) -> Report:
    """A report of the example as this round tells it."""
    old = report.document
    moved = Moved(old.text, made.words)
    title = Moved(old.title, made.words).text
    published = old.published + timedelta(days=made.days) if old.published else None
    document = replace(
        old, id=made.of[old.id], title=title, text=moved.text + closing, published=published,
        publisher=publisher or old.publisher,
    )  # fmt: skip
    facts = tuple(_moved(fact, made, moved) for fact in report.facts)
    return replace(report, document=document, facts=facts)


def _moved(value: Any, made: Round, moved: Moved) -> Any:
    """A fact, or a part of one, in the other words, days and places."""
    match value:
        case Span():
            start, end = moved.place(value.start, is_end=False), moved.place(value.end, is_end=True)
            return Span(document_id=made.of[value.document_id], start=start, end=end)
        case ActorRef():
            return _actor(value, made)
        case FactDate():
            dates: dict[str, Any] = {
                "value": _day(value.value, made.days),
                "end_value": _day(value.end_value, made.days),
            }
            return replace(value, **dates, evidence=_moved(value.evidence, made, moved))
        case Match():
            return replace(value, spans=_moved(value.spans, made, moved))
        case Fact():
            changed = _parts(value, made, moved, without={"id", "document_id", "extractor"})
            own = made.of[value.document_id]
            return replace(value, **changed, **_references(value, made), id=_id(value.id, own), document_id=own)
        case Enum():
            return value
        case str():
            return Moved(value, made.words).text
        case tuple():
            return tuple(_moved(item, made, moved) for item in value)
    return replace(value, **_parts(value, made, moved)) if is_dataclass(value) else value  # type: ignore[type-var]


CODES = frozenset({"plover", "mode", "context", "cameo", "measure", "unit", "form", "answers_to", "contrast"})
"""Strings of facts that are no words of a text."""


def _parts(value: Any, made: Round, moved: Moved, without: Collection[str] = ()) -> dict[str, Any]:
    names = [each.name for each in fields(value) if each.name not in without and each.name not in CODES]
    return {name: _moved(getattr(value, name), made, moved) for name in names}


def _references(fact: Fact, made: Round) -> dict[str, Any]:
    named = ((name, getattr(fact, name, None)) for name in ("answers_to", "contrast"))
    return {name: _id(key, made.of[fact.document_id]) for name, key in named if key}


def _id(old: str, document: str) -> str:
    return content_id("made", document, old)


def _actor(actor: ActorRef, made: Round) -> ActorRef:
    head, slash, tail = actor.id.partition("/")
    key = made.codes.get(head, "-".join(_lower(made.words, part) for part in head.split("-")))
    affiliation = actor.affiliation and made.codes.get(actor.affiliation, Moved(actor.affiliation, made.words).text)
    country = made.codes.get(actor.country or "", actor.country)
    name = Moved(actor.name, made.words).text
    return replace(actor, id=key + slash + tail, name=name, country=country, affiliation=affiliation)


def _lower(words: Mapping[str, str], part: str) -> str:
    prefix, colon, rest = part.rpartition(":")
    return prefix + colon + words.get(rest.capitalize(), rest).lower()


def _day(value: str | None, days: int) -> str | None:
    """An ISO date, month or year, moved."""
    if value is None or not re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
        return value
    whole = (value + "-06-15")[:10] if len(value) == 4 else (value + "-15")[:10]
    return str(date.fromisoformat(whole) + timedelta(days=days))[: len(value)]


def people_of(reports: Sequence[Report]) -> list[str]:
    """Names of persons, word by word."""

    def actors(value: Any) -> Iterator[ActorRef]:
        if isinstance(value, ActorRef):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                yield from actors(item)
        elif is_dataclass(value):
            for each in fields(value):
                yield from actors(getattr(value, each.name))

    names = {actor.name for report in reports for fact in report.facts for actor in actors(fact)
             if actor.kind == "person"}  # fmt: skip
    return sorted({word for name in names for word in WORD.findall(name) if len(word) > 2})


def read_example() -> tuple[list[Report], Any]:
    """The reports of the example with their facts, and the setup that coded them."""
    actors = [EXAMPLE / "actors.yaml"]
    reader = load(actors=tuple(actors))
    found = [item for item in read_documents([str(EXAMPLE / "documents.jsonl")]) if isinstance(item, Document)]
    return list(reader.read_documents(found)), setup_of(reader, actors)


def check(report: Report) -> None:
    """Stop at a fact that does not stand in its text."""
    for fact in report.facts:
        for _, span in spans_of(fact):
            own = span.document_id == report.document.id
            if own and not 0 <= span.start <= span.end <= len(report.document.text):
                raise ValueError(f"{fact.id}: {span} is outside its text")


def make_store(path: Path, wanted: int, told: Callable[[str], object]) -> int:
    """Write a store of at least so many facts; returns how many."""
    reports, setup = read_example()
    maker = Maker(reports, people_of(reports))
    a_round = sum(len(report.facts) for report in reports) * (1 + WIRE_SHARE)
    rounds = max(1, round(wanted / a_round))
    number = total = 0
    with open_store(path) as store:
        while total < wanted:
            if number % max(1, rounds // RUNS) == 0:
                run = store.begin_run(setup, ("read", f"part {number}"))
                told(f"{total:,} facts")
            for report in maker.reports(number, -STEP * (rounds - number)):
                check(report)
                store.add(report, run)
                total += len(report.facts)
            number += 1
    return total


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the store."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("path", type=Path)
    parser.add_argument("--facts", type=int, default=100_000)
    options = parser.parse_args(arguments)
    if options.path.exists():
        sys.stderr.write(f"{options.path} is there already; take it away first\n")
        return 2
    started = time.perf_counter()
    total = make_store(options.path, options.facts, lambda line: sys.stdout.write(line + "\n"))
    sys.stdout.write(f"{total:,} facts in {options.path}, {time.perf_counter() - started:.0f} s\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
