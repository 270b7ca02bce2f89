"""Actors named by an agent noun: [country or organisation] + [noun or title] + [person's name].

"Israeli officials", "the foreign ministry of Chad", "Qatar's prime minister", "Velmoran Foreign Minister Ada Lund".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from dragoman.directory import Agent, NameKind
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.text import Mention, MentionBasis
from dragoman.resolve.bodies import known_organisation, named_body
from dragoman.resolve.nouns import Noun, is_abstract, needs_owner, noun_at, only_qualifies
from dragoman.resolve.page import Claims, Page, head_of
from dragoman.resolve.phrases import Owners, left_owners, right_owners
from dragoman.resolve.refs import Owner, actor_ref, composed, known_body, plain
from dragoman.resolve.roles import holder, person_ref
from dragoman.resolve.titled import closes, named, named_behind, run_of_names

LEADS = frozenset({"leader", "chief", "head", "secretary general", "secretary-general", "boss"})
LEAD_OFFICES = {
    ActorKind.IGO: "igo_head",
    ActorKind.ARMED_GROUP: "group_leader",
    ActorKind.PARTY: "party_leader",
}
"""Office that "leader" or "chief" of an organisation means."""
BETWEEN = frozenset({"DET", "ADJ", "ADV", "NOUN", "NUM", "VERB", "PRON"})
MAX_BETWEEN = 3
"""Words between the comma and the office of an apposition ("a *longtime* aide"); more were other phrases."""


def find_agents(page: Page, claims: Claims) -> Iterator[Mention]:
    """Mentions made by agent nouns and titles, in text order."""
    for found in page.starts:
        if found.first in claims or found.names[0].kind not in {NameKind.AGENT, NameKind.HONORIFIC}:
            continue
        noun = noun_at(page, found)
        if noun is None or noun.first in claims:
            continue
        yield from _mentions(page, noun)


def _mentions(page: Page, noun: Noun) -> Iterator[Mention]:
    agent = noun.agent
    left = left_owners(page, noun.first, titles=agent.kind == "person")
    if agent.use == "relation" and not _of_that_country(page, agent, left):
        left = Owners(first=noun.first, last=noun.first, former=left.former)
    if agent.kind == "person":
        mention = named(page, noun, left)
        if mention is not None:
            yield mention
            return
    if noun.honorific or _part_of_name(page, noun):
        return
    body = known_organisation(page, noun, left) or named_body(page, noun)
    if body is not None:
        yield body
        return
    if is_abstract(page, noun):
        return
    right = Owners(first=noun.last, last=noun.last)
    if not left.found:
        right = right_owners(page, noun.last, agent, noun.plural)
        if right.found and not right.apart and agent.kind == "person":
            mention = named_behind(page, noun, left, right)
            if mention is not None:
                yield mention
                return
    yield from _unnamed(page, noun, left, right)


def _part_of_name(page: Page, noun: Noun) -> bool:
    """Whether a capitalised noun begins a name that is no person's: "*Official* Secrets Act"."""
    if not page.same_sentence(noun.first, noun.last) or not page.tokens[noun.first].text[0].isupper():
        return False
    run = run_of_names(page, noun.last)
    if run == noun.last:
        return False
    after = page.starting(run) if page.same_sentence(noun.last, run) else None
    body = after is not None and after.names[0].kind is NameKind.AGENT and page.tokens[run].text[0].isupper()
    return body or page.tokens[run - 1].text.lower() in page.words["institutions"]


def _of_that_country(page: Page, agent: Agent, left: Owners) -> bool:
    """Whether the adjective before a relation says what country it is: "Arab allies", but not "US allies"."""
    if left.spotted is None or left.possessive:
        return False
    if left.spotted.names[0].kind is NameKind.ORGANISATION:
        return page.matcher.directory.actors[left.found[0].key].kind is ActorKind.IGO
    if not left.adjectival:
        return False
    if agent.base_singular in {"counterpart", "colleague"} or (agent.kind == "person" and agent.sector != "GOV"):
        return True
    return left.spotted.names[0].kind in {NameKind.REGION, NameKind.GROUP}


def _unnamed(page: Page, noun: Noun, left: Owners, right: Owners) -> Iterator[Mention]:
    """Mentions of an agent noun without a name: an office, a composed actor, or the country of a mere qualifier."""
    agent, owners = noun.agent, left.found or right.found
    first = noun.first if left.apart else min(left.first, noun.first)
    last = noun.last if right.apart or not right.found else right.last
    if only_qualifies(page, noun, last):
        yield from _qualifier(page, noun, left)
        return
    if not owners and needs_owner(page, noun):
        return
    if agent.use == "country" and len(owners) == 1 and not noun.plural and not left.possessive:
        state = page.matcher.directory.actors.get(owners[0].key)
        if state is not None and state.kind is ActorKind.STATE:
            yield Mention(
                first=first,
                last=last,
                head=noun.last - 1,
                actors=(actor_ref(page.matcher, state),),
                basis=MentionBasis.COMPOSED,
            )
            return
    former = left.former or noun.former
    office = None if former or left.deputy or left.stance else _office(page, noun, owners, first)
    if office is not None:
        yield Mention(
            first=first, last=last, head=noun.last - 1, actors=(office,), basis=MentionBasis.OFFICE, inferred=True
        )
        return
    phrase = f"deputy {noun.phrase}" if left.deputy and "deputy" not in noun.phrase else noun.phrase
    refs = tuple(_composed(page, noun, phrase, held, left) for held in owners)
    if not refs and former and agent.kind == "person":
        refs = (composed(agent, f"former {noun.phrase}", None, sector="ELI"),)
    yield Mention(
        first=first,
        last=last,
        head=noun.last - 1,
        actors=refs or (composed(agent, noun.phrase, None, sector=noun.sector),),
        basis=MentionBasis.COMPOSED if owners else MentionBasis.GENERIC,
    )


def _composed(page: Page, noun: Noun, phrase: str, held: Owner, left: Owners) -> ActorRef:
    sector, agent = noun.sector, noun.agent
    if (left.former or noun.former) and agent.kind == "person":
        return composed(agent, phrase, replace(held, word=f"former {held.word}"), sector="ELI")
    if agent.kind != "person" and not left.stance:
        body = known_body(page.matcher, held.key, phrase)
        if body is not None and body.sector == sector:
            return actor_ref(page.matcher, body)
    own = left.stance in {"", "-led"} or left.stance[1:] in page.words["run"]
    return composed(agent, phrase, held, sector=sector, stance=left.stance, own=own)


def _qualifier(page: Page, noun: Noun, left: Owners) -> Iterator[Mention]:
    """The country of a noun that only qualifies another: as it stands if possessive, else an adjectival mention."""
    if left.spotted is None or left.apart or left.stance:
        return
    if left.possessive:
        yield Mention(
            first=left.spotted.first,
            last=left.spotted.last,
            head=head_of(page.text, left.spotted.first, left.spotted.last),
            actors=plain(page, left.spotted),
            basis=MentionBasis.NAME,
        )
        return
    refs = tuple(_composed(page, noun, noun.phrase, held, left) for held in left.found)
    if noun.agent.kind == "person":
        refs = plain(page, left.spotted)
    yield Mention(
        first=left.first, last=noun.last, head=noun.last - 1, actors=refs, basis=MentionBasis.COMPOSED, adjectival=True
    )


def _office(page: Page, noun: Noun, owners: tuple[Owner, ...], first: int) -> ActorRef | None:
    """The holder of an office named without a name, by the publication date."""
    agent = noun.agent
    if len(owners) != 1 or agent.kind != "person" or noun.plural:
        return None
    words = {page.tokens[i].text.lower() for i in range(max(0, first - 1), noun.last)}
    if first and page.same_sentence(first - 1, first) and page.tokens[first - 1].text.lower() == "as":
        return None
    if words & page.words["not_the_holder"] or page.tokens[noun.last - 1].dep in {"attr", "oprd"}:
        return None
    key = owners[0].key
    actor = page.matcher.directory.actors[key]
    office = agent.office
    if agent.base_singular in LEADS and (not office or office == "other" or actor.kind is not ActorKind.STATE):
        office = LEAD_OFFICES.get(actor.kind, "")
    keys = (key, actor.country) if actor.kind is not ActorKind.STATE and actor.country else (key,)
    for place in keys:
        found = holder(page.matcher, place, office, noun.title, page.day)
        if found is not None:
            return person_ref(found, page.matcher.directory, page.day, inferred=True, owners=(place,))
    return None


def same_person(page: Page, claims: Claims) -> None:
    """Give an apposition behind a name the person named: "Ada Lund, *the Velmoran foreign minister*, said"."""
    mentions = claims.mentions()
    for before, after in pairwise(mentions):
        if not _apposed(page, before, after):
            continue
        ref, office = before.actors[0], after.actors[0]
        if ref.kind is ActorKind.UNKNOWN or (ref.country is None and ref.affiliation is None):
            ref = _described(ref, office)
            for mention in mentions:
                if len(mention.actors) == 1 and mention.actors[0].id == ref.id:
                    claims.swap(mention, replace(mention, actors=(ref,)))
        claims.swap(after, replace(after, actors=(ref,), inferred=False))


def _described(ref: ActorRef, office: ActorRef) -> ActorRef:
    return replace(
        ref,
        kind=ActorKind.PERSON,
        country=office.country,
        sector=office.sector if ref.sector is None else ref.sector,
        affiliation=office.affiliation,
    )


def _apposed(page: Page, before: Mention, after: Mention) -> bool:
    """Whether a singular office stands between commas right behind a person's name."""
    tokens, comma = page.tokens, before.last
    if not page.same_sentence(before.first, after.first) or comma >= after.first or tokens[comma].text != ",":
        return False
    if len(before.actors) != 1 or len(after.actors) != 1:
        return False
    if before.actors[0].kind not in {ActorKind.PERSON, ActorKind.UNKNOWN}:
        return False
    if after.basis not in {MentionBasis.COMPOSED, MentionBasis.GENERIC, MentionBasis.OFFICE} or after.adjectival:
        return False
    if after.actors[0].kind not in {ActorKind.OFFICE, ActorKind.PERSON, ActorKind.POPULATION, ActorKind.GROUP}:
        return False
    between = [tokens[i] for i in range(comma + 1, after.first)]
    if any(token.pos not in BETWEEN for token in between) or len(between) > MAX_BETWEEN:
        return False
    head = tokens[after.head]
    if head.tag in {"NNS", "NNPS"} or page.is_possessive(after.last):
        return False
    if head.dep == "appos":
        return before.first <= head.head < before.last
    return bool(between) and between[0].pos == "DET" and closes(page, after.last) and head.dep not in {"nsubj", "conj"}
