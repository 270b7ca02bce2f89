"""Coreference: pronouns, definite descriptions and acronyms get the actor they refer back to.

A rule system in one pass from left to right, so that each reference becomes an antecedent for the next. A reference
that the text does not settle stays as it was: no guess is better than a wrong one in a record of who did what.
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.directory import ActorDirectory
from dragoman.model.text import AnnotatedText, Mention, MentionBasis
from dragoman.resolve.coref_acronyms import expand_acronyms
from dragoman.resolve.coref_descriptions import resolve_description
from dragoman.resolve.coref_discourse import Discourse, inferred
from dragoman.resolve.coref_lexicon import Lexicon, load_lexicon
from dragoman.resolve.coref_pairs import resolve_ordinal
from dragoman.resolve.coref_pronouns import resolve_pronoun

__all__ = ["resolve_references"]

ORDINALS = frozenset({"former", "latter"})


def resolve_references(text: AnnotatedText, directory: ActorDirectory | None = None) -> AnnotatedText:
    """Return the text with mentions for pronouns, definite descriptions and acronyms that refer to actors in it.

    Resolved ones have basis ``COREFERENCE``, the head token of what they refer to as ``antecedent``, and its actors,
    marked as inferred.

    Args:
        text: with the mentions of :func:`dragoman.resolve.actors.resolve_actors`.
        directory: if given, tells the offices of persons whom the text names without a title.
    """
    if not text.tokens:
        return text
    lexicon = load_lexicon()
    text = replace(text, mentions=expand_acronyms(text))
    discourse = Discourse(text, lexicon, directory)
    found = _read(discourse, lexicon)
    return replace(text, mentions=tuple(sorted(found, key=lambda mention: (mention.first, -mention.last))))


def _read(discourse: Discourse, lexicon: Lexicon) -> list[Mention]:
    """All mentions, with those that refer back resolved in text order."""
    found: list[Mention] = []
    heads = {mention.head: mention for mention in discourse.text.mentions}
    done: set[int] = set()
    for token in discourse.text.tokens:
        mention = heads.get(token.i)
        if mention is not None:
            resolved = _mention(discourse, mention)
        elif token.i in discourse.taken:
            continue
        else:
            resolved = _free(discourse, token.i, lexicon)
        if resolved is None or resolved.first in done:
            continue
        done.add(resolved.first)
        found.append(resolved)
        discourse.enter(resolved)
    return found


def _mention(discourse: Discourse, mention: Mention) -> Mention:
    """A mention of the actor stage: resolved if it is a description, else as it was."""
    describes = mention.basis is MentionBasis.GENERIC or (mention.basis is MentionBasis.COMPOSED and len(mention.actors) == 1)
    if describes and not mention.adjectival and mention.actors:
        return resolve_description(discourse, mention.head, mention) or mention
    return mention


def _free(discourse: Discourse, index: int, lexicon: Lexicon) -> Mention | None:
    """A reference at a token that is in no mention yet."""
    token = discourse.text.tokens[index]
    word = token.text.lower()
    pronoun = lexicon.pronouns.get(word)
    if pronoun is not None and token.pos in {"PRON", "DET"}:
        resolved = resolve_pronoun(discourse, index, pronoun)
        return replace(resolved, actors=inferred(resolved.actors)) if resolved is not None else None
    if word in ORDINALS:
        return resolve_ordinal(discourse, index)
    if token.pos == "NOUN" and token.dep not in {"compound", "amod", "nmod"} and token.lemma in lexicon.descriptors:
        return resolve_description(discourse, index, None)
    return None
