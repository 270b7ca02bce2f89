"""Organisations beside a noun that says what they are, and bodies with a name that no table has."""

from __future__ import annotations

from dragoman.directory import NameKind
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.text import Mention, MentionBasis
from dragoman.resolve.nouns import Noun
from dragoman.resolve.page import Page, folded_slug, head_of
from dragoman.resolve.phrases import Owners, left_owners
from dragoman.resolve.refs import actor_ref, agent_kind
from dragoman.resolve.titled import run_of_names

MEMBERS = frozenset({"countries", "nations", "states", "members"})


def known_organisation(page: Page, noun: Noun, left: Owners) -> Mention | None:
    """An organisation with the noun that says what it is: "the Fatah movement", "the militant group Hamas"."""
    matcher, noun_words = page.matcher, noun.agent.base_singular.split()
    kind_word = noun_words[-1] in page.words["kinds_of_bodies"] or noun.agent.base_plural in MEMBERS
    after = page.starting(noun.last) if page.same_sentence(noun.last - 1, noun.last) else None
    linked = after is not None and noun.last <= page.tokens[noun.last - 1].head < after.last
    if noun.agent.kind != "person" and not noun.plural and (kind_word or linked) and after is not None:
        names = after.of(NameKind.ORGANISATION)
        if names and after.names[0].kind is NameKind.ORGANISATION:
            first = noun.first if left.apart else min(left.first, noun.first)
            head = head_of(page.text, first, after.last)
            actor = matcher.directory.actors[names[0].actor]
            refs = (actor_ref(matcher, actor),)
            return Mention(first=first, last=after.last, head=head, actors=refs, basis=MentionBasis.NAME)
    spotted = left.spotted
    if spotted is None or len(left.found) != 1 or left.possessive or left.stance or spotted.last != noun.first:
        return None
    if spotted.names[0].kind is not NameKind.ORGANISATION or not kind_word or noun.first != noun.head_first:
        return None
    actor = matcher.directory.actors[left.found[0].key]
    member = noun.agent.base_plural in MEMBERS or noun_words[-1] == "member"
    if noun.plural and not (member and actor.kind is ActorKind.IGO):
        return None
    if noun.agent.kind == "person" or (member and not noun.plural):
        return None
    return Mention(
        first=spotted.first,
        last=noun.last,
        head=head_of(page.text, spotted.first, noun.last),
        actors=(actor_ref(matcher, actor),),
        basis=MentionBasis.NAME,
    )


def named_body(page: Page, noun: Noun) -> Mention | None:
    """A body with a name of its own that no table has: "the Lotus Foundation", "Velmoran Harbour Authority"."""
    tokens = page.tokens
    token = tokens[noun.last - 1]
    if noun.agent.kind == "person" or noun.first != noun.head_first or not tokens[noun.first].text[0].isupper():
        return None
    if token.tag not in {"NNP", "NNPS"} or token.sentence in page.headlines:
        return None
    begin = noun.first
    while page.same_sentence(begin - 1, begin):
        before, found = tokens[begin - 1], page.at.get(begin - 1)
        noun_too = found is not None and found.names[0].kind is NameKind.AGENT
        if (found is not None and not noun_too) or before.tag not in {"NNP", "NNPS"} or not before.text[0].isupper():
            break
        if before.text.lower() in page.words["dates"]:
            break
        begin -= 1
    end = _of_what(page, noun.last)
    if begin == noun.first and end == noun.last:
        return None
    left = left_owners(page, begin, titles=False)
    written = page.written(begin, end)
    held = left.found[0] if left.found else None
    ref = ActorRef(
        id=f"name:{folded_slug(written)}",
        name=written,
        kind=agent_kind(noun.agent),
        country=held.country if held else None,
        sector=noun.sector or None,
        affiliation=written,
    )
    first = begin if left.apart or left.possessive else min(begin, left.first)
    return Mention(
        first=first, last=end, head=head_of(page.text, first, end), actors=(ref,), basis=MentionBasis.UNKNOWN_NAME
    )


def _of_what(page: Page, end: int) -> int:
    """End of a name with the "of" phrase in it: "Ministry *of Social Solidarity and Housing*"."""
    if not page.same_sentence(end - 1, end + 1) or page.tokens[end].text != "of" or page.at.get(end + 1) is not None:
        return end
    last = run_of_names(page, end + 1)
    if last == end + 1:
        return end
    joined = page.same_sentence(end, last + 1) and page.tokens[last].text == "and" and page.at.get(last + 1) is None
    return max(last, run_of_names(page, last + 1) if joined else last)
