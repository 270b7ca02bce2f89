"""Documents on Syria and Iraq with entities and relations between them: who fights, helps, speaks with or likes whom.

The entities are given, as in the set's own task: those that we don't resolve become actors of their own. Ours are read
off the coder's events between mentions that overlap them, and off the tone between two of a sentence. Fighting,
alliance and communication are compared without direction: of most pairs the set has one direction only.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product, tee
from pathlib import Path
from typing import Any

from dragoman.corpus.readers import document_from_text
from dragoman.evaluate.directed_sentiment import Judge, tone
from dragoman.evaluate.scores import Result, Score, percent
from dragoman.extract.arguments import scene_of
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Event, Fact, Factuality, Statement
from dragoman.model.text import AnnotatedText, Mention, MentionBasis
from dragoman.pipeline import Reader, extract

Span = tuple[int, int]
Relation = tuple[str, Span, Span]
FIGHTING, ALLIED, SPEAKING, LIKING, DISLIKING = "FightingAgainst", "AlliesOf", "CommWith", "Likes", "Dislikes"
RELATIONS = (FIGHTING, ALLIED, SPEAKING, LIKING, DISLIKING)
MUTUAL = frozenset({FIGHTING, ALLIED, SPEAKING})
HELPING = frozenset({"COOPERATE", "SUPPORT", "AID"})
MATERIAL_CONFLICT = 4
WHO = frozenset({"Organisation", "Person", "Nationality"})
"""Types of entities between which a tone is asked for."""
UNTRUE = frozenset({Factuality.NEGATED, Factuality.DENIED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One document with its entities that may hold a tone and its relations, by character offsets."""

    text: str
    entities: tuple[Span, ...]
    relations: tuple[Relation, ...]


def _objects(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                try:
                    yield json.loads(line)
                except json.JSONDecodeError as error:
                    raise ValueError(f"{path}, line {number}: not JSON ({error.msg})") from error


def read_dossiers(folder: Path) -> Iterator[Dossier]:
    """Documents of all parts of the set, in order of path.

    Raises:
        FileNotFoundError: no documents below the folder.
        ValueError: a line is not JSON.
        KeyError: a line lacks a field.
    """
    paths = sorted(folder.rglob("documents.json"))
    if not paths:
        raise FileNotFoundError(f"{folder}: no documents.json in it")
    for path in paths:
        entities: dict[str, set[Span]] = defaultdict(set)
        relations: dict[str, set[Relation]] = defaultdict(set)
        for row in _objects(path.with_name("entities.json")):
            if row["type"] in WHO:
                entities[row["documentId"]].add((row["begin"], row["end"]))
        for row in _objects(path.with_name("relations.json")):
            if row["type"] in RELATIONS:
                ends = (row["sourceBegin"], row["sourceEnd"]), (row["targetBegin"], row["targetEnd"])
                relations[row["documentId"]].add((row["type"], *ends))
        for row in _objects(path):
            if row["text"].strip():
                yield Dossier(
                    text=row["text"],
                    entities=tuple(sorted(entities[row["_id"]])),
                    relations=tuple(sorted(relations[row["_id"]])),
                )


def _kind(event: Event) -> str:
    if event.factuality in UNTRUE:
        return ""
    if event.quad_class == MATERIAL_CONFLICT:
        return FIGHTING
    return ALLIED if event.plover in HELPING else SPEAKING if event.plover == "CONSULT" else ""


def with_entities(text: AnnotatedText, spans: Iterable[Span]) -> AnnotatedText:
    """The text with each span that overlaps no mention as a mention of an actor of its own; the longer go first."""
    taken = {i for mention in text.mentions for i in range(mention.first, mention.last)}
    added = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        words = [t for t in text.tokens if t.start < end and start < t.end]
        inside = {t.i for t in words}
        if not words or inside & taken:
            continue
        taken |= inside
        head = next((t.i for t in words if t.head not in inside), words[-1].i)
        name = text.document.text[start:end]
        actor = ActorRef(id=name, name=name, kind=ActorKind.GROUP)
        first, last = words[0].i, words[-1].i + 1
        added.append(Mention(first=first, last=last, head=head, actors=(actor,), basis=MentionBasis.NAME))
    return replace(text, mentions=tuple(sorted([*text.mentions, *added], key=lambda m: (m.first, m.last))))


def coded_relations(facts: Iterable[Fact]) -> Iterator[Relation]:
    """Relations between mentions, from events and from statements that name whom they address."""
    for fact in facts:
        ends: dict[str, list[Span]] = defaultdict(list)
        for role, span in fact.match.spans:
            ends[role].append((span.start, span.end))
        if isinstance(fact, Event) and (kind := _kind(fact)):
            pairs = list(product(ends["source"], ends["target"]))
            if fact.symmetric:
                pairs += combinations(ends["source"], 2)
            yield from ((kind, one, other) for one, other in pairs if one != other)
        elif isinstance(fact, Statement):
            yield from ((SPEAKING, one, other) for one, other in product(ends["speaker"], ends["addressee"]))


def toned_relations(text: AnnotatedText, book: Codebook, entities: Iterable[Span], judge: Judge) -> Iterator[Relation]:
    """Likes and dislikes between entities of one sentence that do not overlap."""
    scene = scene_of(text)
    starts = [sentence.start for sentence in text.sentences]
    by_sentence: dict[int, list[Span]] = defaultdict(list)
    words = {offset for token in text.tokens for offset in range(token.start, token.end)}
    for span in entities:
        if words.isdisjoint(range(*span)):
            continue  # marked on white space
        by_sentence[bisect_right(starts, span[0])].append(span)
    for spans in by_sentence.values():
        for one, other in combinations(spans, 2):
            if one[1] <= other[0]:
                value = judge(scene, book, one, other)
                if value:
                    source, target = (one, other) if value in {1, 3} else (other, one)
                    yield (LIKING if value <= 2 else DISLIKING), source, target


def touches(one: Span, other: Span) -> bool:
    """Whether two spans overlap."""
    return one[0] < other[1] and other[0] < one[1]


def same_relation(gold: Relation, found: Relation) -> bool:
    """Whether two relations are of one kind, between spans that overlap; direction counts unless they are mutual."""
    if gold[0] != found[0]:
        return False
    if touches(gold[1], found[1]) and touches(gold[2], found[2]):
        return True
    return gold[0] in MUTUAL and touches(gold[1], found[2]) and touches(gold[2], found[1])


def inside(found: Relation, entities: Iterable[Span]) -> bool:
    """Whether both ends of a relation overlap annotated entities."""
    known = list(entities)
    return all(any(touches(end, entity) for entity in known) for end in found[1:])


def count(dossier: Dossier, found: Iterable[Relation], into: dict[str, list[int]]) -> None:
    """Count the relations of one document: each gold one is found at most once."""
    left = list(dossier.relations)
    ends = [span for _, one, other in left for span in (one, other)]
    seen: list[Relation] = []
    for relation in found:
        if not inside(relation, [*dossier.entities, *ends]) or any(same_relation(one, relation) for one in seen):
            continue
        seen.append(relation)
        right = next((gold for gold in left if same_relation(gold, relation)), None)
        into[relation[0]][0] += right is not None
        into[relation[0]][1] += 1
        if right is not None:
            left.remove(right)
    for gold in dossier.relations:
        into[gold[0]][2] += 1


def evaluate_re3d(folder: Path, reader: Reader, judge: Judge = tone) -> Result:
    """Precision, recall and F1 of each relation.

    Raises:
        FileNotFoundError: no documents below the folder.
        ValueError: a line is not JSON.
        KeyError: a line lacks a field.
    """
    dossiers, again = tee(read_dossiers(folder))
    documents = (document_from_text(dossier.text, clean=False) for dossier in again)
    counts: dict[str, list[int]] = {relation: [0, 0, 0] for relation in RELATIONS}
    for dossier, text in zip(dossiers, reader.annotate(documents), strict=True):
        facts = extract(with_entities(text, dossier.entities), reader.codebook)
        found = list(coded_relations(facts))
        found += toned_relations(text, reader.codebook, dossier.entities, judge)
        count(dossier, found, counts)
    rows, figures = [], {}
    for relation, (right, ours, wanted) in counts.items():
        score = Score(right=right, found=ours, gold=wanted)
        cells = (percent(value) for value in (score.precision, score.recall, score.f1))
        rows.append((relation, str(wanted), str(ours), *cells))
        figures[f"re3d.{relation}.f1"] = score.f1
    total = Score(**{k: sum(c[i] for c in counts.values()) for i, k in enumerate(("right", "found", "gold"))})
    figures["re3d.micro_f1"] = total.f1
    return Result(
        name="re3d",
        figures=figures,
        columns=("relation", "gold", "found", "precision", "recall", "F1"),
        rows=tuple(rows),
        notes=("relations whose ends are not both annotated entities are left aside",),
    )
