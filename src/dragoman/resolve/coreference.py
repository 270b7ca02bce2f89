"""Coreference: pronouns, definite descriptions and acronyms get the actor they refer back to.

A rule system in one pass from left to right, so that each reference becomes an antecedent for the next. A reference
that the text does not settle stays as it was: no guess is better than a wrong one in a record of who did what.

The constants of these modules were set by reading every reference in 78 news articles and 16 reports on Syria and Iraq,
and on one half of MEANTIME. In 48 articles read afterwards about nine in ten of 400 resolved references were right; of
the pronouns for persons and organisations in the other half of MEANTIME, 11 of 11.
"""

from __future__ import annotations

from dataclasses import replace

from dragoman.directory import ActorDirectory
from dragoman.model.text import AnnotatedText, Mention, MentionBasis
from dragoman.resolve.coref_acronyms import expand_acronyms
from dragoman.resolve.coref_descriptions import resolve_description
from dragoman.resolve.coref_discourse import Discourse
from dragoman.resolve.coref_lexicon import load_lexicon
from dragoman.resolve.coref_pairs import resolve_ordinal
from dragoman.resolve.coref_pronouns import resolve_pronoun
from dragoman.resolve.coref_short import resolve_short_name

__all__ = ["resolve_references"]

ORDINALS = frozenset({"former", "latter"})
NOMINAL = frozenset({"NOUN", "ADJ"})
NAMING = NOMINAL | {"PROPN"}


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
    discourse = Discourse(text, expand_acronyms(text, lexicon), lexicon, directory)
    found = _read(discourse)
    return replace(text, mentions=tuple(sorted(found, key=lambda mention: (mention.first, -mention.last))))


def _read(discourse: Discourse) -> list[Mention]:
    """All mentions, with those that refer back resolved in text order."""
    found: list[Mention] = []
    heads = {mention.head: mention for mention in discourse.mentions}
    taken, pronouns, descriptors = discourse.taken, discourse.lexicon.pronouns, discourse.lexicon.descriptors
    done: set[int] = set()
    for token in discourse.text.tokens:
        index = token.i
        resolved: Mention | None = None
        if index in taken:
            if index not in heads:
                continue
            resolved = _mention(discourse, heads[index])
        elif token.pos == "PRON" or token.pos == "DET":
            pronoun = pronouns.get(token.text.lower())
            resolved = resolve_pronoun(discourse, index, pronoun) if pronoun is not None else None
        elif token.pos in NAMING and (short := resolve_short_name(discourse, index)) is not None:
            resolved = short
        elif token.pos in NOMINAL and (token.lemma in descriptors or token.lemma in ORDINALS):
            resolved = _noun(discourse, index)
        if resolved is not None and resolved.first not in done:
            done.add(resolved.first)
            found.append(resolved)
            discourse.enter(resolved)
    return found


def _mention(discourse: Discourse, mention: Mention) -> Mention:
    """A mention of the actor stage: resolved if it is a description, else as it was."""
    describes = mention.basis is MentionBasis.GENERIC or (
        mention.basis is MentionBasis.COMPOSED and len(mention.actors) == 1
    )
    if describes and not mention.adjectival and mention.actors:
        short = resolve_short_name(discourse, mention.head) if mention.last - mention.first == 1 else None
        return short or resolve_description(discourse, mention.head, mention) or mention
    return mention


def _noun(discourse: Discourse, index: int) -> Mention | None:
    """A reference at a noun that is in no mention yet."""
    token = discourse.text.tokens[index]
    if token.lemma in ORDINALS:
        return resolve_ordinal(discourse, index)
    if token.pos == "NOUN" and token.dep not in {"compound", "amod", "nmod"}:
        return resolve_description(discourse, index, None)
    return None
