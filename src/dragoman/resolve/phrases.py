"""Finds whose an agent noun is: the countries, organisations and persons around it.

By the words beside one another rather than by the tree alone, since small models mislabel long titles.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.directory import Agent, NameKind
from dragoman.model.actors import ActorRef
from dragoman.resolve.matcher import Spotted
from dragoman.resolve.page import OWNERS, Page, person
from dragoman.resolve.refs import Owner, owner, owner_of_person
from dragoman.resolve.surnames import known_person

MAX_LEFT = 8
"""Words looked at to the left of an agent noun for its country; on 200 wire stories (290 events) 6 and 12 gave the same
events, and 4 lost the noun of two."""
STANCES = frozenset({"pro", "anti"})
JOINING = frozenset({"and", "or", "&", "-", "–", "/"})
PLACE_ENDS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj", "appos", "ROOT", "npadvmod"})
OF_WORDS = frozenset({"of", "from", "for", "in", "at", "with"})
AT_KINDS = (NameKind.ORGANISATION, NameKind.SEAT)
IN_SECTORS = frozenset({"CVL", "OPP", "LAB", "EDU", "REL", "LEG", "JUD", "PTY", "REB", "COP"})
IN_OFFICES = frozenset({"official", "authority", "government", "leader", "minister", "junta", "regime", "ruler"})
ADJECTIVAL = (NameKind.ADJECTIVE, NameKind.DEMONYM, NameKind.GROUP, NameKind.REGION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owners:
    """What qualifies an agent noun.

    Attributes:
        found: countries and organisations, in text order.
        first: first token of the whole phrase on this side.
        last: end (exclusive) of the whole phrase on this side.
        possessive: whether the owner is a possessive ("Iran's").
        stance: ``-backed``, ``-led``, ``-run``, ``pro-``, ``anti-`` or the like, else empty.
        former, deputy: whether such a word stands in the phrase.
        apart: the owner's tokens are a mention of their own (a person, an "of" phrase with more in it).
        spotted: tokens of the first owner.
        adjectival: whether the first owner is written as an adjective.
    """

    found: tuple[Owner, ...] = ()
    first: int = 0
    last: int = 0
    possessive: bool = False
    stance: str = ""
    former: bool = False
    deputy: bool = False
    apart: bool = False
    spotted: Spotted | None = None
    adjectival: bool = False


def is_owner(found: Spotted | None) -> bool:
    """Whether a spotted name can own an agent noun."""
    return found is not None and bool(found.of(*OWNERS))


def _stance(page: Page, found: Spotted) -> str:
    """What a hyphened word says of the name before or after it: "-backed", "-led", "pro-", "based" (a place)."""
    tokens = page.tokens
    if page.same_sentence(found.first, found.last + 1) and tokens[found.last].text in {"-", "–"}:
        word = tokens[found.last + 1].text.lower()
        if word == "led" or word in page.words["backed"] or word in page.words["run"]:
            return f"-{word}"
        if word.islower() and tokens[found.last + 1].text[0].islower() and found.last + 1 not in page.at:
            return "place"
    before = found.first - 1
    if before > 0 and tokens[before].text in {"-", "–"} and page.same_sentence(before - 1, found.first):
        word = tokens[before - 1].text.lower()
        if word in STANCES:
            return f"{word}-"
        if word in {"non", "ex", "post"}:
            return "place"
    return ""


def _person_owner(page: Page, found: Spotted) -> Owner | None:
    ref: ActorRef | None = None
    if found.of(NameKind.PERSON):
        ref = person(page, found)
    elif found.of(NameKind.SURNAME):
        ref = known_person(page, found.first, found.last)
    return owner_of_person(page, ref) if ref is not None else None


def _is_free_noun(page: Page, found: Spotted) -> bool:
    """Whether a name that is no adjective heads a phrase of its own rather than qualifying the noun behind it."""
    if found.of(*ADJECTIVAL):
        return False
    token = page.tokens[found.last - 1]
    return token.dep in PLACE_ENDS and token.dep != "conj" and not page.is_possessive(found.last)


def left_owners(page: Page, start: int, titles: bool) -> Owners:
    """Countries, organisations or a person that qualify an agent noun from the left.

    Args:
        page: the text.
        start: first token of the noun.
        titles: whether unknown capitalised words may be part of the phrase ("Egypt's Antiquities Minister").
    """
    tokens, index, first = page.tokens, start - 1, start
    state = Owners(first=start, last=start)
    former = deputy = False
    backing: Owners | None = None
    for _ in range(MAX_LEFT):
        if not page.same_sentence(index, start):
            break
        token, found = tokens[index], page.at.get(index)
        word = token.text.lower()
        over, below = word in page.words["former"], word in page.words["deputy"]
        former, deputy = former or over, deputy or below
        if (over or below) and found is None:
            first = index
        if found is not None and (is_owner(found) or found.of(NameKind.PERSON, NameKind.SURNAME)):
            stance = _stance(page, found)
            if stance == "place":
                index = found.first - 1
                continue
            owned = _owned(page, found, start, stance)
            if owned is None:
                break
            if stance[:1] == "-" and stance[1:] in page.words["backed"]:
                backing, index = owned, found.first - 1
                continue
            state = owned
            break
        if not _passable(page, index, found, titles):
            break
        index -= 1
    if not state.found and backing is not None:
        state = backing
    first = min(first, state.first)
    former, first = _former_before(page, first, former)
    return Owners(
        found=state.found,
        first=first,
        last=start,
        possessive=state.possessive,
        stance=state.stance,
        former=former,
        deputy=deputy,
        apart=state.apart,
        spotted=state.spotted,
        adjectival=state.adjectival,
    )


def _former_before(page: Page, first: int, former: bool) -> tuple[bool, int]:
    """Take in "former", "deputy" and the like right before a phrase."""
    if page.same_sentence(first - 1, first) and page.tokens[first - 1].text.lower() in page.words["former"]:
        return True, first - 1
    tied = page.same_sentence(first - 2, first) and page.tokens[first - 1].text == "-"
    if tied and page.tokens[first - 2].text.lower() == "ex":
        return True, first - 2
    return former, first


def _passable(page: Page, index: int, found: Spotted | None, titles: bool) -> bool:
    """Whether a word may stand between an agent noun and its country."""
    token = page.tokens[index]
    if token.tag == "POS":
        return page.at.get(index - 1) is not None and (
            is_owner(page.at[index - 1]) or bool(page.at[index - 1].of(NameKind.PERSON, NameKind.SURNAME))
        )
    if token.pos == "PROPN" and found is None:
        return titles
    if found is not None and token.tag in {"NNS", "NNPS"} and found.of(NameKind.AGENT):
        return False
    if token.tag in {"VBN", "VBG", "VBD"}:
        return token.dep in {"amod", "compound", "nmod"} or page.tokens[index - 1].text == "-"
    return (
        token.pos in {"ADJ", "NOUN", "NUM"}
        or _ties(page, index)
        or token.tag in {"RBS", "JJ"}
        or (found is not None and bool(found.of(NameKind.AGENT, NameKind.HONORIFIC)))
    )


def _ties(page: Page, index: int) -> bool:
    """Whether a token is a hyphen within a word, not a dash between phrases."""
    tokens = page.tokens
    tied = tokens[index].text in {"-", "–"} and index > 0
    return tied and tokens[index - 1].end == tokens[index].start and tokens[index].end == tokens[index + 1].start


def _owned(page: Page, found: Spotted, start: int, stance: str) -> Owners | None:
    """The owner phrase that a spotted name makes, with the names joined to it ("U.S. and Israeli")."""
    possessive = page.is_possessive(found.last)
    first = found.first - 2 if stance.endswith("-") else found.first
    if not is_owner(found) or (found.of(NameKind.PERSON) and found.names[0].kind is NameKind.PERSON):
        holder = _person_owner(page, found)
        if holder is None or not (possessive or found.last == start or stance):
            return None
        begin = found.last + 1 if possessive else first
        return Owners(
            found=(holder,),
            first=begin,
            last=start,
            possessive=possessive,
            stance=stance,
            apart=possessive,
            spotted=found,
        )
    if not possessive and not stance and _is_free_noun(page, found):
        return None
    owners = [owner(page, found)]
    adjectival = bool(found.of(*ADJECTIVAL)) and not possessive
    while not stance and not possessive:
        joined = _joined_before(page, first, len(owners))
        if joined is None:
            break
        if page.tokens[first - 1].text == "-" and owners[0].key == "USA" and len(owners) == 1:
            owners, first = [replace(owners[0], word=page.written(joined.first, found.last))], joined.first
            break
        owners.insert(0, owner(page, joined))
        first = joined.first
    return Owners(
        found=tuple(owners),
        first=first,
        last=start,
        possessive=possessive,
        stance=stance,
        spotted=found,
        adjectival=adjectival,
    )


def _joined_before(page: Page, first: int, count: int) -> Spotted | None:
    """An adjective joined to the owner that begins at a token: "*British*, French and German officials"."""
    tokens = page.tokens
    if not page.same_sentence(first - 2, first):
        return None
    word = tokens[first - 1].text.lower()
    at = first - 2
    if tokens[at].text == "," and word in JOINING:
        at -= 1
    if word not in JOINING and not (word == "," and count > 1):
        return None
    before = page.at.get(at)
    if before is None or before.last != at + 1 or not before.of(*ADJECTIVAL, NameKind.ORGANISATION):
        return None
    if before.names[0].kind in {NameKind.ORGANISATION, NameKind.REGION} and tokens[before.last - 1].dep in PLACE_ENDS:
        return None
    return before


def right_owners(page: Page, end: int, agent: Agent, plural: bool) -> Owners:
    """The country, organisation or person in an "of", "in", "for", "from" or "at" phrase right behind a noun."""
    tokens = page.tokens
    nothing = Owners(first=end, last=end)
    if not page.same_sentence(end - 1, end) or tokens[end].text.lower() not in OF_WORDS:
        return nothing
    at = end + 1
    while page.same_sentence(end, at) and page.at.get(at) is None and _skippable(page, at) and at < end + 4:
        at += 1
    found = page.starting(at)
    if found is None or not page.same_sentence(end, at):
        return nothing
    word = tokens[end].text.lower()
    if not _fits(page, word, agent, found) or (word not in {"of", "in"} and not _attached(page, end)):
        return nothing
    if not is_owner(found):
        holder = _person_owner(page, found) if word == "of" and not page.is_possessive(found.last) else None
        return Owners(found=(holder,), first=end, last=end, apart=True, spotted=found) if holder else nothing
    follows = _what_follows(page, found)
    if follows == "noun":
        return nothing
    owners, last = [owner(page, found)], found.last
    if follows == "agent":
        return Owners(found=tuple(owners), first=end, last=end, apart=True, spotted=found)
    while plural and (joined := _joined_after(page, last)) is not None:
        owners.append(owner(page, joined))
        last = joined.last
    return Owners(found=tuple(owners), first=end, last=last, spotted=found)


def _attached(page: Page, preposition: int) -> bool:
    """Whether a phrase belongs to the noun before it: not in "withdrew its forces *from Kestria*"."""
    tokens, at = page.tokens, preposition - 1
    while at > 0 and tokens[at].pos in {"NOUN", "ADJ", "PROPN"}:
        at -= 1
    return tokens[preposition].head == preposition - 1 and tokens[at].tag != "PRP$"


def _skippable(page: Page, at: int) -> bool:
    token = page.tokens[at]
    return token.tag in {"DT", "JJ"} and token.text.lower() not in {"no", "any", "some", "all", "other"}


def _fits(page: Page, word: str, agent: Agent, found: Spotted) -> bool:
    """Whether a preposition makes what follows the noun's country."""
    noun = agent.base_singular.split()[-1]
    if word == "of":
        return agent.use != "relation"
    if word == "from":
        return agent.use != "relation" or agent.sector == "REF"
    if word == "for":
        return noun in page.words["spokes_nouns"]
    if word == "with":
        return noun in page.words["spokes_nouns"] and bool(found.of(NameKind.ORGANISATION))
    if word == "at":
        return bool(found.of(*AT_KINDS)) and agent.kind == "person"
    return agent.use != "relation" and not agent.office and (agent.sector in IN_SECTORS or noun in IN_OFFICES)


def _what_follows(page: Page, found: Spotted) -> str:
    """``agent`` or ``noun`` if the name only qualifies what stands behind it, else an empty string."""
    end = found.last
    if not page.same_sentence(found.first, end):
        return ""
    token = page.tokens[end]
    if page.is_possessive(end) or token.text in {"-", "–"}:
        return "agent" if page.is_possessive(end) and _heads(page, end + 1) else "noun"
    if token.tag.startswith(("NN", "JJ")) and _heads(page, end):
        return "agent"
    named = found.names[0].kind in {NameKind.STATE, NameKind.CITY, NameKind.CAPITAL, NameKind.ORGANISATION}
    own = page.tokens[found.last - 1]
    links = own.dep in {"compound", "amod", "nmod", "poss"} and own.head >= end
    if links and _heads(page, own.head):
        return "agent"
    return "noun" if links or (not named and token.tag.startswith("NN")) else ""


def _heads(page: Page, index: int) -> bool:
    """Whether an agent noun stands here that does not itself only qualify another noun."""
    found = page.at.get(index)
    if found is None or not found.of(NameKind.AGENT):
        return False
    token = page.tokens[found.last - 1]
    return token.tag.startswith("NN") and not (token.dep in {"compound", "amod", "nmod"} and token.head >= found.last)


def _joined_after(page: Page, last: int) -> Spotted | None:
    """A further owner in a list behind a plural noun: "the leaders of France, Germany *and Italy*"."""
    at = last
    while page.same_sentence(last - 1, at) and page.tokens[at].text.lower() in {",", "and", "the", "&"}:
        at += 1
    found = page.starting(at) if at > last else None
    if found is None or not is_owner(found) or _what_follows(page, found):
        return None
    return found if page.tokens[at].dep in {"conj", "appos", "pobj"} else None
