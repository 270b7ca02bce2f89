"""Asks the statistical name recogniser about proper names that no table knows: person, body, people, or no actor.

It runs on few sentences only: those in which such a name stands as an argument beside a known actor (measured on 150
wire stories: 10 % of the sentences, a tenth of the annotation's time; on all with unknown names it took a third).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from dragoman.annotate.engine import Engine, run
from dragoman.annotate.spacy import Annotator
from dragoman.model.actors import ActorKind
from dragoman.model.text import AnnotatedText, Mention, MentionBasis

KINDS = {"PERSON": ActorKind.PERSON, "ORG": ActorKind.BODY, "NORP": ActorKind.POPULATION}
NO_ACTOR = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL", "EVENT", "WORK_OF_ART"})
"""Labels of names that cannot act; places stay, since a town's name may stand for those in it."""
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "poss", "agent", "dobj", "pobj"})
GROUP_TEXTS, GROUP_WORDS = 32, 10_000
"""Texts, or words of them, that are asked about at once: few sentences of a text are, and few at a time cost most."""
KNOWN = frozenset({MentionBasis.NAME, MentionBasis.COMPOSED, MentionBasis.OFFICE, MentionBasis.METONYM})


def _asks(text: AnnotatedText, mention: Mention) -> bool:
    kind = mention.actors[0].kind if mention.actors else ActorKind.UNKNOWN
    return (
        mention.basis is MentionBasis.UNKNOWN_NAME
        and kind is ActorKind.UNKNOWN
        and text.tokens[mention.head].dep in ARGUMENTS
    )


def recognise_names(texts: Iterable[AnnotatedText], annotator: Annotator) -> Iterator[AnnotatedText]:
    """Give unknown names beside known actors their kind, and drop those that name no actor.

    Texts come in order, some held back until the recogniser can be asked about several at once; one that it need not be
    asked about comes back as it was, and so do all if the model has no recogniser of its own.
    """
    recogniser = annotator.recogniser
    if recogniser is None:
        yield from texts
        return
    for group in _groups(texts):
        unknown = [_unknown(text) for text in group]
        labels = _labels(group, unknown, annotator.nlp.vocab, recogniser)
        for text, asked, known in zip(group, unknown, labels, strict=True):
            yield _with_kinds(text, asked, known) if asked else text


def _groups(texts: Iterable[AnnotatedText]) -> Iterator[list[AnnotatedText]]:
    group: list[AnnotatedText] = []
    words = 0
    for text in texts:
        group.append(text)
        words += len(text.tokens)
        if len(group) >= GROUP_TEXTS or words >= GROUP_WORDS:
            yield group
            group, words = [], 0
    if group:
        yield group


def _unknown(text: AnnotatedText) -> list[Mention]:
    """Unknown names as arguments in sentences with a known actor."""
    sentence_of = {id(m): text.tokens[m.head].sentence for m in text.mentions}
    beside = {sentence_of[id(m)] for m in text.mentions if m.basis in KNOWN and not m.adjectival}
    return [m for m in text.mentions if _asks(text, m) and sentence_of[id(m)] in beside]


def _with_kinds(text: AnnotatedText, asked: Sequence[Mention], labels: Mapping[int, str]) -> AnnotatedText:
    changed = {id(m): _with_kind(m, labels.get(m.head, "")) for m in asked}
    mentions = (changed.get(id(m), m) for m in text.mentions)
    return replace(text, mentions=tuple(m for m in mentions if m is not None))


def _with_kind(mention: Mention, label: str) -> Mention | None:
    if label in NO_ACTOR:
        return None
    kind = KINDS.get(label, ActorKind.UNKNOWN)
    return replace(mention, actors=tuple(replace(actor, kind=kind) for actor in mention.actors))


def _labels(
    texts: Sequence[AnnotatedText], asked: Sequence[Sequence[Mention]], vocab: Any, recogniser: Engine
) -> list[dict[int, str]]:
    """For each text the entity label by token index, for the sentences of the mentions asked about."""
    from spacy.tokens import Doc

    docs: list[Doc] = []
    places: list[tuple[int, int]] = []
    for number, (text, mentions) in enumerate(zip(texts, asked, strict=True)):
        for index in sorted({text.tokens[m.head].sentence for m in mentions}):
            sentence = text.sentences[index]
            tokens = text.tokens[sentence.first : sentence.last]
            follows = [*(after.start > token.end for token, after in pairwise(tokens)), False]
            docs.append(Doc(vocab, words=[token.text for token in tokens], spaces=follows))
            places.append((number, sentence.first))
    found: list[dict[int, str]] = [{} for _ in texts]
    for (number, first), doc in zip(places, run(recogniser, docs), strict=True):
        for entity in doc.ents:
            found[number].update(dict.fromkeys(range(first + entity.start, first + entity.end), entity.label_))
    return found
