"""What must hold of a clause so that something can depend on it: open, ruled out, lasting, an obligation."""

from __future__ import annotations

from dragoman.extract.arguments import Scene, mention_at
from dragoman.extract.factuality import climb, is_negated
from dragoman.extract.triggers import holds
from dragoman.model.codebook import Codebook, ConditionMarker
from dragoman.model.text import AnnotatedText
from dragoman.syntax import MAX_CLIMB, auxiliaries, child, dependents, is_verbal, subjects, subtree

MODALS = frozenset(
    {
        "will",
        "would",
        "wo",
        "'ll",
        "’ll",
        "'d",
        "’d",
        "shall",
        "sha",
        "can",
        "ca",
        "could",
        "may",
        "might",
        "must",
        "should",
    }
)
PROMISING = frozenset({"will", "would", "wo", "'ll", "’ll", "'d", "’d", "shall", "sha"})
GUESSING = frozenset({"could", "may", "might"})
OBLIGATION = frozenset({"must", "should", "need", "needs", "ought"})
OPEN_EFFECTS = frozenset({"commit", "plan", "threaten", "demand", "want", "permit", "refuse"})
GIVEN_CLASSES = ("PRISONER", "TROOPS", "REFUGEE", "WEAPON", "TERRITORY", "PERSON")
MATTER_CLASSES = ("MATTER", "TALKS", "AGREEMENT", "CEASEFIRE", "PROPOSAL", "TIES", "AID", "SANCTIONS", "WAR")


def verb_above(text: AnnotatedText, index: int) -> int | None:
    """The nearest verb above a token, or ``None``."""
    current = index
    for _ in range(MAX_CLIMB):
        above = text.tokens[current].head
        if above == current:
            return None
        if is_verbal(text.tokens[above]) and text.tokens[above].dep not in {"aux", "auxpass", "amod"}:
            return above
        current = above
    return None


def is_matter(scene: Scene, book: Codebook, noun: int) -> bool:
    """Whether a noun names something that is negotiated about or done between parties."""
    token = scene.text.tokens[noun]
    if is_verbal(token):
        return True
    if mention_at(scene, noun) is not None or token.pos not in {"NOUN", "PROPN", "VERB"}:
        return False
    known = any(token.lemma in book.classes[name] for name in MATTER_CLASSES)
    return known or (token.lemma, "n") in book.frames


def is_open(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether what a verb says is still to come: a modal, an infinitive under a promise, "ready to"."""
    text = scene.text
    spoken = set(auxiliaries(text, verb))
    if spoken & MODALS:
        return not ("have" in spoken and spoken & {"would", "could", "might", "should"})
    if any(_opens(book, text, below) for below in dependents(text, verb, "acomp", "xcomp", "oprd")):
        return True
    if text.tokens[verb].lemma == "be" and any("to" in auxiliaries(text, i) for i in dependents(text, verb, "xcomp")):
        return True  # "*is to begin* once"
    if "to" in spoken or text.tokens[verb].tag == "VBG":
        above = text.tokens[text.tokens[verb].head]
        if "have" in auxiliaries(text, above.i):
            return False
        if any(layer.entry.effect in OPEN_EFFECTS for layer in climb(text, book, verb)[:2]):
            return True
        return is_verbal(above) and above.i != verb and bool(set(auxiliaries(text, above.i)) & MODALS)
    if text.tokens[verb].tag in {"VBZ", "VBP"} and event_type(scene, book, verb) in {"AGREE", "SUPPORT"}:
        return True  # "backs the plan as long as"
    if child(text, verb, "dobj", "xcomp", "ccomp", "prep") is None:
        return False
    entries = book.embeddings.get((text.tokens[verb].lemma, "v"), ())
    return any(entry.effect in {"commit", "threaten"} and entry.act != "warn" for entry in entries)


def _opens(book: Codebook, text: AnnotatedText, index: int) -> bool:
    token = text.tokens[index]
    if token.tag == "VBG" and token.lemma == "go" and child(text, index, "xcomp") is not None:
        return True
    return token.lemma in book.words["pledging_adjectives"]


def is_refused(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether what a verb says is ruled out for now: negated and open, or under a refusal."""
    text = scene.text
    layers = climb(text, book, verb)[:2]
    if any(layer.entry.effect in {"refuse", "prevent"} and not layer.negated for layer in layers):
        return True
    if any(layer.entry.effect in {"commit", "plan", "permit"} and layer.negated for layer in layers):
        return True
    denied = is_negated(text, book, verb) or any(
        text.tokens[d].text.lower() == "no"
        for below in dependents(text, verb, "attr", "dobj", "nsubj", "nsubjpass")
        for d in dependents(text, below, "det")
    )
    past = text.tokens[verb].tag == "VBD" or "did" in auxiliaries(text, verb)
    return _is_impossible(text, verb) or (denied and not past)


def _is_impossible(text: AnnotatedText, verb: int) -> bool:
    return any(text.tokens[b].lemma in {"impossible", "unthinkable"} for b in dependents(text, verb, "acomp", "oprd"))


def _goes_on(text: AnnotatedText, clause: int) -> bool:
    """Whether a clause is a passive or copula in the present ("while its ports *are* blocked")."""
    helpers = [clause, *dependents(text, clause, "aux", "auxpass")]
    return any(text.tokens[i].lemma == "be" and text.tokens[i].tag in {"VBZ", "VBP"} for i in helpers)


def is_lasting(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether a verb says that something goes on, now or from now on."""
    token = scene.text.tokens[verb]
    if token.lemma not in book.words["lasting_verbs"] or is_negated(scene.text, book, verb):
        return False
    return token.tag in {"VBZ", "VBP"} or is_open(scene, book, verb)


def is_bound(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether a clause says what somebody must do."""
    text = scene.text
    spoken = set(auxiliaries(text, verb))
    if spoken & OBLIGATION:
        return True
    token = text.tokens[verb]
    governor = text.tokens[token.head]
    if token.dep == "xcomp" and governor.lemma in {"have", "need"} and "to" in spoken:
        return True
    if token.dep == "ccomp" and (_is_subjunctive(text, verb) or (governor.lemma == "have" and token.tag == "VB")):
        return True  # "would *have* Velmora lift the blockade"
    above = climb(text, book, verb)[:1]
    return any(
        (layer.entry.effect == "demand" or (layer.entry.effect == "want" and not layer.same)) and not layer.negated
        for layer in above
    )


def _is_subjunctive(text: AnnotatedText, verb: int) -> bool:
    """Whether a clause demands by its form ("insists that sanctions *be* lifted")."""
    helpers = dependents(text, verb, "aux", "auxpass")
    first = text.tokens[helpers[0] if helpers else verb]
    base = first.tag == "VB" and first.text.lower() == "be"
    insisted = text.tokens[text.tokens[verb].head].lemma == "insist" and first.tag in {"VB", "VBP"}
    return (base or insisted) and child(text, verb, "nsubj", "nsubjpass") is not None


def is_asked(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether a clause says what others want of its subject, or don't ("could not be expected to disarm")."""
    above = climb(scene.text, book, verb)[:1]
    wanted = any(layer.entry.effect == "demand" or layer.entry.lemma == "expect" for layer in above)
    return wanted or is_bound(scene, book, verb)


def _is_state(scene: Scene, verb: int) -> bool:
    """Whether a clause says what is so or has come about ("when the crossing is open", "has been lifted")."""
    text = scene.text
    token = text.tokens[verb]
    if token.lemma == "be" and child(text, verb, "acomp", "attr", "prep", "advmod") is not None:
        return True
    if token.dep == "auxpass" or (token.tag == "VBN" and child(text, verb, "auxpass") is not None):
        return True
    return bool({"have", "has", "had"} & set(auxiliaries(text, verb)))


def _is_promised(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether somebody will do what a verb says; with other modals "when" only says at which times."""
    text = scene.text
    if is_promise(text, verb) or is_pledge(scene, book, verb):
        return True
    return any(layer.entry.effect in {"plan", "want"} for layer in climb(text, book, verb)[:1])


def _is_own(scene: Scene, main: int, clause: int) -> bool:
    """Whether one and the same does both ("once he has said his piece, he will leave"): that is a time."""
    text = scene.text
    return bool(_actors(scene, subjects(text, main)) & _actors(scene, subjects(text, clause)))


def _is_told(text: AnnotatedText, main: int, clause: int) -> bool:
    """Whether a clause tells of the past ("in 2008, when she lost"), the past of reported speech apart."""
    helpers = (clause, *dependents(text, clause, "auxpass"))
    past = any(text.tokens[i].tag == "VBD" for i in helpers) or "had" in auxiliaries(text, clause)
    return past and not {"would", "could", "should"} & set(auxiliaries(text, main))


def _is_anothers(scene: Scene, main: int, clause: int) -> bool:
    """Whether a clause tells of a deed of somebody else than the main clause's, at no set time."""
    text = scene.text
    if _is_emphatic(text, clause):
        return True
    if any(i in scene.timed for i in subtree(text, clause)) or is_to_come(text, clause):
        return False
    own, others = _actors(scene, subjects(text, main)), _actors(scene, subjects(text, clause))
    return bool(own) and bool(others) and own.isdisjoint(others)


def _is_emphatic(text: AnnotatedText, clause: int) -> bool:
    """ "... and not a day before", "not one day sooner"."""
    last = text.sentences[text.tokens[clause].sentence].last
    for i in range(clause, last):
        if text.tokens[i].text.lower() == "not":
            return any(
                text.tokens[k].text.lower() in {"before", "sooner", "earlier"} for k in range(i, min(i + 5, last))
            )
    return False


def _actors(scene: Scene, nouns: list[int]) -> set[str]:
    mentions = [mention_at(scene, noun) for noun in nouns]
    return {actor.id for mention in mentions if mention is not None for actor in mention.actors}


def fits(scene: Scene, book: Codebook, entry: ConditionMarker, main: int, clause: int | None) -> bool:
    """Whether what the row needs holds of the main clause."""
    text = scene.text
    needs = entry.needs
    if needs == "negated":
        return is_refused(scene, book, main)
    if needs == "during":
        going = clause is not None and clause > main and (text.tokens[clause].tag == "VBG" or _goes_on(text, clause))
        return going and is_to_come(text, main) and is_refused(scene, book, main)
    if needs == "barred":
        return (is_to_come(text, main) or _is_impossible(text, main)) and is_refused(scene, book, main)
    if needs == "persons":
        return any(text.tokens[main].lemma in book.classes[name] for name in GIVEN_CLASSES)
    if needs == "halted":
        token = text.tokens[main]
        held = token.lemma in book.words["halting_verbs"] or token.lemma in book.words["closing_verbs"]
        told = clause is not None and text.tokens[clause].tag == "VBD" and not is_open(scene, book, main)
        return held and not told
    if needs == "lasting":
        return is_lasting(scene, book, main)
    if needs == "sequence":
        return clause is not None and is_mirror(text, clause) and is_open(scene, book, main)
    if needs == "bound":
        past = clause is not None and (text.tokens[clause].tag == "VBD" or "had" in auxiliaries(text, clause))
        return is_bound(scene, book, main) and not past
    if needs == "open":
        after = entry.words[0] == "once" and clause is not None and _is_own(scene, main, clause)
        return is_open(scene, book, main) and not after
    if needs in {"other", "result"}:
        able = entry.words[0] == "after" and is_to_come(text, main)
        promised = able or _is_promised(scene, book, main)
        if clause is None or not promised or _is_told(text, main, clause):
            return False
        return _is_anothers(scene, main, clause) if needs == "other" else _is_state(scene, clause)
    if needs == "step":
        offered = any(layer.entry.act == "intent" for layer in climb(text, book, main)[:1])
        return offered or is_open(scene, book, main)
    if needs == "zero":
        return clause is not None and _is_rule(scene, book, main, clause)
    if needs == "ordered":
        verbs = (text.tokens[main].head, *dependents(text, main, "relcl", "acl"))
        return is_matter(scene, book, main) and any(is_bound(scene, book, i) for i in verbs)
    if needs in {"matter", "would", "consent"}:
        known = is_matter(scene, book, main) or text.tokens[main].lemma in book.words["whatever"]
        known = known or any(text.tokens[i].lemma == "any" for i in dependents(text, main, "det"))
        return known and (needs != "would" or _is_said_to_come(text, main))
    return True


def _is_said_to_come(text: AnnotatedText, noun: int) -> bool:
    """Whether the verb that a noun is the subject of has a modal, its relative clause among them."""
    return any(is_to_come(text, i) for i in (text.tokens[noun].head, *dependents(text, noun, "relcl", "acl")))


def _is_rule(scene: Scene, book: Codebook, main: int, clause: int) -> bool:
    """Whether both clauses are in the present, and what follows is an act ("if they attack, they break the truce")."""
    tokens = scene.text.tokens
    now = all(tokens[i].tag in {"VBZ", "VBP"} and not auxiliaries(scene.text, i) for i in (main, clause))
    return now and is_event(scene, book, main) and bool(dependents(scene.text, main, "dobj"))


def is_promise(text: AnnotatedText, verb: int) -> bool:
    """Whether a clause says what will be or would be."""
    return bool(set(auxiliaries(text, verb)) & PROMISING)


def is_to_come(text: AnnotatedText, verb: int) -> bool:
    """Whether a verb has a modal of its own."""
    return bool(set(auxiliaries(text, verb)) & MODALS)


def is_mirror(text: AnnotatedText, verb: int) -> bool:
    """Whether a clause only says that its subject does the same ("as long as the other side *does*")."""
    if text.tokens[verb].lemma != "do":
        return False
    return child(text, verb, "dobj", "xcomp", "ccomp", "attr") is None and child(text, verb, "nsubj") is not None


def event_type(scene: Scene, book: Codebook, verb: int) -> str:
    """Type of the event that a verb is, or empty."""
    frames = book.frames.get((scene.text.tokens[verb].lemma, "v"), ())
    fitting = (frame for frame in frames if all(holds(scene, verb, constraint) for constraint in frame.when))
    return next((frame.plover for frame in fitting), "")


def is_event(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether a verb has a reading that is an event."""
    return bool(event_type(scene, book, verb))


def is_pledge(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether somebody is said to offer, threaten, refuse or be ready for what a verb says."""
    text = scene.text
    if any(_opens(book, text, below) for below in dependents(text, verb, "acomp")):
        return True
    return any(layer.entry.effect in {"commit", "threaten", "refuse"} for layer in climb(text, book, verb)[:1])


def acts(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether a verb, or its subject or object, is something done or settled between parties."""
    text = scene.text
    if not is_verbal(text.tokens[verb]):
        return is_matter(scene, book, verb)
    if is_event(scene, book, verb):
        return True
    heads = dependents(text, verb, "nsubj", "nsubjpass", "dobj", "attr", "xcomp")
    return any(is_event(scene, book, i) if is_verbal(text.tokens[i]) else is_matter(scene, book, i) for i in heads)


def is_guess(text: AnnotatedText, verb: int) -> bool:
    """Whether a clause, or the one its infinitive hangs on, only says what may come."""
    spoken = set(auxiliaries(text, verb))
    if text.tokens[verb].dep == "xcomp":
        spoken |= set(auxiliaries(text, text.tokens[verb].head))
    return bool(spoken & GUESSING)
