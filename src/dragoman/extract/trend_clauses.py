"""Claims of clauses and counts: "whether the truce will hold is unclear", "43 violations, against 11 in April"."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.extract.arguments import Scene
from dragoman.extract.marks import is_negated
from dragoman.extract.trend_topics import Claim, resolve, topic_noun
from dragoman.model.codebook import Codebook
from dragoman.model.text import AnnotatedText
from dragoman.syntax import dependents, is_verbal, subtree

OPEN_QUESTIONS = frozenset({"matter", "question", "guess", "issue"})
SURE = frozenset({"clear", "certain", "sure", "known", "obvious"})
TELLING = frozenset({"say", "tell", "know", "predict", "judge", "see"})
UNTOLD = frozenset({"early", "soon", "impossible", "hard", "difficult"})
MAY_HOLD = frozenset({"relation", "conflict", "talks", "deal", "plan", "hope"})
COMPARED = frozenset({"against", "from", "versus"})
SETTLED = frozenset({"peace", "settlement", "reconciliation"})
"""What ends a conflict; anything that is said not to be it leaves things open."""
COUNTED_KINDS = frozenset({"attack", "conflict", "situation", "relation"})


def whether_claims(scene: Scene, book: Codebook, index: int) -> Iterator[Claim]:
    """What it is said to be open whether it will hold, where the main clause says that it is open."""
    text = scene.text
    verb = text.tokens[index].head
    token = text.tokens[verb]
    if not is_verbal(token) or token.dep not in {"csubj", "ccomp", "csubjpass", "advcl"}:
        return
    above = text.tokens[token.head]
    words = _open_words(text, book, above.i)
    if not words:
        return
    for below in subtree(text, verb):
        noun = topic_noun(text, book, below)
        if noun is not None and below > index and noun.kind in MAY_HOLD and (noun.kind != "plan" or below < verb):
            yield Claim(
                token=words[0], topic=below, noun=noun, direction="uncertain", rank=5, anchor=words[0],
                words=words, rule="trend/whether",
            )  # fmt: skip
            return


def _open_words(text: AnnotatedText, book: Codebook, verb: int) -> tuple[int, ...]:
    """The words that say that something is open ("unclear", "another matter", "remains to be seen"), or none."""
    unsure = book.words["unsure_adjectives"]
    token = text.tokens[verb]
    if token.lemma in TELLING and text.tokens[token.head].lemma in UNTOLD:
        return (token.head,)  # "it is too early to say"
    if token.lemma in TELLING and is_negated(text, book, verb):
        return (verb,)  # "nobody knows"
    if token.lemma in unsure or (token.lemma == "see" and text.tokens[token.head].lemma == "remain"):
        return (verb,)
    for below in dependents(text, verb, "acomp", "attr", "oprd", "xcomp"):
        word = text.tokens[below]
        sure = word.lemma in SURE and is_negated(text, book, below)
        if sure or word.lemma in unsure or (word.lemma == "see" and token.lemma == "remain"):
            return (below,)
        if word.lemma in OPEN_QUESTIONS:
            return (below,)
    return ()


def short_of_claims(scene: Scene, book: Codebook, index: int) -> Iterator[Claim]:
    """What has been reached is said to be less than a settlement ("a pause, not a peace", "this is not peace")."""
    text = scene.text
    token = text.tokens[index]
    if token.dep not in {"attr", "appos", "conj", "npadvmod", "ROOT"}:
        return
    before = [i for i in (index - 2, index - 1) if i >= 0 and text.tokens[i].lemma == "not"]
    above = text.tokens[token.head]
    copula = token.dep == "attr" and above.lemma == "be" and is_negated(text, book, above.i)
    noun = topic_noun(text, book, index)
    if noun is not None and (before or copula):
        words = tuple(sorted({*(before or (above.i,)), index}))
        yield Claim(
            token=index, topic=index, noun=noun, direction="uncertain", rank=2, anchor=index, words=words,
            rule="trend/short of",
        )  # fmt: skip


def count_claims(scene: Scene, book: Codebook, index: int) -> Iterator[Claim]:
    """A rise or a fall told by two counts: "43 violations in May, against 11 in April", "up from 11"."""
    text = scene.text
    topic = text.tokens[index].head
    noun = topic_noun(text, book, topic)
    if noun is None or noun.kind not in COUNTED_KINDS:
        return
    now = _count(text, index)
    sentence = text.sentences[text.tokens[index].sentence]
    for other in range(topic + 1, sentence.last):
        token = text.tokens[other]
        if token.pos != "NUM" or token.dep not in {"pobj", "nummod"} or other == index:
            continue
        prep = text.tokens[token.head]
        before = _count(text, other)
        if prep.lemma not in COMPARED or now is None or before is None or now == before:
            continue
        direction = resolve("up" if now > before else "down", noun)
        if direction is not None:
            yield Claim(
                token=index, topic=topic, noun=noun, direction=direction, rank=3, anchor=topic,
                words=(index, other), rule="trend/two counts",
            )  # fmt: skip
        return


def _count(text: AnnotatedText, index: int) -> float | None:
    """Number of a token written in digits; words are left to the extractor of figures."""
    try:
        return float(text.tokens[index].text.replace(",", ""))
    except ValueError:
        return None
