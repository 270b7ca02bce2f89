"""Short readable phrases from tokens of a tree: what is kept, turned round or filled in, with the spans as written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.extract.arguments import Scene, mention_at
from dragoman.extract.attribution import span_of
from dragoman.extract.factuality import is_negated
from dragoman.model.actors import ActorKind
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Phrase
from dragoman.model.text import AnnotatedText, MentionBasis, Span
from dragoman.syntax import (
    MAX_CLIMB,
    PASSIVE_SUBJECTS,
    SUBJECTS,
    child,
    dependents,
    is_passive,
    is_verbal,
    objects,
    phrase,
    subtree,
)

FULL_FORM = {"wo": "will", "ca": "can", "sha": "shall", "'ll": "will", "’ll": "will", "'d": "would", "’d": "would"}
EDGES = frozenset({",", ";", ":", "-", "--", "–", "—", ".", "!", "?", "(", ")", "...", "…"})
OPENERS = frozenset({"cc", "mark", "preconj"})
"""Labels of the words that join a clause to what stands before it."""
QUOTES = frozenset('"“”‘’«»') | {"``", "''", "'"}
GAP = re.compile(r" ?, ,| +(?=[,.;:])")
"""Where words were left out between commas, or before one."""
POSSIBLE = {"impossible": "possible", "unthinkable": "thinkable"}
DUTY = frozenset({"must", "should", "shall"})
SUBJECT_LABELS = (*SUBJECTS, *PASSIVE_SUBJECTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some tokens of a sentence and what they come to.

    Attributes:
        head: the token that governs them.
        tokens: in text order.
        reading: empty as they stand; ``affirm`` without their negation, ``without`` with one, ``end`` the end of what
            goes on, ``resume`` the taking up again of what was halted.
        owner: subject that stands elsewhere ("Velmora promised *to reopen*"), or ``None``.
        names: whether "it" is replaced by the party it was taken to stand for.
    """

    head: int
    tokens: tuple[int, ...]
    reading: str = ""
    owner: int | None = None
    names: bool = True


def clause_tokens(text: AnnotatedText, head: int, leave_out: Collection[int] = ()) -> tuple[int, ...]:
    """Tokens of a clause or noun phrase without the subtrees headed by ``leave_out``.

    Coordinated clauses with a subject of their own and reports set beside the clause are left out too.
    """
    found, stack = [], [head]
    while stack:
        current = stack.pop()
        found.append(current)
        for below in text.children[current]:
            token = text.tokens[below]
            if below in leave_out or token.dep == "parataxis" or token.lemma == "accord":
                continue
            if token.dep == "relcl" and _aside(text, below):
                continue
            if token.dep == "conj" and is_verbal(token) and child(text, below, *SUBJECT_LABELS) is not None:
                continue
            stack.append(below)
    return trimmed(text, sorted(found))


def _aside(text: AnnotatedText, clause: int) -> bool:
    """Whether a relative clause is set off by a comma ("Velmora, *which rejected it then*, is ready")."""
    first = min(subtree(text, clause))
    return first > 0 and text.tokens[first - 1].text == ","


def trimmed(text: AnnotatedText, tokens: Iterable[int]) -> tuple[int, ...]:
    """Tokens without punctuation, conjunctions and lone quotation marks at their edges."""
    kept = list(tokens)
    marks = [i for i in kept if text.tokens[i].text in QUOTES]
    if len(marks) % 2:
        kept = [i for i in kept if i not in marks]
    while kept and (text.tokens[kept[0]].text in EDGES or text.tokens[kept[0]].dep in OPENERS):
        kept.pop(0)
    while kept and (text.tokens[kept[-1]].text in EDGES or text.tokens[kept[-1]].dep in {"cc", "preconj"}):
        kept.pop()
    return tuple(kept)


def spans_of(text: AnnotatedText, tokens: Iterable[int]) -> tuple[Span, ...]:
    """Spans of the runs of neighbouring tokens."""
    runs: list[list[int]] = []
    for i in tokens:
        if runs and runs[-1][1] == i:
            runs[-1][1] = i + 1
        else:
            runs.append([i, i + 1])
    return tuple(span_of(text, first, last) for first, last in runs)


def third_person(lemma: str) -> str:
    """Present form of a verb for one other person ("withdraws")."""
    if lemma in {"be", "have", "do"}:
        return {"be": "is", "have": "has", "do": "does"}[lemma]
    if lemma.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{lemma}es"
    if lemma.endswith("y") and lemma[-2:-1] not in tuple("aeiou"):
        return f"{lemma[:-1]}ies"
    return f"{lemma}s"


def is_plural(scene: Scene, noun: int) -> bool:
    """Whether a subject takes the verb form of several."""
    token = scene.text.tokens[noun]
    mention = mention_at(scene, noun)
    if token.tag in {"PRP", "WP", "WDT"} and mention is not None:
        several_in_one = {ActorKind.GROUP, ActorKind.POPULATION}
        return len(mention.actors) > 1 or any(actor.kind in several_in_one for actor in mention.actors)
    several = token.tag in {"NNS", "NNPS"} or token.text.lower() in {"they", "we", "you", "i"}
    return several or child(scene.text, noun, "conj") is not None


def owner_text(scene: Scene, noun: int) -> str:
    """The words for a subject that stands elsewhere: the actor's name for a pronoun, else its noun phrase."""
    tokens = trimmed(scene.text, phrase_tokens(scene.text, noun))
    return joined(scene.text, tokens, _written(scene, tokens))


def phrase_tokens(text: AnnotatedText, noun: int) -> tuple[int, ...]:
    """Tokens of a noun phrase without its clauses and appositions."""
    return trimmed(text, sorted(phrase(text, noun)))


def _written(scene: Scene, tokens: Sequence[int]) -> dict[int, str]:
    """The words of tokens, with a pronoun replaced by its actor's name where the tokens don't name the actor before.

    "It" and "them" as objects stay: they mean things as often as parties.
    """
    text = scene.text
    named: set[str] = set()
    words: dict[int, str] = {}
    for i in tokens:
        token = text.tokens[i]
        words.setdefault(i, FULL_FORM.get(token.text.lower(), token.text))
        if token.tag == "WP$":
            words[i] = _whose(text, i) or token.text
        mention = scene.by_token.get(i)
        if mention is None or len(mention.actors) != 1:
            continue
        actor = mention.actors[0]
        stands = (
            len(tokens) == 1
            or token.dep in SUBJECT_LABELS
            or token.tag == "PRP$"
            or token.text.lower() in {"him", "her"}
        )
        if (
            mention.basis is MentionBasis.COREFERENCE
            and token.tag in {"PRP", "PRP$"}
            and stands
            and actor.id not in named
        ):
            words[i] = f"{actor.name}'s" if token.tag == "PRP$" else actor.name
            if token.text.lower() == "they" and token.dep in SUBJECT_LABELS and not is_plural(scene, i):
                words.update(_singular(text, token.head))
        named.add(actor.id)
    return words


def _whose(text: AnnotatedText, relative: int) -> str:
    """The noun that "whose" stands for, with its 's."""
    current = relative
    for _ in range(MAX_CLIMB):
        token = text.tokens[current]
        if token.dep == "relcl":
            noun = [i for i in phrase_tokens(text, token.head) if text.tokens[i].dep != "det"]
            return joined(text, noun, {i: text.tokens[i].text for i in noun}) + "'s"
        if token.head == current:
            break
        current = token.head
    return ""


def _singular(text: AnnotatedText, verb: int) -> dict[int, str]:
    """The verb forms that change when a plural pronoun gives way to one name ("they achieve")."""
    helpers = dependents(text, verb, "aux", "auxpass")
    first = helpers[0] if helpers else verb
    token = text.tokens[first]
    if token.text.lower() == "were":
        return {first: "was"}
    return {first: third_person(token.lemma)} if token.tag == "VBP" else {}


def joined(text: AnnotatedText, tokens: Sequence[int], words: Mapping[int, str]) -> str:
    """Words of tokens with the blanks of the text between neighbours and one blank elsewhere."""
    out = ""
    for before, i in zip((None, *tokens), tokens, strict=False):
        close = before is not None and before + 1 == i and text.tokens[before].end == text.tokens[i].start
        close = close and (text.tokens[i].text[0] not in "'’" or words[i] == text.tokens[i].text)
        out += words[i] if close or not out or not words[i] else f" {words[i]}"
    return GAP.sub("", " ".join(out.split()))


def render(scene: Scene, book: Codebook, piece: Piece) -> Phrase:
    """The phrase of a piece: what its words come to, and the spans as written."""
    text = scene.text
    if piece.reading == "end":
        words = _end(scene, piece)
    elif piece.reading == "resume":
        words = _resumption(scene, book, piece)
    else:
        written = _written(scene, piece.tokens)
        if not piece.names:
            written.update({i: text.tokens[i].text for i in piece.tokens if text.tokens[i].text.lower() == "it"})
        if piece.reading == "affirm":
            written = _affirmed(scene, book, piece, written)
        elif piece.reading == "without":
            written = _negated(scene, book, piece, written)
        words = joined(text, piece.tokens, written)
        if piece.owner is not None and piece.owner not in piece.tokens:
            words = _with_owner(scene, piece, words)
    return Phrase(text=words, spans=spans_of(text, piece.tokens))


def _subject(scene: Scene, piece: Piece) -> int | None:
    own = child(scene.text, piece.head, *SUBJECT_LABELS)
    return own if own is not None else piece.owner


def _present(scene: Scene, verb: int, subject: int | None) -> str:
    """Present form of a verb that agrees with its subject."""
    lemma = scene.text.tokens[verb].lemma
    if subject is None or not is_plural(scene, subject):
        return third_person(lemma)
    return "are" if lemma == "be" else lemma


def _with_owner(scene: Scene, piece: Piece, words: str) -> str:
    """A clause without subject said of its subject ("to reopen the crossing": "Velmora reopens the crossing")."""
    owner = owner_text(scene, piece.owner) if piece.owner is not None else ""
    token = scene.text.tokens[piece.head]
    rest = words.removeprefix("to ")
    if token.tag == "VBN" and child(scene.text, piece.head, "aux", "auxpass") is None:
        several = piece.owner is not None and is_plural(scene, piece.owner)
        return f"{owner} {'are' if several else 'is'} {rest}"
    if rest.startswith(token.text) and token.tag in {"VB", "VBG", "VBP", "NN"}:
        return f"{owner} {_present(scene, piece.head, piece.owner)}{rest.removeprefix(token.text)}"
    return f"{owner} {rest}"


def _affirmed(scene: Scene, book: Codebook, piece: Piece, words: dict[int, str]) -> dict[int, str]:
    """What would be so without the negation ("will not withdraw": "will withdraw")."""
    text = scene.text
    nearby = {piece.head, *text.children[piece.head]}
    for i in piece.tokens:
        token = text.tokens[i]
        negates = token.dep == "neg" or token.text.lower() in book.words["negators"]
        if negates and token.head in nearby and token.dep in {"neg", "det", "advmod", "preconj", "cc"}:
            words[i] = ""
    for i in dependents(text, piece.head, "acomp", "oprd"):
        words[i] = POSSIBLE.get(text.tokens[i].lemma, words.get(i, ""))
    helper = next((i for i in dependents(text, piece.head, "aux") if text.tokens[i].lemma == "do"), None)
    if helper is not None and helper in words and text.tokens[piece.head].tag == "VB":
        words[helper] = ""
        words[piece.head] = _present(scene, piece.head, _subject(scene, piece))
    return words


def _negated(scene: Scene, book: Codebook, piece: Piece, words: dict[int, str]) -> dict[int, str]:
    """What would be so with a negation ("Kestria pays": "Kestria does not pay")."""
    text = scene.text
    if is_negated(text, book, piece.head):
        return _affirmed(scene, book, piece, words)
    token = text.tokens[piece.head]
    if not is_verbal(token):
        words[piece.tokens[0]] = f"no {words[piece.tokens[0]]}"
        return words
    helpers = [i for i in dependents(text, piece.head, "aux", "auxpass") if i in words]
    first = text.tokens[helpers[0]].text.lower() if helpers else ""
    if first in DUTY or (first == "to" and piece.owner is not None):
        does = "do" if _present(scene, piece.head, _subject(scene, piece)) == token.lemma else "does"
        words[helpers[0]], words[piece.head] = "", f"{does} not {token.lemma}"
    elif first == "to":
        words[helpers[0]] = "not to"
    elif helpers or token.lemma == "be":
        words[helpers[0] if helpers else piece.head] += " not"
    elif token.tag == "VBD":
        words[piece.head] = f"did not {token.lemma}"
    elif token.tag == "VBP":
        words[piece.head] = f"do not {token.lemma}"
    else:
        words[piece.head] = f"does not {token.lemma}"
    return words


def _end(scene: Scene, piece: Piece) -> str:
    """The end of what goes on ("would continue fighting": "stops fighting")."""
    text = scene.text
    words = _written(scene, piece.tokens)
    subject = _subject(scene, piece)
    token = text.tokens[piece.head]
    helpers = set(dependents(text, piece.head, "aux", "neg"))
    before = [i for i in piece.tokens if i < piece.head and i not in helpers]
    after = [i for i in piece.tokens if i > piece.head]
    start = joined(text, before, words)
    if subject is not None and subject not in piece.tokens:
        start = owner_text(scene, subject)
    several = subject is not None and is_plural(scene, subject)
    inner = child(text, piece.head, "xcomp")
    if inner is not None and token.lemma in {"continue", "keep", "go", "carry"}:
        after = [i for i in after if text.tokens[i].dep != "aux" or text.tokens[i].head != inner]
        words[inner] = (
            f"{text.tokens[inner].text.removesuffix('e')}ing" if text.tokens[inner].tag == "VB" else words[inner]
        )
        return f"{start} {'stop' if several else 'stops'} {joined(text, after, words)}".strip()
    if token.lemma == "continue" and child(text, piece.head, "dobj") is not None:
        return f"{start} {'stop' if several else 'stops'} {joined(text, after, words)}".strip()
    if is_passive(text, piece.head):
        return f"{joined(text, before, words)} no longer {joined(text, [piece.head, *after], words)}".strip()
    verb = token.lemma if several else third_person(token.lemma)
    return f"{start} no longer {verb} {joined(text, after, words)}".strip()


def _resumption(scene: Scene, book: Codebook, piece: Piece) -> str:
    """What was halted is taken up again ("suspended assistance": "resumption of assistance")."""
    text = scene.text
    noun = "reopening" if text.tokens[piece.head].lemma in book.words["closing_verbs"] else "resumption"
    halted = objects(text, piece.head) or dependents(text, piece.head, *SUBJECT_LABELS)
    if not halted:
        return f"{noun}: {joined(text, piece.tokens, _written(scene, piece.tokens))}"
    passive = is_passive(text, piece.head)
    under = {i for what in halted for i in subtree(text, what)}
    tied = {i for prep in dependents(text, piece.head, "prep") for i in subtree(text, prep)}
    tokens = trimmed(text, [i for i in piece.tokens if i in under or (i in tied and i > piece.head)])
    doer = child(text, piece.head, "nsubj")
    by = f" by {owner_text(scene, doer)}" if doer is not None and not passive and doer not in halted else ""
    return f"{noun} of {joined(text, tokens, _written(scene, tokens))}{by}"
