"""Names cut down to their last word: "the Meridian Council ... *the Council*"."""

from __future__ import annotations

from dragoman.model.actors import ActorKind
from dragoman.model.text import Mention, MentionBasis
from dragoman.resolve.coref_discourse import Discourse, inferred

WHOLE_KINDS = frozenset({ActorKind.PERSON, ActorKind.STATE, ActorKind.REGION, ActorKind.POPULATION})
"""Kinds whose names are not cut down in this way."""


def resolve_short_name(discourse: Discourse, index: int) -> Mention | None:
    """The mention of a capitalised noun behind "the" that ends a longer name given before, or ``None``."""
    tokens = discourse.text.tokens
    token = tokens[index]
    if index == 0 or not _is_capitalised(token.text) or tokens[index - 1].text.lower() != "the":
        return None
    if index + 1 < len(tokens) and _is_capitalised(tokens[index + 1].text):
        return None
    for found in discourse.recent(index, token.sentence):
        whole = not found.adjectival and found.last - found.first > 1 and len(found.actors) == 1
        if not whole or tokens[found.last - 1].text != token.text or not _is_capitalised(tokens[found.last - 2].text):
            continue
        if found.actors[0].kind in WHOLE_KINDS or found.actors[0].id.startswith("/"):
            continue
        return Mention(
            first=index - 1,
            last=index + 1,
            head=index,
            actors=inferred(found.actors),
            basis=MentionBasis.COREFERENCE,
            inferred=True,
            antecedent=found.head,
        )
    return None


def _is_capitalised(word: str) -> bool:
    return word[:1].isupper() and word[1:].islower()
