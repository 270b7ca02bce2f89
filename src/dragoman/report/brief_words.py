"""The sentences of a brief as templates, and all words that are the tool's own.

A template has neither names nor numbers of its own: all of these come from rows, and ``brief_check`` takes every other
word of a sentence for a name. Words of a report stand in curly quotation marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from dragoman.model.facts import Answer, ConditionKind, Direction, Factuality, ProposalStatus, Stance
from dragoman.relations.conditions import LoopKind
from dragoman.report.readout_terms import JOINTS

TEMPLATES: Mapping[str, str] = {
    "stand": "{who} {stands} {what}{told} ({day}).",
    "ascribed": "As told by {by}: {who} {stands} {what}{told} ({day}).",
    "change": "{who} moved: {was} {before} ({day}), then {now} {after} ({later}).",
    "proposal": "The proposal {name}{sponsors} is told as {status}{day}{answers}.",
    "another": "{who} gave another answer to the proposal {name}: {was} ({day}), then {now} ({later}).",
    "replied": "{who} {answer} ({day}): the proposal {name}.",
    "loop": "{kind}: {turns}.",
    "pair": "{first} and {second}: {events} ({mentions}) from {start} to {end}, mean {mean}{thin}.",
    "empty pair": "{first} and {second}: {events}, too few for a mean.",
    "extreme": "{which} mean among {pairs} with enough events is that of {first} and {second}: {mean} ({n}).",
    "shift": "{first} and {second}: mean {before} before, {after} since.",
    "shift new": "{first} and {second}: mean {after} since, no events before.",
    "assessment": "{what}: said by {by} to be {direction} ({day}).",
    "claim": "{told} by {by}: {words} ({day}).",
    "unmarked": "{told} in the report, which names nobody for it: {words} ({day}).",
    "figure": "{measure}: {words}, according to {by}{told} ({day}).",
    "unanswered": "On the proposal {name} the reports have no answer of {who}.",
    "undated": "{facts} on this carry no date of their own, the first: {words}.",
    "unread": "{documents} could not be read.",
}
STANDS = {
    Stance.SUPPORTS: "is for",
    Stance.OPPOSES: "is against",
    Stance.SEEKS: "wants",
    Stance.DEMANDS: "demands",
    Stance.OFFERS: "offers",
    Stance.OPEN_TO: "does not rule out",
    Stance.CONDITIONAL: "puts a condition on",
    Stance.UNDECIDED: "has not decided on",
}
STAND = {
    Stance.SUPPORTS: "are for",
    Stance.OPPOSES: "are against",
    Stance.SEEKS: "want",
    Stance.DEMANDS: "demand",
    Stance.OFFERS: "offer",
    Stance.OPEN_TO: "do not rule out",
    Stance.CONDITIONAL: "put a condition on",
    Stance.UNDECIDED: "have not decided on",
}
"""The same of several."""
ANSWERED = {
    Answer.ACCEPTS: "accepts it",
    Answer.REJECTS: "rejects it",
    Answer.WELCOMES: "welcomes it",
    Answer.UNDECIDED: "has not decided",
    Answer.COUNTER_PROPOSES: "answers with a proposal of its own",
    Answer.VETOES: "vetoes it",
}
TOLD = {
    Factuality.ALLEGED: "Alleged",
    Factuality.DENIED: "Denied",
}
OPEN = {
    Factuality.ALLEGED: ", alleged",
    Factuality.DENIED: ", denied",
    Factuality.NEGATED: ", told as not so",
    Factuality.HYPOTHETICAL: ", told as possible",
}
DIRECTIONS = {
    Direction.WORSE: "getting worse",
    Direction.BETTER: "getting better",
    Direction.LOWEST: "at its lowest",
    Direction.HIGHEST: "at its highest",
    Direction.UNCHANGED: "as it was",
    Direction.UNCERTAIN: "uncertain",
}
LOOPS = {
    LoopKind.DEADLOCK: "Deadlock, each step waits for the other",
    LoopKind.EXCHANGE: "Exchange, each step in return for the other",
    LoopKind.WAY_ROUND: "Loop, but another way is named",
}
NOUNS = {
    "event": "events", "mention": "mentions", "fact": "facts", "report": "reports", "pair": "pairs",
    "document": "documents",
}  # fmt: skip
MEASURES = {
    "killed": "killed", "injured": "injured", "killed_or_injured": "killed or injured", "missing": "missing",
    "displaced": "displaced", "refugees": "refugees", "hostages": "hostages", "prisoners": "prisoners",
    "released": "released", "troops": "troops", "aid": "aid", "money": "money", "people_in_need": "people in need",
    "weapons": "weapons", "other": "another count",
}  # fmt: skip
SMALL: tuple[str, ...] = (
    "and", "or", "as long as", "all of", "any of", "from", "as the report has it", "of", "the report", "the outlet",
    "condition of", "a condition that the report gives to nobody", "undated", "in", "as told by", "an unnamed source",
    "unnamed", "on the Goldstein scale", "thin: fewer events than a mean needs", "lowest", "highest", "n", "to",
    "set by", "told by", "with", "last", "date of the report unknown", "itself",
)  # fmt: skip
"""What is put into templates besides rows."""
TABLES = (STANDS, STAND, ANSWERED, TOLD, OPEN, DIRECTIONS, LOOPS, MEASURES)
WORD = re.compile(r"[^\W\d_]+")
MARKS = str.maketrans({"“": "‘", "”": "’", "„": "‘", "«": "‘", "»": "’", '"': "'"})
"""Double marks of a report inside ours, where they would end the quotation."""

JOINERS = "\u200c\u200d"
"""Unseen, but part of how Persian and the scripts of India are spelled."""


def own_words() -> frozenset[str]:
    """All words that templates and their fixed parts are made of, as they are written there."""
    fixed = (
        *(re.sub(r"\{[^}]*\}", " ", text) for text in TEMPLATES.values()),
        *(text for table in TABLES for text in table.values()),
        *NOUNS, *NOUNS.values(), *map(str, ProposalStatus), *(JOINTS[kind] for kind in ConditionKind), *SMALL,
    )  # fmt: skip
    return frozenset(word for text in fixed for word in WORD.findall(text))


def say(template: str, **parts: str) -> str:
    """A template with its parts, beginning with a capital."""
    text = TEMPLATES[template].format(**parts)
    return text[:1].upper() + text[1:] if text[:1].isascii() else text


def clean(text: str) -> str:
    """One line, without characters that can't be seen: those could hide words or turn their direction."""
    shown = "".join(" " if char.isspace() else char for char in text if _is_shown(char))
    return " ".join(shown.split())


def _is_shown(char: str) -> bool:
    return char in JOINERS or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def name(text: str) -> str:
    """A name as it stands in a sentence: without marks that would open a quotation."""
    return clean(text).translate(MARKS)


def quoted(text: str) -> str:
    """Words of a report."""
    return f"“{clean(text).translate(MARKS)}”"
