"""Persons named by part of their name: after the full name in the same text, or known to every reader that day."""

from __future__ import annotations

from collections.abc import Collection

from dragoman.directory import NameKind
from dragoman.model.actors import ActorRef
from dragoman.resolve.matcher import fold
from dragoman.resolve.page import Page
from dragoman.resolve.roles import by_surname, person_ref

FEMALE = frozenset(
    {"mrs.", "mrs", "ms.", "ms", "miss", "madame", "madam", "lady", "queen", "princess", "frau", "señora"}
)
MALE = frozenset({"mr.", "mr", "messrs.", "sir", "lord", "king", "prince", "herr", "monsieur", "señor"})
SUBJECT_LIKE = frozenset({"nsubj", "nsubjpass", "poss", "agent"})


def gender_of_title(word: str) -> str | None:
    """``m`` or ``f`` if a title says so."""
    low = word.lower()
    return "f" if low in FEMALE else "m" if low in MALE else None


def named_before(
    page: Page, index: int, written: str, gender: str | None = None, owners: Collection[str] = ()
) -> ActorRef | None:
    """The person of this text that a part of a name means: the nearest before, else the first after."""
    found = page.known.get(fold(written), [])
    found = [(at, ref) for at, ref in found if gender is None or ref.gender in {gender, None}]
    if owners:
        found = [(at, ref) for at, ref in found if ref.country in owners or ref.country is None]
    if not found:
        return None
    before = [pair for pair in found if pair[0] <= index]
    return max(before, key=lambda pair: pair[0])[1] if before else min(found, key=lambda pair: pair[0])[1]


def known_person(
    page: Page,
    first: int,
    last: int,
    *,
    owners: Collection[str] = (),
    office: str = "",
    gender: str | None = None,
    titled: bool = False,
) -> ActorRef | None:
    """The person that a surname in tokens ``first`` to ``last`` means, or ``None``."""
    written = page.written(first, last)
    if written.lower() in page.words["dates"] and not titled and page.tokens[last - 1].dep not in SUBJECT_LIKE:
        return None
    ref = named_before(page, first, written, gender, owners)
    if ref is not None:
        return ref
    found = page.at.get(first)
    if found is None or not found.of(NameKind.SURNAME):
        return None
    if not titled and (written.lower() in page.words["dates"] or (not owners and not _safe_alone(page, first, last))):
        return None
    actor = by_surname(
        page.matcher,
        written,
        page.day,
        owners=owners,
        office=office,
        gender=gender,
        titled=titled,
        countries=page.countries,
    )
    if actor is None:
        return None
    return person_ref(actor, page.matcher.directory, page.day, inferred=not titled, owners=tuple(owners))


def _safe_alone(page: Page, first: int, last: int) -> bool:
    """Whether a surname without introduction is one: capitals that tell something, or the place of a subject."""
    token = page.tokens[last - 1]
    if token.tag not in {"NNP", "NNPS"} and token.sentence not in page.headlines:
        return False
    if first == page.text.sentences[token.sentence].first or token.sentence in page.headlines:
        return token.dep in SUBJECT_LIKE or page.is_possessive(last)
    return True
