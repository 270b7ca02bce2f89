"""Goals and demands that a text lists: "their goals include reopening the road, ... and preventing a new war"."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.extract.arguments import SUBJECT_PREPOSITIONS, Argument, Scene, actors_of
from dragoman.extract.holders import actor_ids, political, subject_holders
from dragoman.extract.issues import issue_of
from dragoman.extract.stances import Stand
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Stance, Strength
from dragoman.model.text import AnnotatedText
from dragoman.syntax import child, dependents, is_verbal, prepositions, subtree, with_conjuncts

LISTING = frozenset({"include", "comprise", "encompass", "range"})
COLON_WITHIN = 10
"""Tokens between a noun of goals and the colon before its list."""
POINTERS = frozenset({"these", "they", "those", "this", "which"})


def find_goals(scene: Scene, book: Codebook) -> Iterator[Stand]:
    """One stance for each goal or demand that is listed, in text order."""
    text = scene.text
    nouns = book.words["goal_nouns"] | book.words["demand_nouns"]
    for token in text.tokens:
        if token.lemma in LISTING and is_verbal(token):
            subject = child(text, token.i, "nsubj")
            noun = _listed(scene, book, subject) if subject is not None else None
            first = child(text, token.i, "xcomp", "dobj", "pcomp", "ccomp")
            if noun is not None and first is not None:
                yield from _members(scene, book, noun, first)
        elif token.lemma in nouns and token.pos == "NOUN":
            # "set three conditions: the release of prisoners, ..."
            first = _behind_colon(scene, token.i)
            if first is None:
                first = child(text, token.i, "appos")
            if first is not None and any(text.tokens[i].text in {":", "—", "–"} for i in range(token.i, first)):
                yield from _members(scene, book, token.i, first)


def _members(scene: Scene, book: Codebook, noun: int, first: int) -> Iterator[Stand]:
    """The members of a list of goals or demands as stances of their owner."""
    text = scene.text
    holders = _owners(scene, book, noun)
    if not holders:
        return
    lemma = text.tokens[noun].lemma
    stance = Stance.DEMANDS if lemma in book.words["demand_nouns"] else Stance.SEEKS
    verbal = is_verbal(text.tokens[first])
    heads = list_members(scene, first) if verbal else noun_members(text, first)
    for head in heads:
        about = issue_of(scene, book, head, actor_ids(holders), stop=[h for h in heads if h != head])
        if about is not None and not about.pronoun:
            yield Stand(
                token=head, also=(noun,), holders=tuple(holders), about=about,
                stance=Stance.OPPOSES if about.negated else stance, strength=Strength.PLAIN,
                rule=f"{stance}/{lemma}/listed",
            )  # fmt: skip


def _behind_colon(scene: Scene, noun: int) -> int | None:
    """The gerund that opens a list behind a colon ("three aims for the summer: *keeping* the truce, ...")."""
    text = scene.text
    last = text.sentences[text.tokens[noun].sentence].last
    for index in range(noun + 1, min(noun + COLON_WITHIN, last - 1)):
        if text.tokens[index].text == ":":
            return index + 1 if text.tokens[index + 1].tag == "VBG" else None
    return None


def list_members(scene: Scene, first: int) -> list[int]:
    """The members of a list: conjuncts, and the gerunds that the parser hangs on the one before as adverbials."""
    text = scene.text
    gerund = text.tokens[first].tag == "VBG"
    found, stack = [], [first, *(_strays(scene, first) if gerund else ())]
    while stack:
        current = stack.pop()
        found.append(current)
        for below in text.children[current]:
            token = text.tokens[below]
            if below < current:
                continue
            beside = token.dep == "conj" and (not gerund or token.tag == "VBG")
            loose = (
                gerund and token.dep == "advcl" and token.tag == "VBG" and text.tokens[below - 1].text in {",", "and"}
            )
            if beside or loose:
                stack.append(below)
    return sorted(set(found))


def noun_members(text: AnnotatedText, head: int) -> list[int]:
    """Members of a list of nouns; one with an article behind a noun without goes with the outer list.

    The parser hangs "a mission" on "prisoners" in "an exchange of prisoners and a mission".
    """
    found = list(with_conjuncts(text, head))
    if is_verbal(text.tokens[head]):
        return found
    for index in subtree(text, head):
        token = text.tokens[index]
        above = token.head
        if index in found or index == head:
            continue
        if token.dep == "conj" and text.tokens[above].dep in {"pobj", "conj"} and _is_apart(text, above, index):
            found.append(index)
        elif token.dep == "appos" and above in found and _articled(text, index) and text.tokens[index + 1].pos == "ADP":
            found.append(index)  # "a ceasefire, an end to the blockade and ..."
    return sorted(found)


def _articled(text: AnnotatedText, noun: int) -> bool:
    own = child(text, noun, "det")
    return own is not None and text.tokens[own].lemma in {"a", "an", "the"}


def _is_apart(text: AnnotatedText, above: int, index: int) -> bool:
    """Whether a conjunct of an inner noun is a member of its own: it has an article or a complement, the other none."""
    own = _articled(text, index) or child(text, index, "prep") is not None
    return own and not _articled(text, above) and child(text, above, "prep") is None


def _strays(scene: Scene, first: int) -> list[int]:
    """Gerunds of a list that the parser hangs on a verb above ("in addressing ..., and *working* towards")."""
    text = scene.text
    if text.tokens[first - 1].text == ":":
        last = text.sentences[text.tokens[first].sentence].last
        return [
            i for i in range(first + 1, last) if text.tokens[i].tag == "VBG" and text.tokens[i - 1].text in {",", "and"}
        ]
    found, current = [], first
    for _ in range(3):
        current = text.tokens[current].head
        if is_verbal(text.tokens[current]) and text.tokens[current].tag != "VBG":
            found = [
                i
                for i in dependents(text, current, "conj")
                if i > first and text.tokens[i].tag == "VBG" and child(text, i, "nsubj", "aux") is None
            ]
            break
    return found


def _listed(scene: Scene, book: Codebook, subject: int) -> int | None:
    """The noun of goals or demands a listing verb has as subject, or points back to in the sentence before."""
    text = scene.text
    nouns = book.words["goal_nouns"] | book.words["demand_nouns"]
    token = text.tokens[subject]
    if token.lemma in nouns:
        return subject
    if token.text.lower() not in POINTERS or token.sentence == 0:
        return None
    before = text.sentences[token.sentence - 1]
    found = [
        i for i in range(before.first, before.last) if text.tokens[i].lemma in nouns and text.tokens[i].pos == "NOUN"
    ]
    return found[-1] if found else None


def _owners(scene: Scene, book: Codebook, noun: int) -> list[Argument]:
    text = scene.text
    for owner in dependents(text, noun, "poss"):
        found = political(actors_of(scene, owner, SUBJECT_PREPOSITIONS))
        if found:
            return found
    for below in dependents(text, noun, "amod", "compound", "nmod"):
        mention = scene.by_token.get(below)
        if mention is not None:
            return political([Argument(actor=actor, mention=mention, direct=False) for actor in mention.actors])
    for prep, inner in prepositions(text, noun):
        if prep in {"of", "for", "from"}:
            found = political(actors_of(scene, inner, SUBJECT_PREPOSITIONS))
            if found:
                return found
    above = text.tokens[noun].head
    return subject_holders(scene, book, above) if text.tokens[noun].dep == "dobj" else []
