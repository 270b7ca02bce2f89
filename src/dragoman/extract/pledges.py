"""Stances that stand in the verb forms of what somebody says: "will not", "only after", "must", "or else".

A speaker's "would not withdraw" is a no, "will withdraw only after" a yes on a condition, "the road must be opened" a
demand; that somebody will do something, said without more, is news and no position.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.extract.arguments import Argument, Scene, mention_at, side
from dragoman.extract.holders import actor_ids, cue_lemma, political, speakers_of, subject_holders
from dragoman.extract.issues import Issue, issue_of, noun_issue, verb_issue
from dragoman.extract.marks import is_negated
from dragoman.extract.polarity import condition_of
from dragoman.extract.roles import subject_actors
from dragoman.extract.stances import Stand
from dragoman.extract.triggers import holds
from dragoman.model.actors import ActorKind
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Stance, Strength
from dragoman.model.text import AnnotatedText
from dragoman.syntax import child, dependents, is_passive, is_verbal, subjects, subtree

WILL = frozenset({"will", "would", "'ll", "wo", "shall", "’ll", "’d", "'d"})
CAN = frozenset({"can", "could", "ca"})
OUGHT = {
    "must": Stance.DEMANDS,
    "need": Stance.DEMANDS,
    "should": Stance.SEEKS,
    "ought": Stance.SEEKS,
}
PARTIES = frozenset(
    {"side", "party", "community", "world", "country", "state", "nation", "government", "everyone", "leader"}
)
BARRING = frozenset({"until", "till", "unless", "only after", "as long as"})
COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
MATERIAL = frozenset({"CONCEDE", "RETREAT"})
"""Types that give the other side something when they are promised; a promised visit or study gives nothing yet."""
SAYING = frozenset({"say", "add", "tell", "note", "warn", "stress"})
THREATS = frozenset({"warn", "threaten", "warning", "threat"})
OPEN_CONDITIONS = frozenset({"if", "when", "assuming"})


def find_pledges(scene: Scene, book: Codebook, taken: frozenset[int] = frozenset()) -> Iterator[Stand]:
    """Stances of modal verbs, in text order; not of the verbs in ``taken``, whose own stance was found."""
    text = scene.text
    for token in text.tokens:
        if token.dep != "aux" or token.head == token.i:
            continue
        word = token.text.lower()
        if word not in WILL and word not in CAN and word not in OUGHT:
            continue
        if token.head in taken or text.tokens[token.head].lemma in book.words["idle_verbs"]:
            continue
        found = _ought(scene, book, token.i) if word in OUGHT else _own_will(scene, book, token.i, word)
        if found is not None:
            yield found


def _own_will(scene: Scene, book: Codebook, modal: int, word: str) -> Stand | None:
    """What the speaker's own side will or will not do."""
    text = scene.text
    verb = text.tokens[modal].head
    if _is_open(text, book, verb):
        return None
    actors = subject_holders(scene, book, verb)
    voices = speakers_of(scene, book, verb)
    if not voices and any(text.tokens[b].lemma in SAYING for b in dependents(text, verb, "parataxis")):
        voices = actors  # "Kestria, an official *said*, will not ...": the parts of a broken quote are not joined
    if not actors:
        return _relief(scene, book, verb, voices) if voices and word in WILL else None
    if not _is_own(scene, actors, voices):
        return None
    ids = actor_ids(actors)
    about = verb_issue(scene, book, verb, ids)
    if about is None:
        return None
    negated = about.negated or is_negated(text, book, verb)
    if word in CAN:
        refused = negated and bool(voices) and text.tokens[verb].lemma in book.words["refusable_verbs"]
        return _write(verb, modal, actors, about, Stance.OPPOSES, "cannot") if refused else None
    condition, cue = condition_of(text, verb), cue_lemma(scene, book, verb)
    if condition is None and negated:
        condition = _behind_an_aside(text, verb)
    if condition is None and negated and _until_follows(text, verb):
        condition = "until", verb
    if condition is not None and (not negated or condition[0] in BARRING):
        unsure = condition[0] in OPEN_CONDITIONS and not negated and not _is_cooperative(scene, book, verb)
        if cue in THREATS or unsure or (not negated and text.tokens[verb].lemma == "be"):
            return None
        return _write(verb, modal, actors, about, Stance.CONDITIONAL, f"will/{condition[0]}")
    if not voices:
        return None
    if negated:
        return _write(verb, modal, actors, about, Stance.OPPOSES, "will not")
    if cue in book.words["firm_cues"]:
        return _write(verb, modal, actors, about, Stance.SEEKS, "will", Strength.STRONG)
    if _is_cooperative(scene, book, verb, MATERIAL):
        return _write(verb, modal, actors, about, Stance.OFFERS, "will")
    return None


def _behind_an_aside(text: AnnotatedText, verb: int) -> tuple[str, int] | None:
    """The condition that hangs on the verb of saying between: "will not sign, *he said*, unless ..."."""
    for clause in dependents(text, verb, "advcl"):  # "will not talk *while* its men are held"
        first = min(subtree(text, clause))
        if clause > verb and text.tokens[first].lemma == "while" and text.tokens[first - 1].text != ",":
            return "as long as", clause
    above = text.tokens[verb].head
    if text.tokens[verb].dep != "ccomp" or above < verb:
        return None
    found = condition_of(text, above)
    return found if found is not None and found[1] > above and found[0] in BARRING else None


def _until_follows(text: AnnotatedText, verb: int) -> bool:
    """Whether "until" stands behind a verb in its sentence, wherever the parser hangs it."""
    last = text.sentences[text.tokens[verb].sentence].last
    return any(token.lemma in {"until", "till"} for token in text.tokens[verb:last])


def _is_spokesman(scene: Scene, actors: list[Argument], voices: list[Argument]) -> bool:
    """Whether the voice is presented as one of theirs: "*its* spokesman Kaw Zen"."""
    tokens = scene.text.tokens
    owners = [
        scene.by_head[i]
        for voice in voices
        for i in range(max(voice.mention.first - 3, 0), voice.mention.last)
        if tokens[i].dep == "poss" and i in scene.by_head
    ]
    ids = {actor.actor.id for actor in actors}
    return any(owner.id in ids for mention in owners for owner in mention.actors)


def _is_own(scene: Scene, actors: list[Argument], voices: list[Argument]) -> bool:
    """Whether those who will do it are on the side of those who say so; the outlet speaks for nobody."""
    if not voices or _is_spokesman(scene, actors, voices):
        return True
    sides, ids = {side(a) for a in voices}, {a.actor.id for a in voices}
    persons = all(a.actor.kind is ActorKind.PERSON for a in (*voices, *actors))
    # one politician does not promise for another
    return any(a.actor.id in ids or (side(a) in sides | ids and not persons) for a in actors)


def _relief(scene: Scene, book: Codebook, verb: int, voices: list[Argument]) -> Stand | None:
    """What is asked for in return: "the measures would be lifted once *Kestria released* the men"."""
    text = scene.text
    condition = condition_of(text, verb)
    if (
        condition is None
        or condition[0] == "until"
        or not is_passive(text, verb)
        or not _is_cooperative(scene, book, verb)
    ):
        return None
    clause = condition[1]
    if not is_verbal(text.tokens[clause]) or not subject_actors(scene, clause):
        return None
    if _is_own(scene, political(subject_actors(scene, clause)), voices):
        return None
    about = verb_issue(scene, book, clause, actor_ids(voices) | actor_ids(subject_actors(scene, clause)))
    if about is None:
        return None
    stance = Stance.OPPOSES if about.negated else Stance.DEMANDS
    return _write(clause, verb, voices, about, stance, f"relief/{condition[0]}")


def _ought(scene: Scene, book: Codebook, modal: int) -> Stand | None:
    """What the speaker says others must do, or must be done."""
    text = scene.text
    verb = text.tokens[modal].head
    word = text.tokens[modal].text.lower()
    voices = speakers_of(scene, book, verb)
    if not voices or _is_open(text, book, verb):
        return None
    heads = dependents(text, verb, "nsubj", "nsubjpass")
    if not heads and text.tokens[verb].dep == "conj" and not is_passive(text, verb):
        heads = subjects(text, verb)  # "the kingdom is a party and *must sign*"
    if (
        not heads
        or not _is_public(scene, book, verb, heads[0])
        or text.tokens[heads[0]].lemma
        in {
            "it",
            "that",
            "this",
            "there",
            "you",
            "one",
            "they",
            "he",
            "she",
            "i",
        }
    ):
        return None
    if child(text, verb, "attr", "acomp") is not None or text.tokens[verb].lemma in {"be", "have"}:
        return None
    about = issue_of(scene, book, verb, actor_ids(voices))
    if about is None or condition_of(text, verb) is not None:
        return None
    stance = Stance.OPPOSES if about.negated or is_negated(text, book, verb) else OUGHT[word]
    return _write(verb, modal, voices, about, stance, word)


def _is_public(scene: Scene, book: Codebook, verb: int, subject: int) -> bool:
    """Whether a "must" speaks of what parties do: an actor does it, or it is done and has a name as a deed."""
    if mention_at(scene, subject) is not None or scene.text.tokens[subject].lemma in PARTIES:
        return not is_passive(scene.text, verb) or (scene.text.tokens[verb].lemma, "v") in book.frames
    lemma = scene.text.tokens[verb].lemma
    return is_passive(scene.text, verb) and (lemma in book.nominals or lemma in book.words["conceding_verbs"])


def find_threats(scene: Scene, book: Codebook) -> Iterator[Stand]:
    """What a threat is to bring about: "threatened to strike *unless* Kestria withdrew" demands the withdrawal."""
    text = scene.text
    for token in text.tokens:
        if token.lemma not in {"threaten", "warn", "vow", "threat", "warning"}:
            continue
        verb = child(text, token.i, "xcomp", "ccomp", "acl")
        if verb is None:
            continue
        actors = political(subject_actors(scene, token.i)) if is_verbal(token) else []
        condition = condition_of(text, verb) or condition_of(text, token.i)
        if not actors or condition is None:
            continue
        marker, clause = condition
        ids = actor_ids(actors)
        if marker == "unless" and is_verbal(text.tokens[clause]):
            about = verb_issue(scene, book, clause, ids)
            if about is not None:
                yield _write(clause, token.i, actors, about, Stance.DEMANDS, f"{token.lemma}/unless")
        elif marker == "if" and is_verbal(text.tokens[clause]):
            about = _matter(scene, book, clause)
            if about is not None:
                yield _write(clause, token.i, actors, about, Stance.OPPOSES, f"{token.lemma}/if")


def _matter(scene: Scene, book: Codebook, clause: int) -> Issue | None:
    """A law, plan or agreement that a warning is about: "if *the bill* becomes law"."""
    text = scene.text
    for head in subjects(text, clause):
        if text.tokens[head].lemma in book.classes["LAW"] | book.classes["PROPOSAL"] | book.classes["SANCTIONS"]:
            return noun_issue(scene, book, head)
    return None


def _is_open(text: AnnotatedText, book: Codebook, verb: int) -> bool:
    """An "if" or "whether" clause, a relative clause of time, or a question."""
    marks = book.words["condition_markers"] | {"when", "where", "how", "why"}
    asking = [i for i in text.children[verb] if text.tokens[i].tag in {"WP", "WRB", "WDT"} and i < verb]
    if any(text.tokens[i].lemma != "that" for i in asking):
        return True
    if any(text.tokens[i].lemma in marks for i in dependents(text, verb, "mark", "advmod") if i < verb):
        return True
    if text.tokens[verb].dep in {"advcl", "relcl", "csubj"}:
        return True
    last = text.sentences[text.tokens[verb].sentence].last
    return any(text.tokens[i].text == "?" for i in range(max(last - 2, 0), last))


def _is_cooperative(scene: Scene, book: Codebook, verb: int, types: frozenset[str] = COOPERATIVE) -> bool:
    """Whether a verb names something done for others: its event reading is cooperation or giving way."""
    if scene.text.tokens[verb].lemma in book.words["conceding_verbs"] and types is COOPERATIVE:
        return True
    for frame in book.frames.get((scene.text.tokens[verb].lemma, "v"), ()):
        if all(holds(scene, verb, constraint) for constraint in frame.when):
            return frame.plover in types
    return False


def _write(
    verb: int,
    modal: int,
    holders: list[Argument],
    about: Issue,
    stance: Stance,
    rule: str,
    strength: Strength = Strength.PLAIN,
) -> Stand:
    return Stand(
        token=verb, also=(modal,), holders=tuple(holders), about=about, stance=stance, strength=strength,
        rule=f"{stance}/{rule}",
    )  # fmt: skip
