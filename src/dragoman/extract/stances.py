"""Words that carry a stance, with who holds it and on what: from the table of stance frames to drafts of positions.

``data/lang/en/stances.csv`` says of each verb, noun and adjective where its issue stands; where the holder stands
follows from the part of speech. What embeds a word decides whether it counts: a refusal turns it round, a readiness
makes it open, and what is demanded of somebody is not yet their stance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.extract.arguments import (
    SUBJECT_PREPOSITIONS,
    Argument,
    Scene,
    actors_of,
    is_generic,
    mention_at,
    unique,
)
from dragoman.extract.factuality import climb
from dragoman.extract.issues import Issue, issue_of
from dragoman.extract.marks import is_negated
from dragoman.extract.roles import subject_actors
from dragoman.extract.triggers import frame_pos, holds
from dragoman.model.actors import ActorKind
from dragoman.model.codebook import Codebook, StanceFrame
from dragoman.model.facts import Stance, Strength
from dragoman.model.text import AnnotatedText
from dragoman.syntax import auxiliaries, child, dependents, is_passive, is_verbal, objects, prepositions, subjects

HOLDERS = frozenset(ActorKind) - {ActorKind.UNKNOWN, ActorKind.REGION, ActorKind.MEDIA, ActorKind.COMPANY}
UNMADE = frozenset({"demand", "suppose", "threaten", "fail", "prevent", "permit", "allege"})
"""Effects of embedding words under which a stance is not yet, or not surely, the one of its subject."""
CONDITIONS = frozenset({"if", "unless", "until", "till", "provided", "providing", "once", "assuming"})
INFINITIVES = frozenset({"xcomp", "acl", "relcl", "advcl", "ccomp", "oprd"})
COPULAS = frozenset({"be", "remain", "become", "seem", "appear", "stay", "feel", "sound", "stand", "prove"})


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


def may_hold(argument: Argument) -> bool:
    """Whether an actor can have a position: a political one with a side, or people who demonstrate."""
    actor = argument.actor
    if actor.kind is ActorKind.UNKNOWN:
        return " " in actor.name and actor.name[:1].isupper()
    if is_generic(argument) and actor.affiliation is None:
        return actor.kind is ActorKind.POPULATION
    return actor.kind in HOLDERS


def political(arguments: Sequence[Argument]) -> list[Argument]:
    """Those who can have a position; officials who stand beside a named person of their side go with that person."""
    able = [a for a in unique(arguments) if may_hold(a)]
    named = {a.actor.affiliation for a in able if a.actor.affiliation and "/" not in a.actor.id}
    kept = [a for a in able if "/" not in a.actor.id or a.actor.affiliation not in named]
    return kept


def find_stands(scene: Scene, book: Codebook) -> Iterator[Stand]:
    """Stances in text order, each from its most specific frame that holds."""
    for token in scene.text.tokens:
        frames = book.stances.get((token.lemma, "v")) or ()
        pos = frame_pos(token)
        if token.dep == "amod" and token.pos != "NOUN":
            continue
        if pos != "v":
            frames = (
                (book.stances.get((token.lemma, pos)) or book.stances.get((token.text.lower(), pos)) or ())
                if pos
                else ()
            )
        if not frames or (pos == "n" and token.i in scene.by_head):
            continue
        for frame in frames:
            if not all(holds(scene, token.i, constraint) for constraint in frame.when if constraint.key != "issue"):
                continue
            if not frame.stance:
                break
            found = _stand(scene, book, token.i, frame)
            if found is not None:
                yield found
                break


def _stand(scene: Scene, book: Codebook, index: int, frame: StanceFrame) -> Stand | None:
    holders, carrier = holders_of(scene, book, index, frame)
    if not holders:
        return None
    ids = actor_ids(holders)
    about = _issue(scene, book, index, carrier, frame, ids)
    if about is None or (not frame.actor and _is_actor(scene, about)):
        return None
    if not all(_heads_one_of(scene, about, c.values) for c in frame.when if c.key == "issue"):
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


# --- who holds it


def holders_of(scene: Scene, book: Codebook, index: int, frame: StanceFrame) -> tuple[list[Argument], int | None]:
    """Who holds the stance of a word, and the verb that carries it where it is a noun."""
    text = scene.text
    if frame.holder == "voice":
        return speakers_of(scene, book, index), None
    if frame.pos == "v":
        return political(subject_actors(scene, index) or _cut_off_subject(scene, index)), None
    if frame.pos == "a":
        return political(_adjective_holders(scene, index)), None
    if frame.holder == "obj":
        above = text.tokens[index].head
        return political([a for o in objects(text, above) for a in actors_of(scene, o)]), above
    return _noun_holders(scene, book, index, frame)


def _cut_off_subject(scene: Scene, index: int) -> list[Argument]:
    """The noun a finite verb was taken for a participle of: "The council, which withdrew, *offered* to return"."""
    text = scene.text
    token = text.tokens[index]
    above = text.tokens[token.head]
    if token.dep != "acl" or token.tag != "VBN" or above.dep != "ROOT" or above.i == index:
        return []
    if child(text, index, "xcomp", "ccomp", "dobj") is None or child(text, index, "agent") is not None:
        return []
    return actors_of(scene, above.i, SUBJECT_PREPOSITIONS)


def _adjective_holders(scene: Scene, index: int) -> list[Argument]:
    text = scene.text
    token = text.tokens[index]
    above = text.tokens[token.head]
    if token.dep in {"acomp", "oprd", "attr", "xcomp", "ccomp", "conj"} and is_verbal(above):
        return subject_actors(scene, above.i)
    if token.dep == "conj" and above.pos == "ADJ":
        return _adjective_holders(scene, above.i)
    if token.dep in {"acl", "amod", "appos"} and above.i != index:
        return actors_of(scene, above.i, SUBJECT_PREPOSITIONS)
    own = child(text, index, "nsubj")
    return actors_of(scene, own, SUBJECT_PREPOSITIONS) if own is not None else []


def _noun_holders(scene: Scene, book: Codebook, index: int, frame: StanceFrame) -> tuple[list[Argument], int | None]:
    """The owner of a stance noun, or the subject of the verb that carries it ("voiced *support* for")."""
    text = scene.text
    carrier = _carrier(text, book, index)
    owner = child(text, index, "poss")
    if owner is not None:
        found = political(actors_of(scene, owner, SUBJECT_PREPOSITIONS))
        if found:
            return found, None
    adjectives = [b for b in dependents(text, index, "amod", "compound", "nmod") if b in scene.by_token]
    found = political(
        [
            Argument(actor=actor, mention=scene.by_token[b], direct=False)
            for b in adjectives
            for actor in scene.by_token[b].actors
        ]
    )
    if found:
        return found, None
    for prep, inner in prepositions(text, index):
        if prep in {"by", "from", "among", "within"} or (prep == "of" and "of" not in frame.issue):
            found = political(actors_of(scene, inner, SUBJECT_PREPOSITIONS))
            if found:
                return found, None
    if carrier is not None:
        return political(subject_actors(scene, carrier)), carrier
    token = text.tokens[index]
    if token.dep == "attr" and is_verbal(text.tokens[token.head]):
        return political(subject_actors(scene, token.head)), token.head
    if token.dep == "appos":
        return political(actors_of(scene, token.head, SUBJECT_PREPOSITIONS)), None
    return [], None


def _carrier(text: AnnotatedText, book: Codebook, noun: int) -> int | None:
    """The verb that lends its subject to a stance noun ("*voiced* support", "*is in* favour")."""
    token = text.tokens[noun]
    for _ in range(3):
        if token.dep != "conj" or token.head == token.i:
            break
        token = text.tokens[token.head]
    above = text.tokens[token.head]
    if token.dep == "dobj" and is_verbal(above):
        fits = above.lemma in book.words["stance_carriers"] or above.lemma in book.words["ceasing_verbs"]
        return above.i if fits else None
    if token.dep == "pobj" and above.lemma in {"in", "with", "under", "for"} and above.head != above.i:
        host = text.tokens[above.head]
        if is_verbal(host) and (
            host.lemma in COPULAS or host.lemma in book.words["stance_carriers"] or above.lemma == "with"
        ):
            return host.i
        if is_verbal(host) and above.lemma == "in" and host.lemma in {"come", "vote", "speak", "argue", "express"}:
            return host.i
    return None


def speakers_of(scene: Scene, book: Codebook, index: int) -> list[Argument]:
    """Whose words or thoughts a token is: the innermost voice, else the subject of the verb that reports the clause."""
    inside = [v for v in scene.voices if any(first <= index < last for first, last in v.content)]
    if inside:
        narrow = min(inside, key=lambda v: sum(last - first for first, last in v.content))
        return political(narrow.speakers)
    cue = cue_of(scene, book, index)
    return political(subject_actors(scene, cue)) if cue is not None else []


def cue_of(scene: Scene, book: Codebook, index: int) -> int | None:
    """The reporting verb right above a token's clause."""
    for layer in climb(scene.text, book, index):
        if layer.entry.effect in {"report", "allege"} and is_verbal(scene.text.tokens[layer.token]):
            return layer.token
    return None


# --- on what


def _issue(
    scene: Scene, book: Codebook, index: int, carrier: int | None, frame: StanceFrame, holders: frozenset[str]
) -> Issue | None:
    for place in frame.issue:
        for head in _heads(scene, index, carrier, place):
            if head in scene.timed:
                continue
            found = issue_of(scene, book, head, holders)
            if found is not None and _says_something(scene, book, found):
                return found
    return None


def _heads(scene: Scene, index: int, carrier: int | None, place: str) -> list[int]:
    """Tokens that stand at a place of a frame around its word."""
    text = scene.text
    first, _, rest = place.partition(">")
    if rest:
        return [inner for head in _heads(scene, index, carrier, first) for inner in _heads(scene, head, None, rest)]
    if first == "obj":
        if not is_verbal(text.tokens[index]):
            return []
        return [o for o in objects(text, index) if not is_verbal(text.tokens[o])]
    if first == "subj":
        return _subject_heads(text, index)
    if first == "inf":
        return _infinitives(text, index)
    if first == "ger":
        return [b for b in dependents(text, index, "xcomp", "dobj", "ccomp") if text.tokens[b].tag == "VBG"]
    if first == "that":
        return [
            b
            for b in dependents(text, index, "ccomp", "acl", "relcl")
            if is_verbal(text.tokens[b])
            and "to" not in auxiliaries(text, b)
            and (b > index)
            and (text.tokens[b].dep == "ccomp" or child(text, b, "mark") is not None)
        ]
    if first == "is":
        return _predicates(text, index)
    if first == "mod":
        return [b for b in dependents(text, index, "compound", "nmod") if text.tokens[b].pos == "NOUN"]
    found = [inner for prep, inner in prepositions(text, index) if prep == first]
    if not found and carrier is not None:
        found = [inner for prep, inner in prepositions(text, carrier) if prep == first and inner > index]
    if not found and is_verbal(text.tokens[index]):
        # where a phrase hangs is the parser's guess ("showed no interest in", "voted against the plan")
        found = [
            inner
            for o in dependents(text, index, "prt", "advmod", "acomp")
            for prep, inner in prepositions(text, o)
            if prep == first
        ]
    return found


def _subject_heads(text: AnnotatedText, index: int) -> list[int]:
    token = text.tokens[index]
    verb = index if is_verbal(token) and token.dep not in {"acomp", "oprd"} else token.head
    if token.dep == "conj" and not is_verbal(token):
        verb = text.tokens[token.head].head
    if token.dep == "oprd":
        return objects(text, verb)
    if not is_verbal(text.tokens[verb]):
        own = child(text, index, "nsubj")
        return [own] if own is not None else []
    if is_passive(text, verb):
        return objects(text, verb)
    return subjects(text, verb)


def _infinitives(text: AnnotatedText, index: int) -> list[int]:
    found = [b for b in dependents(text, index, *INFINITIVES) if b > index and "to" in auxiliaries(text, b)]
    if found or is_verbal(text.tokens[index]):
        return found[:1]
    token = text.tokens[index]
    if token.dep in {"dobj", "attr", "acomp"}:  # "made a promise on Monday to leave"
        found = [
            b for b in dependents(text, token.head, "xcomp", "advcl") if b > index and "to" in auxiliaries(text, b)
        ]
    return found[:1]


def _predicates(text: AnnotatedText, index: int) -> list[int]:
    """What a noun is said to be: "their goal is *to end* the war", "the goal remains *peace*"."""
    token = text.tokens[index]
    if token.dep != "nsubj" or not is_verbal(text.tokens[token.head]):
        return []
    verb = token.head
    if text.tokens[verb].lemma not in COPULAS:
        return []
    return dependents(text, verb, "xcomp", "attr", "ccomp")[:1]


def _says_something(scene: Scene, book: Codebook, issue: Issue) -> bool:
    token = scene.text.tokens[issue.head]
    if issue.pronoun:
        return token.lemma != "so"
    if token.lemma in book.words["goal_nouns"] and child(scene.text, issue.head, "poss") is not None:
        return False
    if len(issue.tokens) == 1 and token.lemma in book.words["empty_issues"]:
        return False
    return any(character.isalpha() for character in issue.text)


def _heads_one_of(scene: Scene, about: Issue, values: frozenset[str]) -> bool:
    """Whether the issue is headed by one of some nouns; a pronoun may stand for any."""
    return about.pronoun or scene.text.tokens[about.head].lemma in values


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


# --- which stance


def read_stance(
    scene: Scene, book: Codebook, index: int, carrier: int | None, frame: StanceFrame, about: Issue
) -> tuple[Stance, Strength, tuple[str, ...]] | None:
    """The stance of a frame after negation, embedding and conditions; ``None`` where the text does not give it."""
    text = scene.text
    verb = carrier if carrier is not None else index
    host = _host(text, verb)
    negated = is_negated(text, book, index) or (verb != index and is_negated(text, book, verb))
    if host != verb and not negated:
        negated = is_negated(text, book, host)
    if carrier is not None and text.tokens[carrier].lemma in book.words["ceasing_verbs"]:
        negated = not negated
    notes: list[str] = []
    opened = False
    for layer in climb(text, book, verb):
        effect = layer.entry.effect
        if layer.adjunct:
            continue
        if effect in {"refuse", "deny"}:
            negated = not negated if not layer.negated else negated
            notes.append(f"{text.tokens[layer.token].text}: turned round")
        elif effect == "cease" and not layer.negated:
            negated = not negated
        elif (
            (effect in UNMADE or (effect == "want" and not layer.same))
            and not layer.negated
            and frame.holder != "voice"
        ):
            if layer.entry.lemma == "allege" or effect == "allege":
                continue
            if not _is_owned(scene, index, carrier):
                return None
        elif effect in {"commit", "want"} and layer.negated:
            negated = not negated
        elif effect == "commit" and text.tokens[layer.token].pos == "ADJ":
            opened = True
    marks = set(auxiliaries(text, host))
    if _is_hypothetical(text, book, host) or _is_past(text, book, host, index):
        return None
    stance = frame.stance
    if negated:
        if not frame.negated:
            return None
        stance = frame.negated
        notes.append("negated")
    if about.negated:
        stance = "opposes" if stance != "opposes" else "supports"
        notes.append("what it is about is negated")
    strength = _strength(text, book, index, host, Strength(frame.strength))
    value = Stance(stance)
    if frame.pos == "v" and marks & {"should", "must", "ought"}:
        return None  # what somebody is told to think
    if (
        value is not Stance.OPPOSES
        and (opened or marks & {"could", "may", "might"})
        and value in {Stance.SUPPORTS, Stance.OFFERS}
    ):
        value = Stance.OPEN_TO
    if marks & {"may", "might"}:
        strength = Strength.WEAK
    if value in {Stance.SUPPORTS, Stance.SEEKS, Stance.OPEN_TO, Stance.OFFERS} and has_condition(
        text, book, host, about
    ):
        if frame.stance != "offers" or frame.lemma not in {"offer", "propose"}:
            value = Stance.CONDITIONAL
            notes.append("depends on a condition")
    return value, strength, tuple(notes)


def _is_owned(scene: Scene, index: int, carrier: int | None) -> bool:
    """Whether a stance noun has an owner, so that no verb above it can undo it ("expects Kestria's support for")."""
    return not is_verbal(scene.text.tokens[index]) and carrier is None and scene.text.tokens[index].pos == "NOUN"


def _host(text: AnnotatedText, index: int) -> int:
    """The verb whose auxiliaries and adverbials count for a word: itself, or the copula of an adjective."""
    token = text.tokens[index]
    if is_verbal(token) and token.dep not in {"acomp", "oprd"}:
        return index
    if token.dep in {"acomp", "attr", "oprd", "dobj", "prep", "pobj"} and token.head != index:
        above = text.tokens[token.head]
        if is_verbal(above):
            return above.i
        if token.dep == "pobj" and is_verbal(text.tokens[above.head]):
            return above.head
    return index


def _is_hypothetical(text: AnnotatedText, book: Codebook, verb: int) -> bool:
    """Whether a clause is itself an "if" or "whether" clause, or a question."""
    marks = book.words["condition_markers"]
    below = dependents(text, verb, "mark", "advmod")
    if any(text.tokens[i].lemma in marks and text.tokens[i].lemma != "once" for i in below if i < verb):
        return True
    last = text.sentences[text.tokens[verb].sentence].last - 1
    return text.tokens[last].text == "?" or (text.tokens[last].text in QUOTE_ENDS and text.tokens[last - 1].text == "?")


QUOTE_ENDS = frozenset({'"', "”", "''"})


def _is_past(text: AnnotatedText, book: Codebook, host: int, index: int) -> bool:
    """A stance that was: "once opposed", "rejected it *then*"."""
    words = book.words["former_adverbs"]
    below = [*dependents(text, host, "advmod"), *dependents(text, index, "advmod", "amod")]
    used = "used" in {text.tokens[i].text.lower() for i in dependents(text, host, "aux")}
    return used or any(text.tokens[i].lemma in words for i in below)


def has_condition(text: AnnotatedText, book: Codebook, verb: int, about: Issue | None = None) -> bool:
    """Whether a clause, or the clause it takes, hangs on a condition."""
    hosts = [verb]
    if about is not None and is_verbal(text.tokens[about.head]):
        hosts.append(about.head)
    for host in hosts:
        if condition_of(text, host) is not None:
            return True
    words = book.words["contingency_words"]
    last = text.sentences[text.tokens[verb].sentence].last
    start = max(about.tokens) if about is not None else verb
    return any(
        text.tokens[i].lemma in words and text.tokens[i].dep != "mark" for i in range(start + 1, min(last, start + 6))
    )


def condition_of(text: AnnotatedText, verb: int) -> tuple[str, int] | None:
    """The condition a clause hangs on: its marker and the verb or noun of the condition."""
    for clause in (*text.children[verb],):
        token = text.tokens[clause]
        if token.dep not in {"advcl", "prep", "ccomp"}:
            continue
        marks = {
            text.tokens[i].lemma for i in text.children[clause] if text.tokens[i].dep in {"mark", "advmod", "prep"}
        }
        if token.dep == "advcl" and token.lemma in {"provide", "assume"} and child(text, clause, "ccomp") is not None:
            return "provided", clause
        if token.dep == "advcl" and marks & CONDITIONS:
            return sorted(marks & CONDITIONS)[0], clause
        if token.dep == "advcl" and "only" in marks and marks & {"after", "when"}:
            return "only after", clause
        if token.dep == "advcl" and "when" in marks and clause > verb:
            return "when", clause
        if token.dep == "prep":
            below = {text.tokens[i].lemma for i in text.children[clause]}
            if token.lemma == "for" and "long" in below:
                return "as long as", clause
            if token.lemma in {"after", "if", "on", "upon"} and ("only" in below or "condition" in below):
                return "only after", clause
    long = next((i for i in dependents(text, verb, "advmod") if text.tokens[i].lemma == "long"), None)
    if long is not None and child(text, long, "advcl") is not None:
        return "as long as", long
    return None


def _strength(text: AnnotatedText, book: Codebook, index: int, host: int, base: Strength) -> Strength:
    below = {text.tokens[i].lemma for i in (*text.children[index], *text.children[host])}
    if below & book.words["strong_adverbs"]:
        return Strength.STRONG
    if below & book.words["weak_adverbs"]:
        return Strength.WEAK
    return base


# --- stances about stances


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
        if not mine & {a.actor.id for a in inner.holders}:
            dropped.add(inner.token)
            continue
        dropped.add(stand.token)
        if (
            stand.stance in {Stance.OPEN_TO, Stance.UNDECIDED, Stance.CONDITIONAL}
            and inner.stance is not Stance.OPPOSES
        ):
            changed[inner.token] = replace(inner, stance=stand.stance)
    return [changed.get(stand.token, stand) for stand in stands if stand.token not in dropped]


def actor_ids(holders: Sequence[Argument]) -> frozenset[str]:
    """Ids of actors and of those they act for."""
    return frozenset(side for a in holders for side in (a.actor.id, a.actor.affiliation) if side)
