"""What a proposal says: its terms and phases, as the text has them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from dragoman.extract.arguments import Scene
from dragoman.extract.attribution import span_of
from dragoman.extract.goals import noun_members
from dragoman.extract.holders import same_party
from dragoman.extract.issues import noun_issue
from dragoman.extract.tabled import Tabled
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Phrase
from dragoman.model.text import AnnotatedText
from dragoman.syntax import child, dependents, is_verbal, prepositions, subtree, with_conjuncts

ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "final", "last", "initial", "next"})
STAGES = frozenset({"phase", "stage", "step", "part"})
NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "2": 2, "3": 3, "4": 4, "5": 5, "6": 6,
}  # fmt: skip
EMPTY = frozenset(
    {"be", "have", "go", "fail", "need", "take", "begin", "start", "come", "enter", "last", "remain", "expire"}
)
"""Verbs that say of a proposal what becomes of it, not what it holds."""
MAX_TERMS = 20


def phases_of(scene: Scene, one: Tabled) -> int | None:
    """Number of phases the text speaks of ("three-phase plan", "a plan in two stages")."""
    text = scene.text
    for mention in one.mentions:
        for index in (*subtree(text, mention), *_outlined(text, mention)):
            token = text.tokens[index]
            word, _, rest = token.text.lower().partition("-")
            if word in NUMBERS and (rest in STAGES or _counts_stages(text, index)):
                return NUMBERS[word]
    return None


def _outlined(text: AnnotatedText, mention: int) -> list[int]:
    """Words of what a proposal outlines ("the proposal outlines a *three-phase* plan")."""
    verb = text.tokens[mention].head
    if text.tokens[mention].dep != "nsubj" or not is_verbal(text.tokens[verb]):
        return []
    return [i for below in dependents(text, verb, "dobj") for i in subtree(text, below)]


def _counts_stages(text: AnnotatedText, index: int) -> bool:
    near = text.tokens[index + 1 : index + 3]
    return any(token.lemma in STAGES for token in near)


def find_terms(scene: Scene, book: Codebook, one: Tabled) -> list[Phrase]:
    """Terms in text order, none inside another."""
    found: list[tuple[int, int]] = []
    for mention in one.mentions:
        if _is_anothers_reading(scene, mention, one):
            continue
        for first, last in _ranges(scene, book, mention):
            if first < last and not any(a <= first and last <= b for a, b in found):
                found = [(a, b) for a, b in found if not (first <= a and b <= last)]
                found.append((first, last))
    found += [r for r in _staged(scene, one) if r not in found]
    if one.rule == "signed":
        found += [r for r in _agreed(scene, one) if not any(a <= r[0] < b for a, b in found)]
    text = scene.text
    return [
        Phrase(text=text.document.text[span.start : span.end], spans=(span,))
        for first, last in sorted(found)[:MAX_TERMS]
        for span in [span_of(text, first, _with_quote(text, first, last))]
    ]


def _with_quote(text: AnnotatedText, first: int, last: int) -> int:
    """The end of a term with the mark that closes a quotation begun in it."""
    marks = sum(token.text in {'"', "“", "”"} for token in text.tokens[first:last])
    closes = last < len(text.tokens) and text.tokens[last].text in {'"', "”"}
    return last + 1 if marks % 2 and closes else last


def _is_anothers_reading(scene: Scene, mention: int, one: Tabled) -> bool:
    """Whether somebody else says what a proposal would do; that is their reading, not its terms."""
    voices = [v for v in scene.voices if any(first <= mention < last for first, last in v.content)]
    speakers = [speaker.actor for voice in voices for speaker in voice.speakers]
    return bool(speakers) and not any(same_party(s, sponsor.actor) for s in speakers for sponsor in one.sponsors)


def _ranges(scene: Scene, book: Codebook, mention: int) -> Iterator[tuple[int, int]]:
    """Token ranges of the terms said at one mention."""
    text = scene.text
    token = text.tokens[mention]
    above = text.tokens[token.head]
    if token.dep == "nsubj" and is_verbal(above):
        yield from _held(scene, book, above.i)
    for clause in dependents(text, mention, "relcl", "acl"):
        under = [i for i in dependents(text, clause, "prep") if text.tokens[i].lemma == "under"]
        if under and any(text.tokens[i].lemma == "which" for i in text.children[under[0]]):
            yield _clause(text, clause, skip=under[0])
        elif text.tokens[clause].dep == "relcl" and _has_relative_subject(text, clause):
            yield from _held(scene, book, clause)
    if token.dep == "pobj" and above.lemma in {"under", "per"} and is_verbal(text.tokens[above.head]):
        yield _clause(text, above.head, skip=above.i)


def _held(scene: Scene, book: Codebook, verb: int) -> Iterator[tuple[int, int]]:
    """What a proposal includes, calls for, or would do."""
    text = scene.text
    token = text.tokens[verb]
    if child(text, verb, "neg") is not None:
        return
    modal = any(text.tokens[i].text.lower() in {"would", "will"} for i in dependents(text, verb, "aux"))
    if token.lemma in book.words["holding_verbs"]:
        heads = dependents(text, verb, "dobj", "ccomp", "xcomp")
        heads += [inner for prep, inner in prepositions(text, verb) if prep in {"for", "on", "of"}]
        for head in heads:
            for member in noun_members(text, head):
                yield _phrase_range(scene, book, member)
    elif modal and token.lemma not in EMPTY:
        left_out = {i for b in dependents(text, verb, "advcl", "parataxis") if b > verb for i in subtree(text, b)}
        left_out = left_out if any(text.tokens[i - 1].text == "," for i in left_out) else set()
        own = [i for i in subtree(text, verb) if i not in left_out]
        last = next((i for i in range(verb, own[-1] + 1) if i in left_out), own[-1] + 1)
        starts = [verb, *(i for i in with_conjuncts(text, verb) if verb < i < last and is_verbal(text.tokens[i]))]
        for start, end in pairwise([*starts, last]):
            yield start, _trimmed(text, start, end)


def _has_relative_subject(text: AnnotatedText, clause: int) -> bool:
    subject = child(text, clause, "nsubj")
    return subject is not None and text.tokens[subject].lemma in {"that", "which"}


def _phrase_range(scene: Scene, book: Codebook, head: int) -> tuple[int, int]:
    text = scene.text
    if is_verbal(text.tokens[head]):
        own = [i for i in subtree(text, head) if not _in_conjunct(text, head, i)]
        return own[0], _trimmed(text, own[0], own[-1] + 1)
    issue = noun_issue(scene, book, head, stop=[m for m in noun_members(text, head) if m != head])
    if issue is None:
        return head, head
    first = min(i for i in (head, *issue.tokens, *dependents(text, head, "det")))
    last = first
    kept = set(issue.tokens) | {head, *dependents(text, head, "det", "predet")}
    while last in kept:
        last += 1
    return first, _trimmed(text, first, max(last, head + 1))


def _in_conjunct(text: AnnotatedText, head: int, index: int) -> bool:
    conjuncts = set(dependents(text, head, "conj"))
    current = index
    for _ in range(12):
        if current in conjuncts:
            return True
        if current == head or text.tokens[current].head == current:
            return False
        current = text.tokens[current].head
    return False


def _clause(text: AnnotatedText, verb: int, skip: int) -> tuple[int, int]:
    """A clause without the words "under the plan" in front of it."""
    left_out = set(subtree(text, skip))
    own = [i for i in subtree(text, verb) if i not in left_out and text.tokens[i].pos != "PUNCT"]
    ordered = [i for i in own if i > max(left_out)] if max(left_out) < verb else own
    if not ordered:
        return verb, verb
    return ordered[0], _trimmed(text, ordered[0], ordered[-1] + 1)


def _staged(scene: Scene, one: Tabled) -> Iterator[tuple[int, int]]:
    """Sentences that tell the phases one by one: "In the first phase, ..." after a proposal was introduced."""
    text = scene.text
    for mentioned in sorted({text.tokens[i].sentence for i in one.mentions}):
        found = []
        for sentence in text.sentences[mentioned + 1 :]:
            start = _after_stage(text, sentence.first, sentence.last)
            if start is None:
                break
            found.append((start, _trimmed(text, start, sentence.last)))
        if found:
            yield from found
            return


def _agreed(scene: Scene, one: Tabled) -> Iterator[tuple[int, int]]:
    """What the parties will do, told right after an agreement was signed."""
    text = scene.text
    start = text.tokens[one.first].sentence
    for sentence in text.sentences[start + 1 : start + 3]:
        for index in range(sentence.first, sentence.last):
            token = text.tokens[index]
            if token.dep != "aux" or token.text.lower() != "will":
                continue
            verb = token.head
            subject = child(text, verb, "nsubj")
            if subject is None or subject not in scene.by_token or text.tokens[verb].dep in {"relcl", "advcl"}:
                continue
            own = [i for i in subtree(text, verb) if not _in_conjunct(text, verb, i)]
            last = own[0]
            while last in own and text.tokens[last].text != ",":
                last += 1
            yield own[0], _trimmed(text, own[0], last)


def _after_stage(text: AnnotatedText, first: int, last: int) -> int | None:
    """Where a sentence goes on after "In the second (phase)," or "In phase one", or ``None``."""
    words = [token.lemma for token in text.tokens[first : min(first + 6, last)]]
    if not words or words[0] not in {"in", "during", "the", "under"}:
        return None
    for offset, word in enumerate(words):
        if word == "," and offset > 1:
            named = set(words[:offset])
            return first + offset + 1 if named & ORDINALS and (named & STAGES or offset <= 3) else None
        if word in STAGES and offset + 1 < len(words) and words[0] in {"in", "during"}:
            behind = words[offset + 1] in NUMBERS or words[offset + 1] == "one"
            if words[offset + 1 + behind : offset + 2 + behind] != [","] and (behind or set(words[:offset]) & ORDINALS):
                return first + offset + 1 + behind
    return None


def _trimmed(text: AnnotatedText, first: int, last: int) -> int:
    while last > first and text.tokens[last - 1].pos in {"PUNCT", "SPACE", "CCONJ"}:
        last -= 1
    return last
