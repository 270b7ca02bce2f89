"""Whose a proposal is: who puts a noun forward, owns it, or has signed it."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.extract.arguments import SUBJECT_PREPOSITIONS, Argument, Scene, actors_of, side
from dragoman.extract.holders import is_private, political
from dragoman.extract.roles import subject_actors
from dragoman.model.codebook import Codebook
from dragoman.model.text import AnnotatedText
from dragoman.syntax import dependents, is_passive, is_verbal, objects, particle, prepositions

AGREED = frozenset(
    {
        "agreement",
        "accord",
        "pact",
        "treaty",
        "deal",
        "truce",
        "ceasefire",
        "cease-fire",
        "settlement",
        "arrangement",
        "consensus",
    }
)
"""What is a proposal only as long as it is not agreed."""
VOTED = frozenset({"resolution", "draft", "text", "document"})
DRAFTED = frozenset({"draft", "back", "broker", "sponsor", "propose", "lead", "mediate", "write"})
PUT_FORWARD = frozenset(
    {
        ("put", "forward"),
        ("set", "out"),
        ("lay", "out"),
        ("put", "forth"),
        ("set", "forth"),
        ("bring", "forward"),
        ("come", "up"),
        ("draw", "up"),
    }
)
SENDING = frozenset(
    {
        "send",
        "deliver",
        "present",
        "hand",
        "give",
        "circulate",
        "introduce",
        "unveil",
        "sponsor",
        "craft",
        "devise",
        "broker",
    }
)
PUTTING = frozenset(lemma for lemma, _ in PUT_FORWARD) | SENDING | {"put"}
"""Verbs that may put something forward besides those of the table."""
STRONG = frozenset(
    {
        "plan", "proposal", "counterproposal", "counter-proposal", "counteroffer", "counter-offer",
        "initiative", "roadmap", "blueprint",
        "draft", "resolution", "package", "framework", "formula", "peace-plan", "offer",
    }
)  # fmt: skip


def parties_of(arguments: Sequence[Argument]) -> list[Argument]:
    """Those who can put a proposal before others: no companies, nobody whose side the text does not say."""
    return [a for a in political(arguments) if not is_private(a)]


def signers_of(scene: Scene, noun: int) -> list[Argument]:
    """The parties that have signed or reached an agreement, at least two."""
    text = scene.text
    verb = text.tokens[noun].head
    if text.tokens[noun].lemma not in AGREED or not is_verbal(text.tokens[verb]) or noun not in objects(text, verb):
        return []
    if text.tokens[verb].lemma not in {"sign", "initial", "conclude", "reach", "agree", "ratify"}:
        return []
    if {"will", "would", "may", "might", "could", "to"} & {
        text.tokens[i].text for i in dependents(text, verb, "aux", "neg")
    }:
        return []
    found = parties_of(subject_actors(scene, verb))
    found += [a for prep, to in prepositions(text, verb) if prep == "with" for a in parties_of(actors_of(scene, to))]
    return found if len({side(a) for a in found}) > 1 else []


def owners_of(scene: Scene, noun: int) -> list[Argument]:
    """Whose proposal the noun phrase says it is."""
    text = scene.text
    for below in dependents(text, noun, "poss"):
        return parties_of(actors_of(scene, below, SUBJECT_PREPOSITIONS))
    for below in dependents(text, noun, "amod", "compound", "nmod"):
        mention = scene.by_token.get(below)
        if mention is not None:
            # "an Italian-Polish initiative"
            beside = [scene.by_token[i] for i in text.children[below] if i in scene.by_token]
            named = [*(other for other in beside if other is not mention), mention]
            return parties_of([Argument(actor=actor, mention=m, direct=False) for m in named for actor in m.actors])
        if text.tokens[below].lemma in DRAFTED:  # "a Talvian-drafted resolution"
            for inner in text.children[below]:
                mention = scene.by_token.get(inner)
                if mention is not None:
                    return parties_of(
                        [Argument(actor=actor, mention=mention, direct=False) for actor in mention.actors]
                    )
    for prep, inner in prepositions(text, noun):
        if prep in {"by", "from"}:
            return parties_of(actors_of(scene, inner, SUBJECT_PREPOSITIONS))
    return []


def _is_gap(text: AnnotatedText, noun: int, verb: int) -> bool:
    """Whether a clause lacks the object that its noun is: "a plan *that Kestria tabled*", however "that" is parsed."""
    if text.tokens[verb].dep != "acl" or text.tokens[verb].tag not in {"VBD", "VBZ", "VBP", "VBN"}:
        return False
    that = [i for i in text.children[verb] if text.tokens[i].lemma == "that" and i == noun + 1]
    return bool(that) and all(i in that for i in dependents(text, verb, "dobj"))


def proposers_of(scene: Scene, book: Codebook, noun: int) -> tuple[list[Argument], bool] | None:
    """Who puts a noun forward, and whether the verb itself is "propose"; ``None`` where nobody does."""
    text = scene.text
    token = text.tokens[noun]
    verbs = [token.head, *dependents(text, noun, "relcl", "acl")]
    for verb in verbs:
        lemma = text.tokens[verb].lemma
        if verb == noun or not is_verbal(text.tokens[verb]):
            continue
        if lemma not in book.words["proposing_verbs"] and lemma not in PUTTING:
            continue
        if noun not in objects(text, verb) and not _is_gap(text, noun, verb):
            continue
        spoken = particle(text, verb)
        fits = lemma in book.words["proposing_verbs"] and lemma not in {"make", "put", "bring"}
        loose = {text.tokens[i].lemma for i in dependents(text, verb, "advmod")} | {spoken}
        fits = fits or any((lemma, word) in PUT_FORWARD for word in loose) or lemma in SENDING
        below = verb != token.head
        strong = token.lemma in STRONG or (below and token.lemma in VOTED)
        fits = fits or (
            below and lemma == "put" and any(prep in {"to", "before"} for prep, _ in prepositions(text, verb))
        )
        if not fits or (lemma in SENDING | {"announce", "offer"} and not strong):
            continue
        actors = parties_of(subject_actors(scene, verb))
        if actors or (is_passive(text, verb) and strong):
            return actors, lemma == "propose"
    above = text.tokens[token.head]
    if token.dep == "pobj" and above.lemma == "with" and is_verbal(text.tokens[above.head]) and token.lemma in STRONG:
        actors = parties_of(subject_actors(scene, above.head))
        if actors and dependents(text, noun, "acl", "relcl"):
            return actors, False
    return None
