"""Title and name: "Qatari Prime Minister Sheikh Mohammed ...", "Mr. Putin", "the foreign minister, Ada Lund"."""

from __future__ import annotations

from dataclasses import replace

from dragoman.directory import NameKind
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.text import Mention, MentionBasis
from dragoman.resolve.matcher import Spotted
from dragoman.resolve.nouns import Noun
from dragoman.resolve.page import Page, folded_slug, head_of, person
from dragoman.resolve.phrases import Owners, is_owner
from dragoman.resolve.surnames import known_person

MIN_NAME_WORDS = 2
"""Words an unknown name behind a comma must have to be an apposition; single ones were mostly places."""


def named(page: Page, noun: Noun, left: Owners) -> Mention | None:
    """Title and name: "Qatari Prime Minister Sheikh Mohammed ...", "Mr. Putin", "rebel commander Ada Lund"."""
    first = noun.first if left.apart else min(left.first, noun.first)
    end = noun.last
    if not page.same_sentence(noun.last - 1, end):
        return None
    found = page.starting(end)
    if found is not None and found.names[0].kind is NameKind.PERSON:
        return _known_name(page, first, found, left) if _belongs(page, noun, found) else None
    if found is not None and found.of(NameKind.SURNAME) and (not is_owner(found) or noun.honorific):
        return _surname(page, noun, found, first, left)
    if found is None:
        run = run_of_names(page, end)
        if run > end and (
            noun.honorific or page.tokens[run - 1].dep != "nsubj" or page.tokens[end - 1].dep == "compound"
        ):
            return _stranger(page, noun, first, end, run, left)
    return _behind_comma(page, noun, first, end, left) if not noun.honorific else None


def _belongs(page: Page, noun: Noun, found: Spotted) -> bool:
    """False where the name begins a clause of its own: "the aide *Mubarak* picked", "troops *Putin* sent"."""
    token, title = page.tokens[found.last - 1], page.tokens[noun.last - 1]
    if title.text[0].isupper() or noun.honorific:
        return True
    linked = found.first <= title.head < found.last
    clause = token.dep in {"nsubj", "nsubjpass"} and page.tokens[token.head].dep in {"relcl", "acl", "ccomp"}
    return linked or not (clause or noun.plural)


def _known_name(page: Page, first: int, found: Spotted, left: Owners) -> Mention:
    last, behind = country_behind(page, found)
    ref = person(page, found, tuple(held.key for held in left.found if not left.apart) or behind)
    ref = _with_owner(ref, left)
    return Mention(first=first, last=last, head=head_of(page.text, first, last), actors=(ref,), basis=MentionBasis.NAME)


def country_behind(page: Page, found: Spotted) -> tuple[int, tuple[str, ...]]:
    """End of a person's name with his country behind it ("King Abdullah *of Jordan*"), and that country's id."""
    after = found.last
    if not page.same_sentence(found.first, after + 1) or page.tokens[after].text != "of":
        return after, ()
    place = page.starting(after + 1) or page.starting(after + 2)
    if place is None or place.names[0].kind is not NameKind.STATE or not page.same_sentence(after, place.first):
        return after, ()
    country = place.names[0].actor
    people = [page.matcher.directory.actors[name.actor] for name in found.of(NameKind.PERSON)]
    if not any(role.affiliation == country for someone in people for role in someone.roles):
        return after, ()
    return place.last, (country,)


def _with_owner(ref: ActorRef, left: Owners) -> ActorRef:
    """A person with the country the text gives, where the tables give none."""
    if left.found and ref.country is None and ref.affiliation is None and not left.stance:
        return replace(ref, country=left.found[-1].country, affiliation=left.found[-1].affiliation)
    return ref


def _surname(page: Page, noun: Noun, found: Spotted, first: int, left: Owners) -> Mention | None:
    run = run_of_names(page, found.last) if page.same_sentence(first, found.last) else found.last
    if run > found.last:
        return _stranger(page, noun, first, found.first, run, left)
    keys = [key for held in left.found for key in (held.key, held.country) if key and not left.apart]
    ref = known_person(
        page, found.first, found.last, owners=keys, office=noun.agent.office, gender=noun.gender, titled=True
    )
    if ref is None:
        return _stranger(page, noun, first, found.first, found.last, left)
    if not _belongs(page, noun, found):
        return None
    page.remember(found.first, ref.name, ref)
    head = head_of(page.text, first, found.last)
    return Mention(first=first, last=found.last, head=head, actors=(ref,), basis=MentionBasis.NAME)


def _stranger(page: Page, noun: Noun, first: int, begin: int, end: int, left: Owners) -> Mention | None:
    """A person the tables don't know, with the office and country the text gives."""
    if page.tokens[end - 1].tag == "NNPS" and not noun.honorific:
        return None
    if page.tokens[end - 1].text.lower() in page.words["institutions"] and not noun.honorific:
        return None
    written = page.written(begin, end)
    known = known_person(page, begin, end, titled=True) if end == begin + 1 else None
    held = left.found[-1] if left.found and not left.stance else None
    if known is not None and (held is None or held.country == known.country):
        ref = known
    else:
        ref = ActorRef(
            id=f"name:{folded_slug(written)}",
            name=written,
            kind=ActorKind.PERSON,
            country=held.country if held else None,
            sector=("ELI" if left.former or noun.former else noun.sector) or None,
            affiliation=held.affiliation if held else None,
            gender=noun.gender,
        )
        page.remember(begin, written, ref)
    head = head_of(page.text, first, end)
    return Mention(first=first, last=end, head=head, actors=(ref,), basis=MentionBasis.COMPOSED)


def run_of_names(page: Page, start: int) -> int:
    """End of a run of proper nouns that begins at a token and is in no table."""
    tokens, end = page.tokens, start
    while page.same_sentence(start, end):
        token, found = tokens[end], page.at.get(end)
        small = token.text.lower() in page.words["particles"] and token.text[:1].islower() and end > start
        if found is not None and not _may_continue(page, found, end, start):
            break
        if token.text.lower() in page.words["dates"] or not (token.text[0].isupper() or small):
            if not (token.text in {"-"} and end > start and page.same_sentence(end, end + 1) and _glued(page, end)):
                break
        elif token.tag not in {"NNP", "NNPS"} and not small and found is None:
            break
        end += 1
    while end > start and not tokens[end - 1].text[0].isupper():
        end -= 1
    return end


def _may_continue(page: Page, found: Spotted, index: int, start: int) -> bool:
    """Whether a spotted name can be the last part of an unknown person's name."""
    if index != found.first:
        return True
    if index == start:
        lone = found.last - found.first == 1 and page.tokens[index].tag == "NNP"
        return lone and found.names[0].kind is NameKind.AGENT and page.at.get(index + 1) is None
    return found.names[0].kind is NameKind.SURNAME


def _glued(page: Page, index: int) -> bool:
    tokens = page.tokens
    return tokens[index - 1].end == tokens[index].start and tokens[index].end == tokens[index + 1].start


def _behind_comma(page: Page, noun: Noun, first: int, comma: int, left: Owners) -> Mention | None:
    """An apposition: "the foreign minister, Ivan Petrov,"."""
    tokens = page.tokens
    if noun.plural or noun.honorific or not page.same_sentence(first, comma + 1) or tokens[comma].text != ",":
        return None
    found = page.starting(comma + 1)
    if found is not None and found.names[0].kind is NameKind.HONORIFIC:
        found = page.starting(found.last)
    begin = comma + 1
    if found is not None and found.names[0].kind is NameKind.PERSON:
        ref = person(page, found)
        owned = {held.country for held in left.found}
        fits = not owned or ref.country in owned
        if not fits or not closes(page, found.last):
            return None
        head = head_of(page.text, first, noun.last)
        return Mention(first=first, last=found.last, head=head, actors=(ref,), basis=MentionBasis.NAME)
    if found is not None:
        return None
    run = run_of_names(page, begin)
    appositive = any(tokens[i].dep == "appos" and first <= tokens[i].head < noun.last for i in range(begin, run))
    if run - begin < MIN_NAME_WORDS or not appositive or not closes(page, run):
        return None
    return _stranger(page, noun, first, begin, run, left)


def closes(page: Page, end: int) -> bool:
    """Whether an apposition ends here: by a comma, a full stop or a verb, not by "and"."""
    if not page.same_sentence(end - 1, end):
        return True
    token = page.tokens[end]
    return token.text in {",", ".", ";", ")"} or token.pos in {"VERB", "AUX"} or token.tag == "POS"


def named_behind(page: Page, noun: Noun, left: Owners, right: Owners) -> Mention | None:
    """Name behind office and country: "the president of Ukraine, Volodymyr Zelenskyy"."""
    end = right.last
    first = min(left.first, noun.first)
    both = replace(right, former=left.former)
    comma = page.same_sentence(first, end) and page.tokens[end].text == ","
    if comma:
        return _behind_comma(page, replace(noun), first, end, both)
    found = page.starting(end) if page.same_sentence(first, end) else None
    if found is None or not found.of(NameKind.PERSON) or not _belongs(page, noun, found):
        return None
    return _known_name(page, first, found, both)
