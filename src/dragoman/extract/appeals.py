"""Stances in the turns of direct speech: "Give us the names", "there will be no peace without them", "no question of".

An order in a quote is a demand of its speaker; what nothing good can come without is demanded, and what a speaker sees
no place for is opposed.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.extract.arguments import Scene
from dragoman.extract.holders import actor_ids, political, speakers_of
from dragoman.extract.issues import issue_of, verb_issue
from dragoman.extract.stances import Stand
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Stance, Strength
from dragoman.model.text import AnnotatedText
from dragoman.syntax import child, dependents, is_verbal, prepositions

GOODS = frozenset({"peace", "solution", "settlement", "progress", "stability", "security", "normalisation"})
"""What nobody is against, beside agreements and talks: "no *peace* without"."""


def find_appeals(scene: Scene, book: Codebook, taken: frozenset[int] = frozenset()) -> Iterator[Stand]:
    """Stances of orders and of "no ... without ..." in what parties are quoted with, in text order."""
    text = scene.text
    for token in text.tokens:
        if token.i in taken:
            continue
        if token.tag == "VB" and token.dep in {"ROOT", "ccomp", "conj"}:
            found = _order(scene, book, token.i)
        elif token.lemma == "without" and token.dep == "prep":
            found = _needed(scene, book, token.i)
        else:
            continue
        if found is not None:
            yield found


def _order(scene: Scene, book: Codebook, verb: int) -> Stand | None:
    """An imperative that names what is to be done, in a quote of one speaker."""
    text = scene.text
    token = text.tokens[verb]
    helpers = [text.tokens[i].lemma for i in dependents(text, verb, "aux", "auxpass")]
    if child(text, verb, "nsubj", "nsubjpass", "expl", "mark") is not None or set(helpers) - {"do"}:
        return None
    if token.lemma in book.words["idle_verbs"] | {"let", "be", "have", "make", "take", "please"}:
        return None
    given = child(text, verb, "dobj")
    if (
        given is None
        or text.tokens[given].pos == "PRON"
        or text.tokens[given].lemma == "you"
        or not _opens(text, verb)
        or not _is_quoted(scene, verb)
    ):
        return None
    voices = political(speakers_of(scene, book, verb))
    about = verb_issue(scene, book, verb, actor_ids(voices)) if len(voices) == 1 else None
    if about is None or about.pronoun:
        return None
    stance = Stance.OPPOSES if about.negated else Stance.DEMANDS
    return Stand(
        token=verb, holders=tuple(voices), about=about, stance=stance, strength=Strength.PLAIN, rule=f"{stance}/order"
    )


def _opens(text: AnnotatedText, verb: int) -> bool:
    """Whether nothing but "do", "not" and marks stands before a verb in its sentence or its quote."""
    before = verb - 1
    first = text.sentences[text.tokens[verb].sentence].first
    while before >= first and text.tokens[before].lemma in {"do", "not", "never", "now", "n't"}:
        before -= 1
    return before < first or text.tokens[before].pos == "PUNCT"


def _is_quoted(scene: Scene, index: int) -> bool:
    return any(voice.direct and any(first <= index < last for first, last in voice.content) for voice in scene.voices)


def _needed(scene: Scene, book: Codebook, without: int) -> Stand | None:
    """What something good is said not to come without: "no deal is possible *without the pilots*"."""
    text = scene.text
    inner = next((i for prep, i in prepositions(text, text.tokens[without].head) if prep == "without"), None)
    if inner is None:
        inner = child(text, without, "pobj", "pcomp")
    goods = GOODS | book.classes["AGREEMENT"] | book.classes["TALKS"] | book.classes["CEASEFIRE"]
    first = text.sentences[text.tokens[without].sentence].first
    denied = any(
        text.tokens[i].text.lower() == "no" and text.tokens[text.tokens[i].head].lemma in goods
        for i in range(first, without)
    )
    if inner is None or not denied:
        return None
    voices = political(speakers_of(scene, book, without))
    about = issue_of(scene, book, inner, actor_ids(voices)) if voices else None
    if about is None or about.pronoun or (is_verbal(text.tokens[inner]) and about.negated):
        return None
    return Stand(
        token=without, holders=tuple(voices), about=about, stance=Stance.DEMANDS, strength=Strength.STRONG,
        rule=f"{Stance.DEMANDS}/no without",
    )  # fmt: skip
