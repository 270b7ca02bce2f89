"""The validation sentences of an older coder: exact sentences and precision and recall by category.

Each record has a sentence and its codings with actors of its own small dictionaries. That coder got hand-made parse
trees; ours parses for itself. Records that test invented codes (9xx and others outside WEIS and CAMEO) or
that coder's own dictionary syntax are listed and left aside.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from dragoman.corpus.readers import document_from_text
from dragoman.directory import ActorDirectory, Agent, Name, NameKind
from dragoman.evaluate.scores import Result, Score, percent
from dragoman.model.actors import Actor, ActorKind, ActorRef
from dragoman.model.facts import Event, Factuality
from dragoman.model.text import Span
from dragoman.pipeline import Reader
from dragoman.resolve.actors import compile_matcher

RECORDS = "text/PETR.UnitTest.records.xml"
ACTORS = "dictionaries/PETR.Validate.actors.txt"
AGENTS = "dictionaries/PETR.Validate.agents.txt"
ENTRY = re.compile(r"^(?P<name>[^\[#{]+?)\s*(?:\{(?P<plural>[^}]*)\})?\s*\[(?P<code>[^\]]*)\]")
SYNTAX_TESTS = frozenset({"PATTERN", "SYNSET", "MODIFY", "ERROR", "VERB"})
"""Categories that test that coder's pattern language, word sets and error messages: their sentences carry made-up words
and objects ("downplayed their meeting" as an attack) that only its own dictionary gives a code."""


Coding = tuple[str, str, str]
WEIS = {
    "01": "CONCEDE RETREAT", "03": "CONSULT", "04": "SUPPORT", "05": "AGREE",
    "06": "SUPPORT COOPERATE AID CONCEDE RETREAT", "07": "AID COOPERATE", "08": "AGREE SUPPORT",
    "09": "REQUEST", "10": "REQUEST AGREE", "11": "REJECT", "12": "ACCUSE", "13": "ACCUSE REQUEST",
    "14": "REJECT", "15": "REQUEST", "16": "THREATEN", "17": "THREATEN", "18": "PROTEST MOBILIZE",
    "19": "SANCTION REJECT", "20": "SANCTION COERCE", "21": "COERCE ASSAULT", "22": "ASSAULT",
}  # fmt: skip
CAMEO = {
    "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "CONCEDE RETREAT",
    "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST",
    "15": "MOBILIZE", "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT",
}  # fmt: skip
ROOTS = {root: frozenset(f"{WEIS.get(root, '')} {CAMEO.get(root, '')}".split()) for root in sorted({*WEIS, *CAMEO})}
"""The suite's codes are WEIS (McClelland 1976) with some CAMEO among them, as its verb dictionary says, and a record
does not tell which: the PLOVER types that a root stands for in either. 02 (comment) has none."""


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
            element = ElementTree.fromstring(
                re.sub(r"&(?!\w+;)", "&amp;", re.sub(r"<Parse>.*?</Parse>", "", block, flags=re.DOTALL))
            )
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


def _codes_of(actor: ActorRef) -> tuple[str, ...]:
    """The suite's country codes for one of our actors; "FRO/BIL/SAM" in its dictionary means three."""
    return tuple(code[:3] for code in (actor.country or actor.id).split("/"))


def _comparable(event: Event, triggers: frozenset[Span]) -> bool:
    """Whether that coder would look at an event: it codes verbs, and of "vowed to attack" the vow alone."""
    noun = "/n" in event.match.rule and not any(role == "light verb" for role, _ in event.match.spans)
    under_act = any(role == "embedding" and span in triggers for role, span in event.match.spans)
    told = event.factuality in {Factuality.ASSERTED, Factuality.REPORTED, Factuality.ALLEGED}
    return not noun and (told or (event.factuality is Factuality.PLANNED and not under_act))


def _triggers(events: Sequence[Event]) -> frozenset[Span]:
    return frozenset(span for event in events for role, span in event.match.spans if role == "trigger")


def _found(event: Event, triggers: frozenset[Span]) -> Iterator[Coding]:
    """Our codings of an event; the suite codes a visit or talks in both directions."""
    if not _comparable(event, triggers):
        return
    both = event.plover == "CONSULT"
    for source in event.sources:
        for target in event.targets:
            if source.id == target.id:
                continue
            for one in _codes_of(source):
                for other in _codes_of(target):
                    yield one, other, event.plover
                    if both:
                        yield other, one, event.plover


def _wanted(record: Record) -> set[Coding]:
    return {(source[:3], target[:3], code[:2]) for source, target, code in record.codings}


def compare(wanted: set[Coding], found: set[Coding]) -> int:
    """How many wanted codings were found, each by one of ours whose type fits the root."""
    left, right = set(found), 0
    for source, target, root in sorted(wanted):
        fitting = next((f for f in sorted(left) if f[:2] == (source, target) and f[2] in ROOTS.get(root, ())), None)
        if fitting is not None:
            left.discard(fitting)
            right += 1
    return right


def _invented(record: Record) -> bool:
    """Whether a record tests codes that WEIS does not have or that coder's dictionary syntax."""
    return record.category in SYNTAX_TESTS or any(
        code[:2] not in ROOTS and code[:2] != "02" for _, _, code in record.codings
    )


def evaluate_petrarch(folder: Path, reader: Reader) -> Result:
    """Score the suite: exact sentences (all codings right, none more) by country and CAMEO root, and P/R by category.

    Raises:
        OSError: records or dictionaries can't be read.
    """
    records = read_records(folder / RECORDS)
    aside = [record for record in records if _invented(record)]
    used = [record for record in records if not _invented(record)]
    matcher = compile_matcher(suite_directory(folder))
    ours = replace(reader, matcher=matcher)
    documents = [document_from_text(r.text, published=r.day, clean=False) for r in used]
    reports = ours.read_documents(documents)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    for record, report in zip(used, reports, strict=True):
        triggers = _triggers(report.events)
        found = {coding for event in report.events for coding in _found(event, triggers)}
        gold = _wanted(record)
        right = compare(gold, found)
        for key in (record.category, "all"):
            row = counts[key]
            row[0] += 1
            row[1] += right == len(gold) == len(found)
            row[2] += right
            row[3] += len(found)
            row[4] += len(gold)
    rows = tuple((key, str(c[0]), str(c[1]), *(percent(x) for x in _pr(c))) for key, c in sorted(counts.items()))
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
            "compared by country and root code; 02 (comment) is no event of ours and counts as missed",
            "published coders with hand-made parses: UniversalPetrarch 51 %, PETRARCH 74 % of all sentences exact",
        ),
    )


def _pr(counts: list[int]) -> tuple[float, float, float]:
    score = Score(right=counts[2], found=counts[3], gold=counts[4])
    return score.precision, score.recall, score.f1
