"""Acronyms that a text introduces: "Movement for the Liberation of Velmora (MLV)", later "MLV"."""

from __future__ import annotations

from dataclasses import replace

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.text import AnnotatedText, Mention, MentionBasis
from dragoman.resolve.coref_lexicon import Lexicon, key_of

SMALL_WORDS = frozenset(
    {"of", "for", "the", "and", "in", "to", "on", "de", "du", "des", "la", "le", "el", "al", "&", "-", "against"}
)
MAX_WORDS = 12
NAMED_KINDS = frozenset(
    {
        ActorKind.ARMED_GROUP,
        ActorKind.PARTY,
        ActorKind.IGO,
        ActorKind.NGO,
        ActorKind.BODY,
        ActorKind.COMPANY,
        ActorKind.MEDIA,
        ActorKind.GROUP,
        ActorKind.UNKNOWN,
    }
)
REPLACEABLE = frozenset({MentionBasis.UNKNOWN_NAME, MentionBasis.GENERIC})
"""What an acronym may have been taken for before ("MRS" for a form of address)."""


def expand_acronyms(text: AnnotatedText, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The mentions of a text with acronyms that it defines itself resolved to their long forms."""
    mentions, defined = _definitions(text, lexicon) if "(" in text.document.text else (list(text.mentions), {})
    defined = _short_names(text, mentions) | defined
    return _replace_short(text, mentions, defined) if defined else tuple(mentions)


def _definitions(text: AnnotatedText, lexicon: Lexicon) -> tuple[list[Mention], dict[str, tuple[ActorRef, int]]]:
    """The mentions with whole long forms among them, and what each acronym in brackets stands for."""
    defined: dict[str, tuple[ActorRef, int]] = {}
    mentions = list(text.mentions)
    for index in range(1, len(text.tokens) - 2):
        if text.tokens[index].text != "(" or text.tokens[index + 2].text != ")":
            continue
        short = text.tokens[index + 1].text
        if not _is_acronym(short) or short in defined:
            continue
        first = _long_form(text, index, short)
        if first is None:
            continue
        whole = _mention_of_long_form(text, mentions, first, index, lexicon)
        if whole is None:
            continue
        covered = [m for m in mentions if m.first >= first and m.last <= index]
        if covered != [whole]:
            mentions = [m for m in mentions if m not in covered]
            mentions.append(whole)
        defined[short] = (whole.actors[0], whole.head)
    return mentions, defined


def _short_names(text: AnnotatedText, mentions: list[Mention]) -> dict[str, tuple[ActorRef, int]]:
    """Last words and initials of organisations named in full ("Muslim Brotherhood": "the Brotherhood", "the MB").

    Only such as stand alone somewhere as a name that no table has; a word that fits two organisations is left out.
    """
    unknown = {
        text.tokens[m.first].text
        for m in mentions
        if m.basis is MentionBasis.UNKNOWN_NAME
        and m.last - m.first == 1
        and m.first
        and text.tokens[m.first - 1].text.lower() == "the"
    }
    found: dict[str, tuple[ActorRef, int]] = {}
    dropped: set[str] = set()
    for mention in mentions if unknown else ():
        if (
            mention.last - mention.first < 2
            or mention.basis not in {MentionBasis.NAME, MentionBasis.UNKNOWN_NAME}
            or mention.actors[0].kind not in NAMED_KINDS
        ):
            continue
        words = [token.text for token in text.tokens[mention.first : mention.last] if token.text[0].isupper()]
        for short in {words[-1], "".join(word[0] for word in words)} & unknown if words else ():
            if short in found and found[short][0].id != mention.actors[0].id:
                dropped.add(short)
            found.setdefault(short, (mention.actors[0], mention.head))
    return {short: entry for short, entry in found.items() if short not in dropped}


def _is_acronym(word: str) -> bool:
    return (
        2 <= len(word) <= 8
        and word[0].isupper()
        and sum(c.isupper() for c in word) >= max(2, len(word) - 2)
        and word.replace("-", "").isalnum()
    )


def _long_form(text: AnnotatedText, end: int, short: str) -> int | None:
    """First token of the words before ``end`` whose initials spell the acronym, or ``None``."""
    letters = [c.lower() for c in short if c.isalpha()]
    at, left = end - 1, len(letters) - 1
    begin = text.sentences[text.tokens[end].sentence].first
    while at >= begin and end - at <= MAX_WORDS:
        word = text.tokens[at].text
        if word[:1].lower() == letters[left] and (word[:1].isupper() or word.lower() in SMALL_WORDS):
            if left == 0:
                return at if word[0].isupper() else None
            left -= 1
        elif word.lower() not in SMALL_WORDS and word not in {"'s", "’s"}:
            return None
        at -= 1
    return None


def _mention_of_long_form(
    text: AnnotatedText, mentions: list[Mention], first: int, last: int, lexicon: Lexicon
) -> Mention | None:
    """The mention that covers the long form, else a new one of an actor named by it."""
    for mention in mentions:
        if mention.first <= first and mention.last >= last and mention.actors:
            return mention
        if (
            mention.first <= first + 1
            and mention.last >= last
            and mention.basis is MentionBasis.NAME
            and not mention.adjectival
        ):
            return mention
    if any(m.first < first < m.last for m in mentions):
        return None
    written = text.document.text[text.tokens[first].start : text.tokens[last - 1].end]
    words = [token.text.lower() for token in text.tokens[first:last]]
    kind = next((lexicon.heads[word] for word in words if word in lexicon.heads), ActorKind.UNKNOWN)
    head = next(
        (i for i in range(first, last) if not first <= text.tokens[i].head < last or text.tokens[i].head == i), last - 1
    )
    ref = ActorRef(id=f"name:{key_of(written)}", name=" ".join(written.split()), kind=kind)
    return Mention(first=first, last=last, head=head, actors=(ref,), basis=MentionBasis.UNKNOWN_NAME)


def _replace_short(
    text: AnnotatedText, mentions: list[Mention], defined: dict[str, tuple[ActorRef, int]]
) -> tuple[Mention, ...]:
    by_token = {i: m for m in mentions for i in range(m.first, m.last)}
    found: dict[int, Mention] = {}
    for token in text.tokens:
        entry = defined.get(token.text)
        if entry is None:
            continue
        actor, antecedent = entry
        here = by_token.get(token.i)
        if here is not None and (here.last - here.first > 1 or here.basis not in REPLACEABLE or token.i < antecedent):
            continue
        adjectival = token.dep in {"compound", "amod", "nmod"} and token.head > token.i
        found[token.i] = Mention(
            first=token.i,
            last=token.i + 1,
            head=token.i,
            actors=(replace(actor, inferred=True),),
            basis=MentionBasis.COREFERENCE,
            inferred=True,
            adjectival=adjectival,
            antecedent=antecedent,
        )
    kept = [m for m in mentions if m.first not in found or m.last - m.first > 1]
    return tuple(sorted([*kept, *found.values()], key=lambda m: (m.first, -m.last)))
