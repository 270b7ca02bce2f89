"""The validation sentences of an older coder: exact sentences and precision and recall by category.

Each record has a sentence and its CAMEO codings with actors of its own small dictionaries. That coder got hand-made parse
trees; ours parses for itself. Records that test invented codes (9xx and others outside CAMEO) or that coder's own
dictionary syntax are listed and left aside.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from dragoman.corpus.readers import document_from_text
from dragoman.directory import ActorDirectory, Agent, Name, NameKind
from dragoman.evaluate.scores import Result, Score, percent
from dragoman.model.actors import Actor, ActorKind
from dragoman.model.facts import Event
from dragoman.pipeline import Reader
from dragoman.resolve.actors import compile_matcher

RECORDS = "text/PETR.UnitTest.records.xml"
ACTORS = "dictionaries/PETR.Validate.actors.txt"
AGENTS = "dictionaries/PETR.Validate.agents.txt"
ENTRY = re.compile(r"^(?P<name>[^\[#{]+?)\s*(?:\{(?P<plural>[^}]*)\})?\s*\[(?P<code>[^\]]*)\]")
SYNTAX_TESTS = frozenset({"PATTERN", "SYNSET", "MODIFY", "ERROR", "VERB"})
"""Categories that test that coder's pattern language, word sets and error messages, with codes only its dictionary has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A sentence and its codings (source code, target code, CAMEO code)."""

    id: str
    category: str
    day: date | None
    text: str
    codings: tuple[tuple[str, str, str], ...]


def _blocks(whole: str) -> Iterator[str]:
    for match in re.finditer(r"<Sentence .*?</Sentence>", whole, re.DOTALL):
        yield match[0]


def read_records(path: Path) -> list[Record]:
    """Records of the suite; those whose XML is malformed on purpose are skipped.

    Raises:
        OSError: the file can't be read.
    """
    whole = path.read_text(encoding="utf-8", errors="replace")
    records = []
    for block in _blocks(re.sub(r"<!--.*?-->", "", whole, flags=re.DOTALL)):
        try:
            element = ElementTree.fromstring(re.sub(r"&(?!\w+;)", "&amp;", re.sub(r"<Parse>.*?</Parse>", "", block, flags=re.DOTALL)))
        except ElementTree.ParseError:
            continue
        text = " ".join((element.findtext("Text") or "").split())
        codings = tuple(
            (c.get("sourcecode") or "", c.get("targetcode") or "", c.get("eventcode") or "")
            for c in element.iter("EventCoding")
            if c.get("eventcode")
        )
        day = element.get("date") or ""
        records.append(
            Record(
                id=element.get("id") or "",
                category=element.get("category") or "",
                day=date(int(day[:4]), int(day[4:6]), int(day[6:8])) if len(day) == 8 and day.isdigit() else None,
                text=text,
                codings=codings,
            )
        )
    return [record for record in records if record.text]


def _entries(path: Path) -> Iterator[tuple[str, str, str]]:
    """(name, plural, code) of a dictionary, continuation lines (``+``) under the code above them included."""
    code = ""
    for raw in path.read_text(encoding="utf-8", errors="replace").splitlines():
        line = re.sub(r"<!--.*?-->", "", raw).split("#")[0].strip()
        if line.startswith("+") and code:
            yield line[1:].replace("_", " ").strip(), "", code
            continue
        match = ENTRY.match(line)
        if match:
            code = match["code"].split(",")[0].split(";")[0].strip()
            dated = re.findall(r"\[([^\]]*)\]", line)
            code = dated[-1].split()[0].strip() if dated and dated[-1].split() else code
            yield match["name"].replace("_", " ").strip(), (match["plural"] or "").replace("_", " ").strip(), code


def suite_directory(folder: Path) -> ActorDirectory:
    """The suite's own dictionaries as a directory; actor ids are its codes."""
    actors: dict[str, Actor] = {}
    names: list[Name] = []
    adjectives: dict[str, str] = {}
    for written, _, code in _entries(folder / ACTORS):
        if not code or code == "---":
            continue
        actors[code] = Actor(id=code, name=code, kind=ActorKind.STATE, country=code)
        adjectives.setdefault(code, code)
        for form in {written, written.title(), written.upper()}:
            names.append(Name(written=form.title(), kind=NameKind.STATE, actor=code))
    for written, plural, code in _entries(folder / AGENTS):
        singular = written.lower()
        many = plural.lower() or f"{singular}s"
        agent = Agent(singular=singular, plural=many, sector=code.strip("~ "), kind="person", office="")
        names += [Name(written=form, kind=NameKind.AGENT, agent=agent) for form in {singular, many} if "!" not in form]
    return ActorDirectory(actors=actors, names=tuple(names), adjectives=adjectives)


def _code_of(actor_id: str) -> str:
    """The suite's code for one of our ids: country, then sector ("ARN/GOV/official" is ARNGOV)."""
    key, _, rest = actor_id.partition("/")
    return key + rest.partition("/")[0] if rest else key


def _codings(event: Event) -> Iterator[tuple[str, str, str]]:
    for source in event.sources:
        for target in event.targets or ():
            if source.id != target.id:
                yield _code_of(source.id), _code_of(target.id), event.cameo


def _root(coding: tuple[str, str, str]) -> tuple[str, str, str]:
    return coding[0][:3], coding[1][:3], coding[2][:2]


def _invented(record: Record, reader: Reader) -> bool:
    """Whether a record tests codes that CAMEO does not have or that coder's dictionary syntax."""
    return record.category in SYNTAX_TESTS or any(
        code[2] not in reader.codebook.cameo and code[2] != "---" for code in record.codings
    )


def evaluate_petrarch(folder: Path, reader: Reader) -> Result:
    """Score the suite: exact sentences (all codings right, none more) by country and CAMEO root, and P/R by category.

    Raises:
        OSError: records or dictionaries can't be read.
    """
    records = read_records(folder / RECORDS)
    aside = [record for record in records if _invented(record, reader)]
    used = [record for record in records if not _invented(record, reader)]
    matcher = compile_matcher(suite_directory(folder))
    ours = replace(reader, matcher=matcher)
    documents = [document_from_text(r.text, published=r.day, clean=False) for r in used]
    reports = ours.read_documents(documents)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for record, report in zip(used, reports, strict=True):
        found = {_root(coding) for event in report.events for coding in _codings(event)}
        gold = {_root(coding) for coding in record.codings}
        for key in (record.category, "all"):
            row = counts[key]
            row[0] += 1
            row[1] += found == gold
            row[2] += len(found & gold)
            row[3] += len(found)
            row[4] += len(gold)
    rows = tuple(
        (key, str(c[0]), str(c[1]), *(percent(x) for x in _pr(c))) for key, c in sorted(counts.items())
    )
    total = counts["all"]
    score = Score(right=total[2], found=total[3], gold=total[4])
    return Result(
        name="petrarch",
        figures={
            "petrarch.exact": total[1] / total[0] if total[0] else 0.0,
            "petrarch.precision": score.precision,
            "petrarch.recall": score.recall,
            "petrarch.f1": score.f1,
        },
        columns=("category", "sentences", "exact", "precision", "recall", "F1"),
        rows=rows,
        notes=(
            f"{len(aside)} of {len(records)} records left aside (invented codes or that coder's dictionary syntax): "
            + ", ".join(record.id for record in aside),
            "compared by country and CAMEO root; published coders with hand-made parses: UniversalPetrarch 51 %, PETRARCH 74 % of sentences exact",
        ),
    )


def _pr(counts: list[int]) -> tuple[float, float, float]:
    score = Score(right=counts[2], found=counts[3], gold=counts[4])
    return score.precision, score.recall, score.f1
