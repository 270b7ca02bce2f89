"""Actor mentions: names of the directory, composed actors, offices by date, unknown names.

Composition is by grammar on the words beside one another, since the small models mislabel long titles:
[country or organisation] + [agent noun or title] + [person's name], with "of" and "in" phrases behind the noun.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from dragoman.directory import Agent, NameKind
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.text import AnnotatedText, Mention, MentionBasis
from dragoman.resolve.matcher import ActorMatcher, Spotted, compile_matcher, spot
from dragoman.resolve.roles import ORGANISATION, by_surname, holder, person_ref

__all__ = ["ActorMatcher", "compile_matcher", "resolve_actors"]

OWNERS = (NameKind.STATE, NameKind.ADJECTIVE, NameKind.ORGANISATION, NameKind.SEAT, NameKind.REGION, NameKind.GROUP, NameKind.DEMONYM, NameKind.CAPITAL)
MAX_LEFT = 7
"""Words looked at to the left of an agent noun for its country; longer gaps were wrong ones on 200 wire stories."""
FORMER = frozenset({"former", "ex", "ex-president", "late", "deputy", "vice", "acting", "next", "then", "future", "designate", "onetime", "ousted", "deposed"})
ABSENT_OFFICE = frozenset({"another", "any", "every", "no", "some", "other"})
METONYM_LABELS = frozenset({"nsubj", "nsubjpass", "poss", "agent"})
METONYM_PREPOSITIONS = frozenset({"with", "between", "against", "by", "on", "upon", "towards", "toward", "for", "of"})
PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "from", "to", "into", "outside", "around", "through", "over", "via"})
CALENDAR = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"])
BODY_SECTORS = {"GOV": ActorKind.GOVERNMENT, "MIL": ActorKind.MILITARY, "MED": ActorKind.MEDIA, "BUS": ActorKind.COMPANY}
POPULAR_SECTORS = frozenset({"CVL", "REF", "LAB", "EDU", "REL", "SOC", "HLH", "AGR", "JRN"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A text being resolved: what was spotted, by first and by last token."""

    text: AnnotatedText
    matcher: ActorMatcher
    spotted: list[Spotted]
    by_token: dict[int, Spotted]

    @property
    def day(self) -> date | None:
        return self.text.document.published


def resolve_actors(text: AnnotatedText, matcher: ActorMatcher) -> AnnotatedText:
    """Return the text with its actor mentions: names, composed actors, office holders, surnames, unknown names.

    Pronouns and descriptions ("the militant group") are left to coreference.
    """
    spotted = spot(text, matcher)
    by_token = {i: s for s in spotted for i in range(s.first, s.last)}
    page = _Page(text=text, matcher=matcher, spotted=spotted, by_token=by_token)
    taken: dict[int, Mention] = {}
    for find in (_agents, _people, _owners):
        for mention in find(page, taken):
            if not any(i in taken for i in range(mention.first, mention.last)):
                taken.update(dict.fromkeys(range(mention.first, mention.last), mention))
    for mention in _names(page, taken):
        taken.update(dict.fromkeys(range(mention.first, mention.last), mention))
    mentions = sorted({id(m): m for m in taken.values()}.values(), key=lambda m: m.first)
    return replace(text, mentions=tuple(mentions))


def _head(text: AnnotatedText, first: int, last: int) -> int:
    """The token of a span whose head lies outside it; the last one if the parser disagrees with itself."""
    for index in range(last - 1, first - 1, -1):
        head = text.tokens[index].head
        if (not first <= head < last or head == index) and text.tokens[index].pos not in {"PUNCT", "PART", "DET"}:
            return index
    return last - 1


def _is_owner(found: Spotted | None) -> bool:
    return found is not None and bool(found.of(*OWNERS))


def _left_owners(page: _Page, start: int) -> tuple[list[Spotted], int]:
    """Countries or organisations that qualify an agent noun from the left, and where their phrase begins."""
    tokens, i, begin = page.text.tokens, start - 1, start
    owners: list[Spotted] = []
    sentence = tokens[start].sentence
    for _ in range(MAX_LEFT):
        if i < 0 or tokens[i].sentence != sentence:
            break
        found = page.by_token.get(i)
        token = tokens[i]
        if found is not None and found.of(NameKind.PERSON) and not _is_owner(found):
            break
        if _is_owner(found) and found is not None and not _only_backing(page, found):
            owners.insert(0, found)
            begin = i = found.first
            before = tokens[i - 1] if i else None
            if before is not None and before.text in {"and", "or", ",", "-", "–", "/"} and _is_owner(page.by_token.get(i - 2)):
                i -= 2
                continue
            break
        qualifies = token.pos in {"ADJ", "NOUN", "NUM", "PART"} or token.text in {"-", "–"} or token.tag in {"VBN", "VBG", "POS"}
        if (token.pos == "PROPN" and found is None) or found is not None or qualifies:
            i -= 1
            continue
        break
    return owners, begin


def _only_backing(page: _Page, found: Spotted) -> bool:
    """True for "Iran-backed": the backer is not whom the fighters act for."""
    rest = "".join(token.text for token in page.text.tokens[found.last : found.last + 2]).lower()
    return rest.startswith(("-backed", "-supported", "-allied", "-linked", "-armed", "-trained", "-funded", "-born", "-based"))


def _right_owner(page: _Page, end: int) -> Spotted | None:
    """The country or organisation in an "of", "in" or "for" phrase right behind a noun."""
    tokens = page.text.tokens
    if end >= len(tokens) or tokens[end].text.lower() not in {"of", "in", "for", "from", "at"}:
        return None
    at = end + 1
    while at < len(tokens) and tokens[at].lemma in {"the", "a"}:
        at += 1
    found = page.by_token.get(at)
    if found is None or found.first != at or not found.of(*OWNERS):
        return None
    inner = page.by_token.get(found.last)
    return None if inner is not None and inner.of(NameKind.AGENT) else found


def _owner_actor(page: _Page, found: Spotted) -> tuple[str, str | None]:
    """Id and country of the best reading of a qualifier."""
    name = found.of(*OWNERS)[0]
    actor = page.matcher.directory.actors.get(name.actor)
    return name.actor, actor.country if actor is not None else None


def _unknown_run(page: _Page, start: int) -> int:
    """End of a run of proper nouns that begins at a token and is in no table."""
    tokens, end = page.text.tokens, start
    while (
        end < len(tokens)
        and tokens[end].sentence == tokens[start].sentence
        and (tokens[end].tag in {"NNP", "NNPS"} or tokens[end].text.lower() in {"al", "bin", "ibn", "van", "de", "von", "el", "der"})
        and tokens[end].text[:1].isalpha()
        and (end == start or page.by_token.get(end) is None or not page.by_token[end].of(*OWNERS, NameKind.AGENT))
        and (tokens[end].text[0].isupper() or (end + 1 < len(tokens) and tokens[end + 1].tag == "NNP"))
    ):
        end += 1
    return end


def _slug(text: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def _agents(page: _Page, taken: dict[int, Mention]) -> Iterator[Mention]:
    """Agent nouns with their country and the name behind them."""
    for found in page.spotted:
        agents = found.of(NameKind.AGENT)
        if not agents or agents[0].agent is None or found.names[0].kind is not NameKind.AGENT or found.first in taken:
            continue
        token = page.text.tokens[found.last - 1]
        if token.pos not in {"NOUN", "PROPN", "ADJ"} or token.dep == "amod":
            continue
        mention = _agent(page, found, agents[0].agent)
        if mention is not None:
            yield mention


def _chain(page: _Page, found: Spotted) -> Spotted:
    """The last agent noun of a run of them ("foreign ministry *spokesman*")."""
    while True:
        after = page.by_token.get(found.last)
        if after is None or after.first != found.last or after.names[0].kind is not NameKind.AGENT:
            return found
        found = after


def _agent(page: _Page, first_noun: Spotted, agent: Agent) -> Mention | None:
    tokens = page.text.tokens
    found = _chain(page, first_noun)
    if found is not first_noun:
        last_agent = found.of(NameKind.AGENT)[0].agent
        agent = last_agent if last_agent is not None else agent
    owners, begin = _left_owners(page, first_noun.first)
    end = found.last
    named = page.by_token.get(end)
    if named is not None and named.first == end and named.of(NameKind.PERSON):
        return _titled_person(page, begin, named, owners)
    run = _unknown_run(page, end) if agent.kind == "person" else end
    if run > end:
        return _titled_stranger(page, begin, end, run, owners, agent)
    right = None if owners else _right_owner(page, end)
    if right is not None:
        owners, end = [right], right.last
        comma = end + 1 if end < len(tokens) and tokens[end].text == "," else end
        named = page.by_token.get(comma)
        if named is not None and named.first == comma and named.of(NameKind.PERSON):
            return _titled_person(page, begin, named, owners)
    begin = min(begin, first_noun.first)
    noun = found.last - 1
    if tokens[noun].dep in {"compound", "nmod"} and tokens[noun].head >= end and page.by_token.get(tokens[noun].head) is None:
        return _qualifier(page, begin, end, owners, agent)
    office = _office_holder(page, begin, first_noun.first, found, owners, agent)
    if office is not None:
        return replace(office, last=end)
    return _composed(page, begin, end, noun, owners, agent)


def _titled_person(page: _Page, begin: int, named: Spotted, owners: list[Spotted]) -> Mention:
    ref = _person(page, named)
    if ref.country is None and owners:
        key, country = _owner_actor(page, owners[-1])
        ref = replace(ref, country=country, affiliation=_affiliation(page, key))
    return Mention(
        first=begin, last=named.last, head=_head(page.text, begin, named.last), actors=(ref,), basis=MentionBasis.NAME
    )


def _person(page: _Page, named: Spotted) -> ActorRef:
    """The person of a spotted name; among namesakes the one in office nearest the day."""
    directory = page.matcher.directory
    people = [directory.actors[name.actor] for name in named.of(NameKind.PERSON)]
    unique = list({actor.id: actor for actor in people}.values())
    if len(unique) > 1 and page.day is not None:
        unique.sort(key=lambda actor: _distance(actor.roles, page.day))
    return person_ref(unique[0], directory, page.day)


def _distance(roles: tuple, day: date | None) -> int:  # type: ignore[type-arg]
    if day is None or not roles:
        return 10_000
    years = [(int((role.valid_from or "0")[:4] or 0), int((role.valid_to or "9999")[:4])) for role in roles]
    return min(0 if begin <= day.year <= end else min(abs(day.year - begin), abs(day.year - end)) for begin, end in years)


def _affiliation(page: _Page, key: str) -> str | None:
    actor = page.matcher.directory.actors.get(key)
    if actor is None:
        return key or None
    if actor.kind is ActorKind.STATE:
        return actor.id
    if actor.kind in {ActorKind.BODY, ActorKind.MILITARY, ActorKind.REGION, ActorKind.POPULATION} and actor.country:
        return actor.country
    return actor.name


def _titled_stranger(
    page: _Page, begin: int, name_first: int, name_last: int, owners: list[Spotted], agent: Agent
) -> Mention:
    """A person the tables don't know, with the office and country the text gives."""
    text = page.text
    written = text.document.text[text.tokens[name_first].start : text.tokens[name_last - 1].end]
    single = by_surname(page.matcher, written, page.day) if name_last - name_first == 1 else None
    key, country = _owner_actor(page, owners[-1]) if owners else ("", None)
    if single is not None:
        ref = person_ref(single, page.matcher.directory, page.day)
        if not owners or country is None or ref.country == country:
            return Mention(first=begin, last=name_last, head=_head(text, begin, name_last), actors=(ref,), basis=MentionBasis.NAME)
    ref = ActorRef(
        id=f"name:{_slug(written)}",
        name=" ".join(written.split()),
        kind=ActorKind.PERSON,
        country=country,
        sector=agent.sector or None,
        affiliation=_affiliation(page, key) if key else None,
    )
    return Mention(first=begin, last=name_last, head=_head(text, begin, name_last), actors=(ref,), basis=MentionBasis.COMPOSED)


def _qualifier(page: _Page, begin: int, end: int, owners: list[Spotted], agent: Agent) -> Mention | None:
    """An agent noun that only qualifies another noun ("government *policy*"): its country, if any."""
    if not owners:
        return None
    refs = tuple(ref for found in owners for ref in _plain(page, found))
    return Mention(first=begin, last=end, head=_head(page.text, begin, end), actors=refs, basis=MentionBasis.NAME, adjectival=True)


def _office_holder(
    page: _Page, begin: int, noun: int, found: Spotted, owners: list[Spotted], agent: Agent
) -> Mention | None:
    """The holder of an office named without a name, by the publication date."""
    tokens = page.text.tokens
    if not agent.office or len(owners) != 1 or agent.kind != "person" or found.last - 1 >= len(tokens):
        return None
    singular = tokens[found.last - 1].tag in {"NN", "NNP"}
    words = {token.lemma for token in tokens[max(0, begin - 2) : found.last]}
    if not singular or words & FORMER or words & ABSENT_OFFICE:
        return None
    key, country = _owner_actor(page, owners[0])
    title = page.text.document.text[tokens[noun].start : tokens[found.last - 1].end].lower()
    actor = next(
        (a for k in (country or key, f"{ORGANISATION}{key}", key) if (a := holder(page.matcher, k, agent.office, title, page.day))),
        None,
    )
    if actor is None:
        return None
    ref = person_ref(actor, page.matcher.directory, page.day, inferred=True)
    return Mention(
        first=begin, last=found.last, head=found.last - 1, actors=(ref,), basis=MentionBasis.OFFICE, inferred=True
    )


def _composed(
    page: _Page, begin: int, end: int, noun: int, owners: list[Spotted], agent: Agent
) -> Mention:
    """An agent noun with its countries: one actor for each."""
    word = page.text.tokens[noun].text.lower()
    phrase = agent.plural if word == agent.plural.split()[-1] else agent.singular
    refs = []
    for found in owners:
        key, country = _owner_actor(page, found)
        actor = page.matcher.directory.actors.get(key)
        adjective = page.matcher.directory.adjectives.get(key) or (actor.name if actor else key)
        refs.append(_agent_ref(agent, key, f"{adjective} {phrase}", country, _affiliation(page, key)))
    basis = MentionBasis.COMPOSED if owners else MentionBasis.GENERIC
    return Mention(
        first=begin,
        last=end,
        head=noun if begin <= noun < end else _head(page.text, begin, end),
        actors=tuple(refs) or (_agent_ref(agent, "", phrase, None, None),),
        basis=basis,
    )


def _agent_ref(agent: Agent, key: str, name: str, country: str | None, affiliation: str | None) -> ActorRef:
    if agent.kind == "body":
        kind = BODY_SECTORS.get(agent.sector, ActorKind.BODY)
    elif agent.kind == "group":
        kind = ActorKind.MILITARY if agent.sector == "MIL" else ActorKind.GROUP
    else:
        kind = ActorKind.POPULATION if agent.sector in POPULAR_SECTORS else ActorKind.OFFICE
    return ActorRef(
        id=f"{key}/{agent.sector}/{_slug(agent.singular)}",
        name=name,
        kind=kind,
        country=country,
        sector=agent.sector or None,
        affiliation=affiliation,
    )


def _people(page: _Page, taken: dict[int, Mention]) -> Iterator[Mention]:
    """Persons of the tables, with the country right before them."""
    for found in page.spotted:
        if found.first in taken or not found.of(NameKind.PERSON) or found.names[0].kind is not NameKind.PERSON:
            continue
        if found.last - found.first == 1 and page.text.tokens[found.first].pos not in {"PROPN", "NOUN", "X"}:
            continue
        ref = _person(page, found)
        yield Mention(
            first=found.first, last=found.last, head=_head(page.text, found.first, found.last), actors=(ref,), basis=MentionBasis.NAME
        )


def _plain(page: _Page, found: Spotted) -> tuple[ActorRef, ...]:
    """The actor of a state, organisation, region or group as it stands."""
    name = found.of(*OWNERS)[0]
    actor = page.matcher.directory.actors.get(name.actor)
    if actor is None:
        return ()
    inferred = name.kind in {NameKind.CAPITAL, NameKind.SEAT}
    if name.kind is NameKind.SEAT and actor.kind is ActorKind.STATE:
        return (
            ActorRef(id=f"{actor.id}/{name.sector}", name=name.written, kind=ActorKind.GOVERNMENT, country=actor.id, sector=name.sector, affiliation=actor.id, inferred=True),
        )
    sector = actor.sector
    return (
        ActorRef(id=actor.id, name=actor.name, kind=actor.kind, country=actor.country, sector=sector, affiliation=_affiliation(page, actor.id), inferred=inferred),
    )


def _population(page: _Page, found: Spotted) -> tuple[ActorRef, ...]:
    """The people of a state, named by a noun ("Israelis")."""
    name = found.of(NameKind.DEMONYM)[0]
    actor = page.matcher.directory.actors[name.actor]
    if actor.kind is ActorKind.REGION or actor.kind is not ActorKind.STATE:
        return _plain(page, found)
    return (
        ActorRef(id=f"{actor.id}/CVL/people", name=name.written, kind=ActorKind.POPULATION, country=actor.id, sector="CVL", affiliation=actor.id),
    )


def _owners(page: _Page, taken: dict[int, Mention]) -> Iterator[Mention]:
    """States, organisations, regions, groups, seats and capitals that stand alone."""
    for found in page.spotted:
        if found.first in taken or not found.of(*OWNERS):
            continue
        mention = _owner(page, found)
        if mention is not None:
            yield mention


def _owner(page: _Page, found: Spotted) -> Mention | None:
    text, name = page.text, found.of(*OWNERS)[0]
    head = _head(text, found.first, found.last)
    token = text.tokens[head]
    modifies = token.dep in {"amod", "compound", "nmod", "npadvmod", "quantmod"} and token.head > head
    inferred = False
    basis = MentionBasis.NAME
    refs = _plain(page, found)
    if found.of(NameKind.DEMONYM) and not modifies and (token.tag in {"NNPS", "NNS"} or name.kind is NameKind.DEMONYM):
        refs = _population(page, found)
    if name.kind is NameKind.ADJECTIVE and not modifies and not found.of(NameKind.DEMONYM, NameKind.STATE) and token.pos == "ADJ":
        modifies = True
    if name.kind in {NameKind.CAPITAL, NameKind.SEAT}:
        if name.kind is NameKind.CAPITAL and not _speaks(text, head):
            return None
        inferred, basis = True, MentionBasis.METONYM
    return Mention(
        first=found.first, last=found.last, head=head, actors=refs, basis=basis, inferred=inferred, adjectival=modifies
    )


def _speaks(text: AnnotatedText, head: int) -> bool:
    """Whether a capital acts ("Washington said", "talks with Damascus") rather than being where something is."""
    token = text.tokens[head]
    while token.dep == "conj":
        token = text.tokens[token.head]
    if token.dep in METONYM_LABELS:
        return True
    above = text.tokens[token.head]
    return (token.dep == "pobj" and above.lemma in METONYM_PREPOSITIONS) or (token.dep == "dobj" and above.lemma not in {
        "leave", "reach", "visit", "enter", "tour", "capture", "seize", "bomb", "shell", "attack", "hit", "strike", "take"
    })


def _names(page: _Page, taken: dict[int, Mention]) -> Iterator[Mention]:
    """Surnames of persons known or named before, and proper names no table has."""
    text = page.text
    known: dict[str, ActorRef] = {}
    for mention in sorted({id(m): m for m in taken.values()}.values(), key=lambda m: m.first):
        for ref in mention.actors:
            if ref.kind is ActorKind.PERSON and mention.basis in {MentionBasis.NAME, MentionBasis.COMPOSED}:
                known.setdefault(_last_name(page, ref), ref)
    index = 0
    while index < len(text.tokens):
        token = text.tokens[index]
        if index in taken or token.tag not in {"NNP", "NNPS"} or token.text.lower() in CALENDAR or not token.text[0].isupper():
            index += 1
            continue
        end = index
        while end < len(text.tokens) and end not in taken and text.tokens[end].tag in {"NNP", "NNPS"} and text.tokens[end].sentence == token.sentence and text.tokens[end].text.lower() not in CALENDAR:
            end += 1
        end = max(end, index + 1)
        mention = _name(page, index, end, known)
        if mention is not None:
            yield mention
        index = end


def _last_name(page: _Page, ref: ActorRef) -> str:
    actor = page.matcher.directory.actors.get(ref.id)
    if actor is not None:
        from dragoman.resolve.matcher import surname

        return surname(actor)
    return ref.name.split()[-1]


def _name(page: _Page, first: int, last: int, known: dict[str, ActorRef]) -> Mention | None:
    text = page.text
    written = " ".join(token.text for token in text.tokens[first:last])
    final = text.tokens[last - 1].text
    head = _head(text, first, last)
    adjectival = text.tokens[head].dep in {"compound", "amod", "nmod"}
    if final in known and (last - first == 1 or known[final].name.endswith(written)):
        return Mention(first=first, last=last, head=head, actors=(known[final],), basis=MentionBasis.NAME, adjectival=adjectival)
    if last - first == 1:
        person = by_surname(page.matcher, written, page.day)
        if person is not None:
            ref = person_ref(person, page.matcher.directory, page.day)
            known[final] = ref
            return Mention(first=first, last=last, head=head, actors=(ref,), basis=MentionBasis.NAME, inferred=True, adjectival=adjectival)
    if adjectival or len(written) < 3 or _names_a_place(page, head):
        return None
    ref = ActorRef(id=f"name:{_slug(written)}", name=written, kind=ActorKind.UNKNOWN)
    return Mention(first=first, last=last, head=head, actors=(ref,), basis=MentionBasis.UNKNOWN_NAME)


def _names_a_place(page: _Page, head: int) -> bool:
    token = page.text.tokens[head]
    return token.dep == "pobj" and page.text.tokens[token.head].lemma in PLACE_PREPOSITIONS
