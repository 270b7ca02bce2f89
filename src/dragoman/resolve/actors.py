"""Actor mentions: names of the directory, composed actors, offices by date, unknown names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dragoman.directory import NameKind
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.text import AnnotatedText, Mention, MentionBasis
from dragoman.resolve.compose import find_agents, same_person
from dragoman.resolve.matcher import ActorMatcher, Spotted, begins_sentence, compile_matcher, fold
from dragoman.resolve.page import NAMES_TOO, Claims, Page, folded_slug, head_of, open_page, person
from dragoman.resolve.phrases import is_owner
from dragoman.resolve.refs import best_name, city, plain, population
from dragoman.resolve.surnames import known_person, named_before
from dragoman.resolve.titled import country_behind, run_of_names

__all__ = ["ActorMatcher", "compile_matcher", "resolve_actors"]

METONYM_LABELS = frozenset({"nsubj", "nsubjpass", "poss", "agent"})
METONYM_PREPOSITIONS = frozenset({"with", "between", "against", "by", "upon", "towards", "toward"})
PLACE_PREPOSITIONS = frozenset(
    {"in", "at", "near", "from", "to", "into", "outside", "inside", "around", "through", "over", "via", "across", "on"}
)
INSIDE = frozenset({"in", "at", "near", "inside", "outside", "around", "into"})
"""Prepositions behind which a seat of government is a building."""
MODIFIERS = frozenset({"amod", "compound", "nmod", "npadvmod", "quantmod"})
ARGUMENTS = frozenset(
    {"nsubj", "nsubjpass", "dobj", "pobj", "poss", "appos", "conj", "agent", "attr", "dative", "ROOT"}
)


def resolve_actors(text: AnnotatedText, matcher: ActorMatcher) -> AnnotatedText:
    """Return the text with its actor mentions: names, composed actors, office holders, surnames, unknown names.

    Pronouns and descriptions ("the militant group") are left to coreference.
    """
    page, claims = open_page(text, matcher), Claims()
    for find in (find_agents, _people, _owners, _names):
        for mention in find(page, claims):
            claims.claim(mention)
    same_person(page, claims)
    return replace(text, mentions=tuple(claims.mentions()))


def _people(page: Page, claims: Claims) -> Iterator[Mention]:
    """Persons of the tables, with the country right before them ("*Russia's* Putin")."""
    for found in page.starts:
        if found.first in claims:
            continue
        if found.names[0].kind is NameKind.SURNAME:
            yield from _surname_of_country(page, found)
        if found.names[0].kind is not NameKind.PERSON:
            continue
        first, owners = _country_before(page, found)
        last, behind = country_behind(page, found)
        ref = person(page, found, owners or behind)
        head = head_of(page.text, first, last)
        yield Mention(
            first=first, last=last, head=head, actors=(ref,), basis=MentionBasis.NAME, adjectival=_modifies(page, head)
        )


def _surname_of_country(page: Page, found: Spotted) -> Iterator[Mention]:
    """A surname with a country before it: "*Argentina's Macri*"."""
    first, owners = _country_before(page, found)
    ref = known_person(page, found.first, found.last, owners=owners) if owners else None
    if ref is not None:
        head = head_of(page.text, first, found.last)
        ref = replace(ref, inferred=False)
        yield Mention(first=first, last=found.last, head=head, actors=(ref,), basis=MentionBasis.NAME)


def _country_before(page: Page, found: Spotted) -> tuple[int, tuple[str, ...]]:
    """Where a country that qualifies a person begins, and its id."""
    at = found.first - 1
    if page.same_sentence(at, found.first) and page.is_possessive(at):
        at -= 1
    before = page.at.get(at) if page.same_sentence(at, found.first) else None
    if before is None or before.last != at + 1 or not before.of(NameKind.STATE, NameKind.ADJECTIVE):
        return found.first, ()
    noun = at == found.first - 1 and not before.of(NameKind.ADJECTIVE)
    return (found.first, ()) if noun else (before.first, (best_name(page, before).actor,))


def _modifies(page: Page, head: int) -> bool:
    token = page.tokens[head]
    return token.dep in MODIFIERS and token.head > head and not page.is_possessive(head + 1)


def _owners(page: Page, claims: Claims) -> Iterator[Mention]:
    """States, organisations, regions, groups, seats and capitals that stand alone."""
    for found in page.starts:
        if found.first in claims or not is_owner(found):
            continue
        mention = _owner(page, found)
        if mention is not None:
            yield mention


def _owner(page: Page, found: Spotted) -> Mention | None:
    text, name = page.text, best_name(page, found)
    head = head_of(text, found.first, found.last)
    token = text.tokens[head]
    if _names_somebody(page, found):
        return None
    modifies = _modifies(page, head)
    basis, inferred = MentionBasis.NAME, False
    refs = plain(page, found)
    people = bool(found.of(NameKind.DEMONYM)) and not modifies and not _hyphened(page, found)
    if people and (token.tag in {"NNPS", "NNS"} or name.kind is NameKind.DEMONYM) and name.kind is not NameKind.STATE:
        refs = population(page, found)
    elif name.kind is NameKind.ADJECTIVE and not found.of(NameKind.STATE) and not page.is_possessive(found.last):
        modifies = True
    acts = name.kind is not NameKind.CITY and _speaks(page, head, name.kind)
    visited = _is_visited(page, head)
    if name.kind is NameKind.CITY or (name.kind is NameKind.CAPITAL and not acts and not visited):
        if not _suffers(page, head) and not visited:
            return None
        refs = (city(page, name),)
    elif name.kind in {NameKind.CAPITAL, NameKind.SEAT}:
        if not acts and not visited:
            return None
        inferred, basis = True, MentionBasis.METONYM
    return Mention(
        first=found.first,
        last=found.last,
        head=head,
        actors=refs,
        basis=basis,
        inferred=inferred,
        adjectival=modifies or _hyphened(page, found),
    )


def _names_somebody(page: Page, found: Spotted) -> bool:
    """Whether a city or group is the surname of somebody the text named in full ("Ada *Lund*")."""
    kinds = {name.kind for name in found.names} - {NameKind.SURNAME}
    return found.last - found.first == 1 and kinds <= NAMES_TOO and fold(page.tokens[found.first].text) in page.known


def _hyphened(page: Page, found: Spotted) -> bool:
    """Whether a name is the first part of a hyphened word: "*Iran*-backed"."""
    tokens, end = page.tokens, found.last
    return (
        page.same_sentence(found.first, end + 1)
        and tokens[end].text == "-"
        and tokens[end].start == tokens[end - 1].end
        and tokens[end + 1].start == tokens[end].end
    )


def _speaks(page: Page, head: int, kind: NameKind) -> bool:
    """Whether a seat of government acts ("Washington said", "talks with Damascus") rather than being a place."""
    text = page.text
    token = text.tokens[head]
    for _ in range(4):
        if token.dep not in {"conj", "appos"}:
            break
        token = text.tokens[token.head]
    if token.dep == "pobj":
        above = text.tokens[token.head].lemma
        return above not in INSIDE if kind is NameKind.SEAT else above in METONYM_PREPOSITIONS
    if kind is NameKind.SEAT:
        return True
    if page.same_sentence(head - 1, head) and text.tokens[head - 1].text.lower() in page.words["dates"]:
        return False
    verb = text.tokens[token.head]
    if token.dep in METONYM_LABELS:
        described = token.dep == "nsubj" and verb.lemma == "be" and _place_is(page, verb.i)
        return not described and not _is_dateline(page, head)
    return token.dep in {"dobj", "dative"} and verb.lemma in page.words["verbs_to_governments"]


def _suffers(page: Page, head: int) -> bool:
    """Whether a city is what something is done to ("shelled *Port Lune*"), not where it is done."""
    token = page.tokens[head]
    verb = page.tokens[token.head]
    return token.dep in {"dobj", "nsubjpass"} and verb.lemma in page.words["verbs_to_places"]


def _is_visited(page: Page, head: int) -> bool:
    """Whether a city is where somebody goes to meet those who govern there ("arrived in *Port Lune*")."""
    token = page.tokens[head]
    above = page.tokens[token.head]
    if token.dep == "dobj":
        return above.lemma in {"visit", "tour"}
    if token.dep != "pobj" or above.lemma not in {"in", "to", "at", "for"}:
        return False
    return page.tokens[above.head].lemma in page.words["visits"]


def _place_is(page: Page, copula: int) -> bool:
    """Whether "be" is the verb of a description ("the capital *is* a ruin"), not an auxiliary or "is ready to talk"."""
    below = [page.tokens[index] for index in page.text.children[copula]]
    return not any(token.dep in {"acomp", "xcomp", "ccomp"} and token.pos == "ADJ" for token in below)


def _is_dateline(page: Page, index: int) -> bool:
    """Whether a place opens a report: "CAIRO (AP) -", "Washington, Feb 3 -"."""
    tokens = page.tokens
    first = page.text.sentences[tokens[index].sentence].first
    if index - first > 2 or not page.same_sentence(index, index + 1):
        return False
    return tokens[index + 1].text in {"(", "-", "--", "–", "—", ","}


def _names(page: Page, claims: Claims) -> Iterator[Mention]:
    """Surnames of persons known or named before, and proper names no table has."""
    capitals = [token.i for token in page.tokens if token.text[0].isupper() and token.i not in claims.by_token]
    runs = _runs(page, capitals)
    for first, last in runs:
        if last - first > 1 and not page.at.get(first) and _is_unknown(page, first, last):
            written = page.written(first, last)
            page.remember_last(first, written, _unknown(page, first, last))
    covered = {index for first, last in runs for index in range(first, last)}
    runs += _runs(page, [i for i in capitals if i not in covered and fold(page.tokens[i].text) in page.known])
    for first, last in runs:
        mention = _name(page, first, last)
        if mention is not None:
            yield mention


def _runs(page: Page, capitals: list[int]) -> list[tuple[int, int]]:
    """Runs of proper nouns that begin at one of some unclaimed tokens with a capital."""
    free, end, runs = set(capitals), 0, []
    for index in capitals:
        if index >= end:
            end = _run(page, free, index)
            if end > index:
                runs.append((index, end))
    return runs


def _run(page: Page, free: set[int], start: int) -> int:
    """End of a run of unclaimed proper nouns, or the start itself if there is none."""
    found, token = page.at.get(start), page.tokens[start]
    if token.text.lower() in page.words["dates"] and fold(token.text) not in page.known:
        return start
    if found is not None and found.names[0].kind is NameKind.SURNAME:
        return found.last
    if found is not None and is_owner(found) and _names_somebody(page, found):
        return found.last
    if found is not None and (is_owner(found) or found.of(NameKind.PERSON)):
        return start
    if token.tag not in {"NNP", "NNPS"}:
        mistagged = token.tag in {"NN", "NNS", "JJ"} and token.dep in ARGUMENTS and fold(token.text) in page.known
        return start + 1 if mistagged else start
    end = run_of_names(page, start)
    claimed = (index for index in range(start, end) if index not in free and page.tokens[index].text[0].isupper())
    return next(claimed, end)


def _name(page: Page, first: int, last: int) -> Mention | None:
    head = head_of(page.text, first, last)
    adjectival = _modifies(page, head)
    written = page.written(first, last)
    lone = last - first == 1
    if lone and written.lower() in page.words["not_names"] and fold(written) not in page.known:
        return None
    ref = (
        known_person(page, first, last)
        if last - first == 1 or page.at.get(first)
        else named_before(page, first, written)
    )
    if ref is None and last - first > 1:
        ref = _same_full_name(page, first, last)
    if ref is not None:
        basis = MentionBasis.UNKNOWN_NAME if ref.kind is ActorKind.UNKNOWN else MentionBasis.NAME
        return Mention(
            first=first, last=last, head=head, actors=(ref,), basis=basis, inferred=ref.inferred, adjectival=adjectival
        )
    if not _is_unknown(page, first, last):
        return None
    return Mention(
        first=first, last=last, head=head, actors=(_unknown(page, first, last),), basis=MentionBasis.UNKNOWN_NAME
    )


def _same_full_name(page: Page, first: int, last: int) -> ActorRef | None:
    """The person named in full before with a title ("General Ada Lund" ... "Ada Lund")."""
    written = page.written(first, last)
    found = named_before(page, first, page.tokens[last - 1].text)
    return found if found is not None and found.name == written else None


def _unknown(page: Page, first: int, last: int) -> ActorRef:
    written = page.written(first, last)
    return ActorRef(id=f"name:{folded_slug(written)}", name=written, kind=ActorKind.UNKNOWN)


def _is_unknown(page: Page, first: int, last: int) -> bool:
    """Whether a run of proper nouns is worth a mention: in the place of an actor, and no word of a headline."""
    text, head = page.text, head_of(page.text, first, last)
    token = text.tokens[head]
    if token.sentence in page.headlines or len(page.written(first, last)) < 3 or token.dep not in ARGUMENTS:
        return False
    word = text.tokens[first].text.lower()
    if word in page.words["not_names"] or (last - first == 1 and word in page.words["also_us_states"]):
        return False
    if _follows_country(page, first, last) or _names_institution(page, first, last):
        return False
    if token.dep == "pobj" and text.tokens[token.head].lemma in PLACE_PREPOSITIONS:
        return False
    if token.dep == "pobj" and last - first < 3 and _inside_name(page, head):
        return False
    if last - first < 2 and (token.dep == "ROOT" or token.text.lower() in page.words["institutions"]):
        return False
    if last - first == 1 and begins_sentence(text, first) and token.dep not in {"nsubj", "nsubjpass", "poss"}:
        return False
    return not _place_follows(page, last)


def _inside_name(page: Page, head: int) -> bool:
    """Whether an "of" phrase is the end of a longer name no table has: "University of *Velm*"."""
    tokens = page.tokens
    above = tokens[tokens[head].head]
    return above.text == "of" and tokens[above.head].tag in {"NNP", "NNPS"} and above.head == above.i - 1


def _names_institution(page: Page, first: int, last: int) -> bool:
    """Whether a lone word is the beginning of a longer name: "*University* of Velm"."""
    tokens = page.tokens
    lone = last - first == 1 and page.same_sentence(first, last) and tokens[last].text == "of"
    return lone and tokens[first].text.lower() in page.words["institutions"]


def _follows_country(page: Page, first: int, last: int) -> bool:
    """Whether a lone capitalised word completes a country's name to something no table has: "the Velmora *Post*"."""
    before = page.at.get(first - 1) if page.same_sentence(first - 1, first) else None
    return last - first == 1 and is_owner(before) and page.tokens[first - 1].dep in MODIFIERS


def _place_follows(page: Page, last: int) -> bool:
    """Whether a state or region follows behind a comma: "Jersey City, New Jersey"."""
    tokens = page.tokens
    if not page.same_sentence(last - 1, last + 1) or tokens[last].text != ",":
        return False
    after = page.at.get(last + 1)
    return after is not None and after.names[0].kind in {NameKind.STATE, NameKind.REGION} and after.first == last + 1
