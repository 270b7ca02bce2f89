"""Agent nouns in a text: which words are one, how they chain, and when they are nobody."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.directory import Agent, NameKind
from dragoman.resolve.matcher import Spotted, fold
from dragoman.resolve.page import Page
from dragoman.resolve.phrases import is_owner
from dragoman.resolve.surnames import gender_of_title

STRONG_SECTORS = frozenset({"REB", "OPP", "PTY", "UAF", "CRM", "COP", "LAB", "REL", "REF"})
FORMERLY = ("former ", "ex-", "ousted ", "deposed ", "retired ", "exiled ", "impeached ", "onetime ")
SENIORITY = frozenset({"veteran", "chief", "senior"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """An agent noun in the text, with the ones it is chained to ("interior ministry spokesman").

    Attributes:
        first, last: tokens of the whole chain.
        head_first: first token of its last noun.
        agent: the last noun.
        phrase: canonical wording, lower case.
        sector: PLOVER sector, from the noun before where the last says none.
        title: the chain as written, lower case.
        plural: whether it is written in the plural.
        former: whether the noun itself says that the office is over ("ex-minister").
        honorific: whether it is only a form of address ("Mr.").
        gender: that the title tells, else ``None``.
    """

    first: int
    last: int
    head_first: int
    agent: Agent
    phrase: str
    sector: str
    title: str
    plural: bool
    former: bool
    honorific: bool
    gender: str | None


def noun_at(page: Page, found: Spotted) -> Noun | None:
    """The agent noun that begins here, with the rest of its chain; ``None`` if the word is none here."""
    tokens, chain = page.tokens, [found]
    while True:
        end = chain[-1].last
        if page.same_sentence(found.first, end) and tokens[end].text == "," and chain[-1].names[0].agent is None:
            break
        after = page.starting(end) if page.same_sentence(found.first, end) else None
        if after is None or after.names[0].kind not in {NameKind.AGENT, NameKind.HONORIFIC}:
            break
        if tokens[after.last - 1].tag.startswith("VB"):
            break  # "the institute *accused* Kestria"
        chain.append(after)
    agents = [spot.names[0].agent for spot in chain]
    last = chain[-1]
    honorific = all(spot.names[0].kind is NameKind.HONORIFIC for spot in chain)
    agent = agents[-1]
    if last.names[0].kind is NameKind.HONORIFIC and not honorific:
        agent = next(spot.names[0].agent for spot in reversed(chain) if spot.names[0].kind is NameKind.AGENT)
    if agent is None:
        return None
    named = page.same_sentence(found.first, last.last) and _name_follows(page, last.last)
    if not named and not _is_noun(page, last):
        return None
    own = fold(page.written(last.first, last.last))
    plural = own == fold(agent.plural) and agent.plural != agent.singular
    before = [page.written(spot.first, spot.last).lower() for spot in chain[:-1]]
    before = [word for word in before if word not in SENIORITY]
    base = agent.base_plural if plural else agent.base_singular
    sector = agent.sector
    if len(chain) > 1 and agent.base_singular in page.words["role_nouns"] and agents[-2] is not None:
        sector = agents[-2].sector if agents[-2].sector in STRONG_SECTORS else sector
    genders = [gender_of_title(page.written(spot.first, spot.last)) for spot in chain]
    return Noun(
        first=found.first,
        last=last.last,
        head_first=last.first,
        agent=agent,
        phrase=" ".join([*before, base]) if not honorific else base,
        sector=sector,
        title=page.written(found.first, last.last).lower(),
        plural=plural,
        former=agent.singular.startswith(FORMERLY),
        honorific=honorific,
        gender=next((gender for gender in genders if gender), None),
    )


def _is_noun(page: Page, found: Spotted) -> bool:
    token = page.tokens[found.last - 1]
    if token.tag in {"NN", "NNS", "NNP", "NNPS"}:
        return token.dep not in {"amod", "advmod"}
    return token.tag == "JJ" and token.dep in {"nsubj", "nsubjpass", "dobj", "pobj", "conj"}


def _name_follows(page: Page, end: int) -> bool:
    found = page.starting(end)
    if found is not None and found.of(NameKind.PERSON, NameKind.SURNAME):
        return True
    return found is None and page.tokens[end].tag == "NNP" and page.tokens[end].text[0].isupper()


def needs_owner(page: Page, noun: Noun) -> bool:
    """Whether the noun is nobody as it stands: "heads", a lone ally, but not "*the* agency"."""
    use = noun.agent.use
    before = page.tokens[noun.first - 1].text.lower() if page.same_sentence(noun.first - 1, noun.first) else ""
    if use == "owned":
        if before in DEFINITE:
            return False
        members = page.same_sentence(noun.first, noun.last) and page.tokens[noun.last].text == "of"
        acts = page.tokens[noun.last - 1].dep in {"nsubj", "nsubjpass"} and noun.agent.kind == "person"
        return not (noun.plural and (members or acts))
    return use == "relation" and not noun.plural and noun.sector not in {"CVL", "CRM", "UAF", "REB", "REF"}


def is_abstract(page: Page, noun: Noun) -> bool:
    """Opposition *to* something, a group *of soldiers*: not the actor, or not the one that acts."""
    tokens, end = page.tokens, noun.last
    if not page.same_sentence(noun.first, end):
        return False
    if tokens[end].text.lower() == "to" and noun.agent.base_singular == "opposition":
        return True
    if tokens[end].text.lower() != "of" or noun.agent.kind == "person" or noun.plural:
        return False
    at = end + 1
    while page.same_sentence(end, at) and (tokens[at].pos in {"DET", "ADJ", "NUM"} or is_owner(page.at.get(at))):
        at += 1
    found = page.at.get(at) if page.same_sentence(end, at) else None
    return found is not None and tokens[found.last - 1].tag in {"NNS", "NNPS"} and bool(found.of(NameKind.AGENT))


def only_qualifies(page: Page, noun: Noun, last: int) -> bool:
    """Whether the noun modifies a further noun that is no actor: "*government* policy"."""
    token = page.tokens[noun.last - 1]
    if last > noun.last or not page.same_sentence(noun.last - 1, noun.last) or page.is_possessive(noun.last):
        return False
    after = page.tokens[noun.last]
    if token.dep in {"compound", "nmod", "amod"} and token.head >= noun.last:
        return not _is_actor(page, token.head)
    return after.text == "-" and token.tag in {"NN", "NNP"} and page.same_sentence(noun.last, noun.last + 1)


def _is_actor(page: Page, index: int) -> bool:
    found, token = page.at.get(index), page.tokens[index]
    if found is None:
        return token.tag == "NNP" and token.text[0].isupper()
    return bool(found.of(NameKind.AGENT, NameKind.PERSON, NameKind.SURNAME))
