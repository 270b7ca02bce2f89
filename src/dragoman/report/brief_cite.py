"""Footnotes of a brief from facts, and the words of a fact as its sentence has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dragoman.model.actors import ActorRef
from dragoman.model.facts import Fact, FactDate, Factuality, Phrase
from dragoman.model.text import DateBasis, Document, Span
from dragoman.report.brief import COUNTED, Footnote
from dragoman.report.brief_check import has_run, runs_of, tokens_of
from dragoman.report.brief_words import OPEN, clean, name, quoted
from dragoman.report.words import according_to, day
from dragoman.store.types import SHORT_ID

MOST_REFS = 40
"""References that a footnote lists; with more, it says how many."""
LONGEST = 220
"""Characters of a quotation in a sentence; the footnote has all."""
NO_OUTLET = "outlet not known"
NO_DAY = "date of the report unknown"
UNDATED = "undated"


def words_at(document: Document, span: Span) -> str:
    """Words of a report in one line."""
    return clean(document.text[span.start : span.end])


def footnote(fact: Fact, document: Document, says: Iterable[str] = (), span: Span | None = None) -> Footnote:
    """The sentence of a fact, or another one of the same report."""
    place = span if span is not None and span.document_id == document.id else fact.evidence[0]
    return Footnote(
        outlet=clean(document.publisher or "") or NO_OUTLET,
        date=day(document.published) if document.published else NO_DAY,
        sentence=words_at(document, place) or "(no words)",
        fact=fact.id,
        url=document.url,
        title=clean(document.title),
        says=tuple(dict.fromkeys(filter(None, says))),
    )


def with_names(note: Footnote, names: Iterable[str], fact: Fact, document: Document) -> Footnote:
    """The note with whom it stands for, of the names that its own sentence does not have."""
    added = []
    for each in dict.fromkeys(map(name, names)):
        if each and not stands_in(each, note.sentence):
            added.append(_identified(each, fact, document))
    return replace(note, says=tuple(dict.fromkeys((*note.says, *added))))


def stands_in(text: str, sentence: str) -> bool:
    """Whether a name stands in a sentence as it is."""
    words = tokens_of(sentence)
    return all(has_run(words, run) for run in runs_of(text))


ROLES = frozenset({"holder", "speaker", "source", "target", "sponsor", "addressee"})
"""Parts of a fact whose words name an actor."""


def _identified(each: str, fact: Fact, document: Document) -> str:
    """That a name is the tool's reading, with the words that it reads so."""
    written = dict.fromkeys(
        words_at(document, span) for role, span in fact.match.spans if role in ROLES and span.document_id == document.id
    )
    shown = ", ".join(f"“{words}”" for words in written if words)
    return f"{each}: read so from {shown} and the actor tables" if shown else f"{each}: read so from the report"


def date_says(when: FactDate, document: Document, shown: str) -> str:
    """How the day that a sentence tells was found, unless it is that of the report."""
    if not shown or (document.published is not None and shown == document.published.isoformat()):
        return ""
    written = words_at(document, when.evidence) if when.evidence is not None else ""
    how = "as the text says" if when.basis is DateBasis.STATED else "worked out"
    return f"dated {shown}, {how}" + (f" from “{written}”" if written else "")


def day_words(value: str) -> str:
    """A day in a sentence."""
    return value or UNDATED


def counted(number: str, facts: Sequence[str]) -> str:
    """A number that the tool counted, with the references of what it counted."""
    refs = ", ".join(key[:SHORT_ID] for key in facts[:MOST_REFS])
    more = f" and {len(facts) - MOST_REFS:,} more" if len(facts) > MOST_REFS else ""
    return f"{COUNTED}{number}: {refs}{more}"


def wording(phrase: Phrase, document: Document, note: Footnote) -> tuple[str, Footnote]:
    """A phrase in quotation marks, and the note that has it."""
    return quote_in(phrase.text, [words_at(document, span) for span in phrase.spans], note)


def quote_in(text: str, written: Sequence[str], note: Footnote) -> tuple[str, Footnote]:
    """Words in quotation marks: as the tool has them if they stand so in the sentence, else as they are written there.

    Where the sentence has a pronoun for them, or nothing, the note says that they are meant.
    """
    plain = clean(text)
    if plain and plain in note.sentence:
        return quoted(_cut(plain)), note
    inside = [words for words in (each.strip(" ,;:") for each in written) if words and words in note.sentence]
    if inside and (not plain or any(len(words) > PRONOUN for words in inside)):
        return " … ".join(quoted(_cut(words)) for words in inside), note
    if not plain:
        return quoted(_cut(note.sentence)), note
    pronouns = " and ".join(f"“{words}”" for words in inside)
    meant = f"what {pronouns} means here" if inside else "what is meant here"
    shown = quoted(_cut(plain))
    return shown, replace(note, says=tuple(dict.fromkeys((*note.says, f"{shown}: {meant}, as the tool reads it"))))


PRONOUN = 5
"""Letters of the longest word that only points at something ("which", "these")."""


def excerpt(sentence: str) -> str:
    """A sentence in quotation marks, cut if it is long."""
    return quoted(_cut(sentence))


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else words[:LONGEST].rsplit(" ", 1)[0] + " …"


def told(fact: Fact) -> str:
    """How the text presents a stance or a condition where that is not plainly."""
    return OPEN.get(fact.factuality, "")


def voice(fact: Fact, document: Document) -> str:
    """Who says so: whom the report names, else the outlet."""
    return name(according_to(fact)) or name(document.publisher or "") or "the report"


def speakers(fact: Fact) -> list[str]:
    """Names in the chain of who says so."""
    return [link.speaker.name for link in fact.attribution if link.speaker is not None]


def actor_names(actors: Iterable[ActorRef]) -> list[str]:
    """Names of actors, each once."""
    return list(dict.fromkeys(actor.name for actor in actors))


def is_contested(fact: Fact) -> bool:
    """Whether it is only alleged, or denied."""
    return fact.factuality in ALLEGED


ALLEGED = frozenset({Factuality.ALLEGED, Factuality.DENIED})
