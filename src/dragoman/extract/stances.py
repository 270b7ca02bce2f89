"""Words that carry a stance, with who holds it and on what: from the table of stance frames to drafts of positions.

The tables in ``data/lang/en/stances`` say of each verb, noun and adjective where its issue stands; where the holder
stands follows from the part of speech. What embeds a word decides whether it counts: a refusal turns it round, a
readiness makes it open, and what is demanded of somebody is not yet their stance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dragoman.extract.arguments import (
    Argument,
    Scene,
    is_generic_mention,
    mention_at,
)
from dragoman.extract.holders import actor_ids, holders_of, without_side
from dragoman.extract.issues import Issue, issue_of, written_as
from dragoman.extract.places import INFINITIVES, heads_at, is_done
from dragoman.extract.polarity import read_stance
from dragoman.extract.triggers import Surroundings, frame_pos
from dragoman.model.actors import ActorKind
from dragoman.model.codebook import Codebook, Constraint, StanceFrame
from dragoman.model.facts import Stance, Strength
from dragoman.model.text import AnnotatedText, Token
from dragoman.syntax import (
    auxiliaries,
    child,
    dependents,
    is_verbal,
    phrase,
    prepositions,
    subtree,
)

DUTIES = frozenset(
    {
        "responsibility",
        "obligation",
        "duty",
        "ability",
        "capacity",
        "power",
        "right",
        "opportunity",
        "chance",
        "need",
        "reason",
    }
)
WISHES = frozenset({"demands", "offers", "seeks"})
WISHED = frozenset(
    {"should", "must", "would", "will", "shall", "can", "could", "may", "might", "'ll", "wo", "ca", "to", "’ll"}
)
DATED = frozenset({"demands", "seeks"})
MAX_PARTNER = 10
"""Words of "with the Front (RF)" behind "the table"; a longer phrase has run into something else."""
DETAILED = 4
"""Tokens from which a clause says something though its object does not ("putting both questions off to a phase")."""
GOING = frozenset({"go", "attend", "come", "travel"})
JUDGED = frozenset({"oprd", "xcomp", "ccomp", "acomp", "attr"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """A position before it is written down.

    Attributes:
        token: the word that carries the stance.
        also: other words that belong to it (particle, light verb).
        about: the issue as the text has it.
        stance: after negation and all that embeds the word.
    """

    token: int
    also: tuple[int, ...] = ()
    holders: tuple[Argument, ...]
    about: Issue
    stance: Stance
    strength: Strength
    rule: str
    notes: tuple[str, ...] = ()


def find_stands(scene: Scene, book: Codebook) -> Iterator[Stand]:
    """Stances in text order, each from its most specific frame that holds."""
    for index in scene.text.index.holding(book.heads["stances"]):
        token = scene.text.tokens[index]
        frames, around = _frames_of(scene, book, token), Surroundings(scene, index)
        for frame in frames:
            if not all(around.holds(constraint) for constraint in frame.when if constraint.key not in OWN_KEYS):
                continue
            if not frame.stance:
                if _is_blocked(scene, book, token.i, frame):
                    break
                continue
            found = _stand(scene, book, token.i, frame)
            if found is not None:
                yield found
                yield from _joined(scene, book, frame, found)
                break


def _joined(scene: Scene, book: Codebook, frame: StanceFrame, found: Stand) -> Iterator[Stand]:
    """The other issue of "agreed *to a meeting* and *to open* the crossing"."""
    text, head = scene.text, found.about.head
    for other in dependents(text, found.token, "conj") if "inf" in frame.issue else ():
        if text.tokens[other].tag == "VB" and "to" in auxiliaries(text, other) and text.tokens[found.token].tag != "VB":
            about = issue_of(scene, book, other, actor_ids(found.holders), stop=(found.token,))
            if about is not None and _says_something(scene, book, about):
                yield replace(found, about=about)
            return
    start = min([head, *dependents(text, head, "aux")])
    if not is_verbal(text.tokens[head]) or text.tokens[start - 1].lemma != "and":
        return
    for place in frame.issue:
        for other in heads_at(scene, found.token, None, place) if place in {"to", "on", "for", "obj"} else ():
            about = issue_of(scene, book, other, actor_ids(found.holders), stop=(found.token, head))
            if found.token < other < head and about is not None and _says_something(scene, book, about):
                yield replace(found, about=about)
                return


def _frames_of(scene: Scene, book: Codebook, token: Token) -> tuple[StanceFrame, ...]:
    """The frames of a token by its part of speech; none for parts of names and for duties."""
    if token.dep == "amod" and token.pos != "NOUN":
        return ()
    pos, lemma, word = frame_pos(token), token.lemma, token.text.lower()
    if not pos:
        return ()
    found = book.stances.get((lemma, pos)) or (book.stances.get((word, pos)) if pos != "v" else None) or ()
    if pos == "v" and token.tag == "VBN" and child(scene.text, token.i, "auxpass") is not None:
        found = (*book.stances.get((word, "a"), ()), *found)  # "is opposed to" is read as a passive
    if not found or (pos == "n" and _is_name(scene, token)) or _is_duty(scene.text, token):
        return ()
    return found


def _is_name(scene: Scene, token: Token) -> bool:
    """Whether a noun is part of a name ("the Syrian *Opposition*")."""
    first = scene.text.sentences[token.sentence].first
    mention = scene.by_head.get(token.i)
    if mention is not None:
        return not is_generic_mention(mention)
    return token.text[:1].isupper() and token.i > first + 1 and not token.text.isupper()


def _is_duty(text: AnnotatedText, token: Token) -> bool:
    """What somebody has the duty or the power to do is no stance ("a responsibility to *press* Kestria")."""
    return (
        token.dep in {"acl", "relcl"} and text.tokens[token.head].lemma in DUTIES and "to" in auxiliaries(text, token.i)
    )


def _is_blocked(scene: Scene, book: Codebook, index: int, frame: StanceFrame) -> bool:
    """Whether a reading without stance holds, what it says of the issue included."""
    wanted = [constraint for constraint in frame.when if constraint.key in OWN_KEYS]
    if not wanted:
        return True
    about = _issue(scene, book, index, None, frame, frozenset())
    return about is not None and not about.pronoun and all(_fits(scene, index, about, c) for c in wanted)


def _stand(scene: Scene, book: Codebook, index: int, frame: StanceFrame) -> Stand | None:
    holders, carrier = holders_of(scene, book, index, frame)
    firm = frame.stance in {"demands", "opposes"} and frame.strength != "weak" and frame.pos == "v"
    if not holders or (not firm and any(map(without_side, holders))):
        return None
    ids = actor_ids(holders)
    about = _issue(scene, book, index, carrier, frame, ids)
    if about is None:
        return None
    participle = "done" in frame.issue and is_done(scene.text, about.head)
    if frame.stance in WISHES and not participle and _tells_a_fact(scene.text, about.head):
        return None
    if not all(_fits(scene, index, about, constraint) for constraint in frame.when if constraint.key in OWN_KEYS):
        return None
    read = read_stance(scene, book, index, carrier, frame, about)
    if read is None:
        return None
    stance, strength, notes = read
    also = tuple(sorted({*dependents(scene.text, index, "prt"), *([carrier] if carrier is not None else [])}))
    return Stand(
        token=index, also=also, holders=tuple(holders), about=about, stance=stance, strength=strength,
        rule=frame.rule, notes=notes,
    )  # fmt: skip


def _issue(
    scene: Scene, book: Codebook, index: int, carrier: int | None, frame: StanceFrame, holders: frozenset[str]
) -> Issue | None:
    for place in frame.issue:
        for head in heads_at(scene, index, carrier, place):
            if head in scene.timed:
                continue
            found = issue_of(scene, book, head, holders, stop=(index,))
            if found is not None and place == "obj" and frame.lemma == "want":
                found = _with_predicate(scene, index, found)
            if found is not None and place == "obj":
                found = _with_recipient(scene, index, frame, found)
            if found is not None and place in {"obj", "for", "inf"} and frame.stance in DATED:
                found = _with_deadline(scene, index, found)
            if found is not None and scene.text.tokens[found.head].lemma == "table" and frame.pos == "v":
                found = _at_table(scene, index, found)
            if found is None or not _says_something(scene, book, found):
                continue
            if frame.actor or not _is_actor(scene, found):
                return found
    return None


def _with_predicate(scene: Scene, verb: int, about: Issue) -> Issue:
    """Somebody who is wanted somewhere: "wants both delegations *back in Astel*"."""
    text = scene.text
    if not _is_actor(scene, about):
        return about
    behind = [
        b for b in dependents(text, verb, "advmod", "prep") if b == max(about.tokens) + 1 and b not in scene.timed
    ]
    if not behind or text.tokens[behind[0]].dep == "prep":
        return about
    first = behind[0]
    more = [first, *(i for b in dependents(text, verb, "prep") if b == first + 1 for i in subtree(text, b))]
    tokens = tuple(sorted({*about.tokens, *more, *(i for i in subtree(text, first) if i not in scene.timed)}))
    return replace(about, head=first, tokens=tokens, text=written_as(text, list(tokens)))


def _with_recipient(scene: Scene, verb: int, frame: StanceFrame, about: Issue) -> Issue:
    """What is offered with whom it is offered to; the parser hangs "to Kestria" on the verb or on the noun by name."""
    text = scene.text
    last = max(about.tokens)
    if frame.stance != "offers" or is_verbal(text.tokens[about.head]):
        return about
    for below in dependents(text, verb, "prep", "dative"):
        if below == last + 1 and text.tokens[below].lemma in {"to", "for"}:
            tokens = tuple(sorted({*about.tokens, *(i for i in subtree(text, below) if i not in scene.timed)}))
            return replace(about, tokens=tokens, text=f"{about.text} {written_as(text, subtree(text, below))}")
    return about


def _with_deadline(scene: Scene, verb: int, about: Issue) -> Issue:
    """A short issue with the time by which it is wanted: "a treaty *before the end of the year*"."""
    text = scene.text
    last = max(about.tokens)
    if len(about.tokens) > 3 or is_verbal(text.tokens[about.head]):
        return about
    for host in (about.head, verb, text.tokens[about.head].head):
        for below in dependents(text, host, "prep"):
            timed = any(i in scene.timed for i in text.children[below])
            if below == last + 1 and timed and text.tokens[below].lemma in {"before", "by", "within"}:
                tokens = tuple(sorted({*about.tokens, *subtree(text, below)}))
                return replace(about, tokens=tokens, text=f"{about.text} {written_as(text, subtree(text, below))}")
    return about


def _at_table(scene: Scene, verb: int, about: Issue) -> Issue:
    """Talks under their old name: who does not leave *the table* is for staying at it."""
    text = scene.text
    partners = [b for b in dependents(text, verb, "prep") if text.tokens[b].lemma == "with" and b > about.head]
    more = [i for b in partners[:1] for i in subtree(text, b)]
    tokens = tuple(sorted({*about.tokens, *more}))
    words = written_as(text, more) if more and len(more) <= MAX_PARTNER else ""
    return replace(about, tokens=tokens, text=f"staying at the table {words}".strip())


def _tells_a_fact(text: AnnotatedText, clause: int) -> bool:
    """A clause that says what is, not what is wanted ("insists that the islands *belong* to it")."""
    token = text.tokens[clause]
    if token.dep != "ccomp" or token.tag in {"VB", "VBG"} or not is_verbal(token):
        return False
    marks = set(auxiliaries(text, clause))
    if marks & WISHED or "be" in marks:
        return False
    if any(text.tokens[i].lemma == "before" for b in dependents(text, clause, "advcl") for i in text.children[b]):
        return False  # what is to happen before something else is wanted: "that the troops *leave before* a truce"
    subject = child(text, clause, "nsubj", "nsubjpass")
    singular = subject is not None and text.tokens[subject].tag in {"NN", "NNP", "PRP"}
    # a bare form with a singular subject is a subjunctive the tagger took for a plural
    return not (singular and token.tag == "VBP" and token.text.lower() == token.lemma)


def _says_something(scene: Scene, book: Codebook, issue: Issue) -> bool:
    token = scene.text.tokens[issue.head]
    if issue.pronoun:
        return token.lemma != "so" and not (token.dep in {"nsubj", "expl"} and token.lemma == "it")
    if token.lemma in book.words["goal_nouns"] and child(scene.text, issue.head, "poss") is not None:
        return False
    if is_verbal(token) and token.dep in INFINITIVES and token.lemma in book.words["idle_verbs"]:
        if token.lemma in GOING:
            return any(scene.text.tokens[i].lemma in book.classes["TALKS"] for i in issue.tokens)
        return token.lemma in {"know", "see", "hear"} and child(scene.text, issue.head, "ccomp", "dobj") is not None
    if issue.refers is not None and scene.text.tokens[issue.refers].lemma in book.words["empty_details"]:
        return len(issue.tokens) > DETAILED
    if token.lemma in book.words["empty_issues"] and len(issue.tokens) == 1:
        return False
    return any(character.isalpha() for character in issue.text)


OWN_KEYS = frozenset({"issue", "judged", "mark", "aux", "det"})
"""Constraints of stance frames beside those of all frames: what heads the issue, what it is said to be, and the word
that opens its clause."""


def _fits(scene: Scene, index: int, about: Issue, constraint: Constraint) -> bool:
    """Whether the issue is headed by one of some nouns (a pronoun may stand for any), or is called one of them."""
    text = scene.text
    if constraint.key == "issue":
        return about.pronoun or text.tokens[about.head].lemma in constraint.values
    if constraint.key == "det":
        return any(text.tokens[i].text.lower() in constraint.values for i in dependents(text, index, "det"))
    if constraint.key == "aux":
        return bool(constraint.values & set(auxiliaries(text, index)))
    if constraint.key == "mark":
        return any(text.tokens[i].lemma in constraint.values for i in dependents(text, about.head, "mark"))
    heads = [b for b in dependents(text, index, *JUDGED) if b != about.head]
    heads += [inner for prep, inner in prepositions(text, index) if prep == "as"]
    for below in dependents(text, index, "prep"):
        heads += dependents(text, below, "amod", "acomp", "pcomp") if text.tokens[below].lemma == "as" else []
    inside = {i for head in heads for i in (*phrase(text, head), *text.children[head])} - set(about.tokens)
    return any(text.tokens[i].lemma in constraint.values for i in inside)


def _is_actor(scene: Scene, issue: Issue) -> bool:
    """Whether the issue is only somebody, not something: "supports Kestria"."""
    if issue.pronoun:
        return False
    mention = mention_at(scene, issue.head)
    if mention is None or mention.adjectival:
        return False
    return any(actor.kind is not ActorKind.REGION for actor in mention.actors) and not _is_state_to_be(scene, issue)


def _is_state_to_be(scene: Scene, issue: Issue) -> bool:
    """ "A Palestinian *state*" is something wanted, not somebody."""
    text = scene.text
    return any(
        text.tokens[i].lemma == "a" or text.tokens[i].text.lower() == "an" for i in dependents(text, issue.head, "det")
    )


def settle(scene: Scene, stands: list[Stand]) -> list[Stand]:
    """Fold a stance whose issue is another stance into it: "is ready *to accept* the plan", "vowed *to oppose* it"."""
    by_token = {stand.token: stand for stand in stands if is_verbal(scene.text.tokens[stand.token])}
    dropped: set[int] = set()
    changed: dict[int, Stand] = {}
    for stand in stands:
        inner = by_token.get(stand.about.head)
        if inner is None or inner is stand:
            continue
        mine = {a.actor.id for a in stand.holders}
        if not mine & {a.actor.id for a in inner.holders} or _tells_another(scene, stand):
            dropped.add(inner.token)
            continue
        dropped.add(stand.token)
        if (
            stand.stance in {Stance.OPEN_TO, Stance.UNDECIDED, Stance.CONDITIONAL}
            and inner.stance is not Stance.OPPOSES
        ):
            changed[inner.token] = replace(inner, stance=stand.stance)
    return [changed.get(stand.token, stand) for stand in stands if stand.token not in dropped]


def _tells_another(scene: Scene, stand: Stand) -> bool:
    """Whether the word has somebody as object, who is to do it ("pushed *the mayor* to abandon the plan")."""
    text = scene.text
    return is_verbal(text.tokens[stand.token]) and any(
        mention_at(scene, below) is not None for below in dependents(text, stand.token, "dobj")
    )
