"""Asks the statistical name recogniser about proper names that no table knows: person, body, people, or no actor.

It runs on few sentences only: those in which such a name stands as an argument beside a known actor (measured on 150
wire stories: 10 % of the sentences, a tenth of the annotation's time; on all with unknown names it took a third).
"""

from __future__ import annotations

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
KNOWN = frozenset({MentionBasis.NAME, MentionBasis.COMPOSED, MentionBasis.OFFICE, MentionBasis.METONYM})


def _asks(text: AnnotatedText, mention: Mention) -> bool:
    kind = mention.actors[0].kind if mention.actors else ActorKind.UNKNOWN
    return (
        mention.basis is MentionBasis.UNKNOWN_NAME
        and kind is ActorKind.UNKNOWN
        and text.tokens[mention.head].dep in ARGUMENTS
    )


def recognise_names(text: AnnotatedText, annotator: Annotator) -> AnnotatedText:
    """Give unknown names beside known actors their kind, and drop those that name no actor.

    The text comes back as it was if the model has no recogniser of its own.
    """
    recogniser = annotator.recogniser
    if recogniser is None:
        return text
    sentence_of = {id(m): text.tokens[m.head].sentence for m in text.mentions}
    beside = {sentence_of[id(m)] for m in text.mentions if m.basis in KNOWN and not m.adjectival}
    unknown = [m for m in text.mentions if _asks(text, m) and sentence_of[id(m)] in beside]
    if not unknown:
        return text
    labels = _labels(text, annotator.nlp.vocab, recogniser, sorted({sentence_of[id(m)] for m in unknown}))
    changed = {id(m): _with_kind(m, labels.get(m.head, "")) for m in unknown}
    mentions = (changed.get(id(m), m) for m in text.mentions)
    return replace(text, mentions=tuple(m for m in mentions if m is not None))


def _with_kind(mention: Mention, label: str) -> Mention | None:
    if label in NO_ACTOR:
        return None
    kind = KINDS.get(label, ActorKind.UNKNOWN)
    return replace(mention, actors=tuple(replace(actor, kind=kind) for actor in mention.actors))


def _labels(text: AnnotatedText, vocab: Any, recogniser: Engine, sentences: list[int]) -> dict[int, str]:
    """Entity label by token index, for the tokens of some sentences."""
    from spacy.tokens import Doc

    docs, firsts = [], []
    for number in sentences:
        sentence = text.sentences[number]
        tokens = text.tokens[sentence.first : sentence.last]
        follows = [*(after.start > token.end for token, after in pairwise(tokens)), False]
        docs.append(Doc(vocab, words=[token.text for token in tokens], spaces=follows))
        firsts.append(sentence.first)
    found: dict[int, str] = {}
    for first, doc in zip(firsts, run(recogniser, docs), strict=True):
        for entity in doc.ents:
            found.update(dict.fromkeys(range(first + entity.start, first + entity.end), entity.label_))
    return found
