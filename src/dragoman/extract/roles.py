"""Who fills the roles of a trigger: sources and targets of verbs, and of nouns with the light verbs that carry them."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.extract.arguments import (
    PLACE_PREPOSITIONS,
    SUBJECT_PREPOSITIONS,
    Argument,
    Scene,
    actors_of,
    any_actor_below,
    is_generic,
    is_place_like,
    unique,
)
from dragoman.extract.triggers import Trigger
from dragoman.model.codebook import Codebook, LightVerb
from dragoman.syntax import (
    child,
    dependents,
    is_passive,
    is_verbal,
    materiel,
    objects,
    particle,
    prepositions,
    subjects,
    text_nouns,
)

TARGET_PREPOSITIONS = (
    "against",
    "to",
    "with",
    "on",
    "upon",
    "for",
    "towards",
    "toward",
    "at",
    "over",
    "from",
    "between",
    "of",
    "about",
    "into",
    "in",
    "near",
    "by",
)
CLAIMED = LightVerb(lemma="claim", particle="", effect="pass")
GIVEN = frozenset({"AID", "REQUEST", "AGREE", "COOPERATE"})
"""Types that arms are the matter of, not the target ("asked for *fighter jets*")."""
SPEECH_PLACES = {
    "REQUEST": {"from", "in", "at"},
    "ACCUSE": {"into", "at"},
    "THREATEN": {"at"},
    "REJECT": {"at", "from"},
    "AGREE": {"from"},
}
"""Prepositions of place that name whom a type is aimed at ("demanded an apology *from* Kestria", "probe *into*")."""
NOUN_TARGET_PREPOSITIONS = (
    "against",
    "on",
    "to",
    "with",
    "towards",
    "toward",
    "at",
    "for",
    "from",
    "over",
    "about",
    "onto",
    "between",
    "of",
    "in",
    "into",
)
PLACE_AS_TARGET = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "AID", "CONSULT", "RETREAT", "PROTEST", "SANCTION"})
"""Types whose target may be named as a place ("shelled positions in Kestria", "arrived in Kestria")."""
PROMISED = frozenset({"AGREE", "THREATEN"})
"""Types about what the source itself will do: whom it is done to is looked for in the event that is promised."""
BODILY = frozenset({"ASSAULT", "COERCE"})
"""Types that are done to the object itself, however generic ("killed *soldiers* in Kestria")."""
TRANSITIVE_NOUNS = frozenset(
    {"ASSAULT", "COERCE", "REJECT", "ACCUSE", "SANCTION", "RETREAT", "SUPPORT", "AID", "CONCEDE"}
)
"""Types whose nouns take what they are done to with "of" ("the bombing *of* Kestria")."""


def light_verb(scene: Scene, book: Codebook, noun: int) -> tuple[int, LightVerb] | None:
    """The light verb whose object (or object of "in", "with") a noun is, with its table row."""
    text = scene.text
    token = text.tokens[noun]
    while token.dep == "conj" and token.head != token.i:
        token = text.tokens[token.head]
    above, trailing = token.head, False
    behind = text.tokens[text.tokens[above].head]
    if token.dep == "pobj" and text.tokens[above].lemma == "for" and behind.lemma in {"responsibility", "credit"}:
        # "claimed responsibility for the attack"
        return (behind.head, CLAIMED) if behind.dep == "dobj" and is_verbal(text.tokens[behind.head]) else None
    if token.dep == "pobj" and text.tokens[above].lemma in {"in", "with", "out"}:
        above = text.tokens[above].head
    elif token.dep not in {"dobj", "nsubjpass", "attr"} and not (
        token.dep == "nsubj" and is_verbal(text.tokens[above])
    ):
        acl = child(text, noun, "acl")
        if acl is None or not is_passive(text, acl):
            return None
        above, trailing = acl, True
    if token.dep == "nsubj" or not is_verbal(text.tokens[above]):
        return None
    rows = book.light_verbs.get(text.tokens[above].lemma, ())
    spoken = particle(text, above)
    for row in rows:
        fits = row.particle == spoken or (not row.particle and not spoken)
        if fits and not (trailing and row.effect == "involve"):
            return above, row
    return None


def subject_actors(scene: Scene, verb: int, depth: int = 0) -> list[Argument]:
    """Actors of a verb's logical subjects; a text speaks for whoever issues it."""
    heads = subjects(scene.text, verb)
    found = unique(a for index in heads for a in actors_of(scene, index, SUBJECT_PREPOSITIONS))
    if found or depth > 1:
        return found
    tokens = scene.text.tokens
    issued = [i for i in heads if tokens[i].lemma in text_nouns() and tokens[i].dep in {"dobj", "nsubjpass"}]
    return unique(a for i in issued for a in subject_actors(scene, tokens[i].head, depth + 1))


def by_role(scene: Scene, index: int, role: str, carrier: int | None) -> list[Argument]:
    """Arguments for a role that a frame names outright; of several roles (``on|against``) the first that is filled."""
    first, _, others = role.partition("|")
    if others:
        return by_role(scene, index, first, carrier) or by_role(scene, index, others, carrier)
    text = scene.text
    if role == "none":
        return []
    verb = carrier if carrier is not None else index
    if role == "subj":
        return subject_actors(scene, verb)
    if role == "obj":
        return unique(a for o in objects(text, verb) for a in actors_of(scene, o))
    if role == "poss":
        owner = child(text, index, "poss")
        return actors_of(scene, owner) if owner is not None else []
    hosts = [index, *([carrier] if carrier is not None else [])]
    for host in hosts:
        for pairs in _reachable(scene, host):
            found = [a for prep, to in pairs if prep == role for a in actors_of(scene, to)]
            if found:
                return unique(found)
    return []


def _reachable(scene: Scene, index: int) -> list[list[tuple[str, int]]]:
    """Prepositional objects of a verb or noun and of its objects, then those of their own phrases.

    Where a phrase hangs ("tariffs *on Kestria*") is the parser's guess and changes with the name in it, so places of
    one level count alike: the same sentence about other parties must give the same roles.
    """
    text = scene.text
    pairs = list(prepositions(text, index))
    if is_verbal(text.tokens[index]):
        pairs += [pair for o in objects(text, index) for pair in prepositions(text, o)]
    nested = [
        pair
        for _, inner in pairs
        if text.tokens[inner].dep == "pobj" and inner not in scene.by_token
        for pair in prepositions(text, inner)
    ]
    return [list(dict.fromkeys(pairs)), nested]


def _prepositional(scene: Scene, index: int, order: Iterable[str], plover: str, taken: set[str]) -> list[Argument]:
    """Arguments behind prepositions in a fixed order; the first preposition that gives one wins."""
    for level in _reachable(scene, index):
        pairs = [pair for pair in level if scene.text.tokens[pair[1]].dep != "pcomp"]
        for wanted in order:
            found = _behind(scene, pairs, wanted, plover, taken)
            if found:
                return unique(found)
    return []


def _behind(scene: Scene, pairs: list[tuple[str, int]], wanted: str, plover: str, taken: set[str]) -> list[Argument]:
    """Actors behind one preposition, without the sources and without mere places."""
    found = []
    for prep, inner in pairs:
        if prep != wanted:
            continue
        for argument in actors_of(scene, inner):
            aimed = prep in SPEECH_PLACES.get(plover, ())
            place = prep in PLACE_PREPOSITIONS and is_place_like(argument) and not aimed
            matter = plover in GIVEN and _is_materiel(scene, argument)
            if argument.actor.id not in taken and not matter and not (place and plover not in PLACE_AS_TARGET):
                found.append(argument)
    return found


def _is_materiel(scene: Scene, argument: Argument) -> bool:
    return is_generic(argument) and scene.text.tokens[argument.mention.head].lemma in materiel()


def _is_own(scene: Scene, argument: Argument) -> bool:
    """True for someone of the source's own ("recalled *its ambassador*"), who is not whom the event is aimed at."""
    owner = child(scene.text, argument.mention.head, "poss")
    return (
        owner is not None
        and scene.text.tokens[owner].tag == "PRP$"
        and argument.mention.last - 1 == argument.mention.head
    )


def verb_targets(scene: Scene, verb: int, plover: str, taken: set[str]) -> list[Argument]:
    """Targets of a verb: its object's actors, else those behind its prepositions, else those of its complement.

    Args:
        plover: type of the event, which decides whether a place can be a target.
        taken: ids of the sources.
    """
    text = scene.text
    whole = objects(text, verb)
    datives = [to for prep, to in prepositions(text, verb) if text.tokens[to].dep == "dative"]
    heads = [*datives, *whole]
    direct = [a for o in heads for a in actors_of(scene, o) if a.actor.id not in taken]
    if plover in GIVEN:
        direct = [a for a in direct if not _is_materiel(scene, a)]
    if plover not in BODILY:
        direct = [a for a in direct if not _is_own(scene, a)]
    if any(a.direct and (plover in BODILY or not is_generic(a)) for a in direct):
        return unique(a for a in direct if a.direct)
    oblique = _prepositional(scene, verb, TARGET_PREPOSITIONS, plover, taken)
    if any(not is_generic(a) for a in oblique) and not any(not is_generic(a) for a in direct):
        return unique(a for a in oblique if not is_generic(a))
    if direct:
        return unique(direct)
    if oblique:
        return oblique
    for noun in whole:
        # "the plan that Kestria put forward", "a resolution drafted by Kestria"
        clauses = dependents(text, noun, "relcl", "acl")
        found = [a for clause in clauses for a in subject_actors(scene, clause) if a.actor.id not in taken]
        if found and not any(a.mention.head == noun for a in found):
            return unique(found)
    for index in dependents(text, verb, "oprd", "attr", "acomp"):
        found = _prepositional(scene, index, TARGET_PREPOSITIONS, plover, taken)
        if found:
            return found
    for clause in dependents(text, verb, "ccomp", "xcomp"):
        heads = [*([] if plover in PROMISED else subjects(text, clause)), *objects(text, clause)]
        found = [a for s in heads for a in actors_of(scene, s) if a.actor.id not in taken and not is_generic(a)]
        if found or (found := _prepositional(scene, clause, TARGET_PREPOSITIONS, plover, taken)):
            return unique(found)
    found = [a for o in whole for a in any_actor_below(scene, o) if a.actor.id not in taken]
    found = found or [
        a for _, o in prepositions(text, verb) for a in any_actor_below(scene, o) if a.actor.id not in taken
    ]
    found = [a for a in found if not (plover in GIVEN and _is_materiel(scene, a))]
    return unique(a for a in found if plover in PLACE_AS_TARGET or not is_place_like(a))


def _names_a_war(scene: Scene, book: Codebook, noun: int, modifier: int, argument: Argument) -> bool:
    """True for a country that only says which war or where ("the *Kestria* war"), unlike "the Kestrian attack"."""
    token = scene.text.tokens[modifier]
    if not argument.actor.name.endswith(token.text):
        return False  # "the Kestrian invasion" says whose
    return (
        scene.text.tokens[noun].lemma in book.classes["WAR"]
        and token.dep in {"compound", "nmod"}
        and is_place_like(argument)
    )


def noun_sources(scene: Scene, book: Codebook, noun: int) -> tuple[list[Argument], bool]:
    """Sources of an event noun by itself, and whether they leave its "of" free for the target."""
    text = scene.text
    owner = child(text, noun, "poss")
    if owner is not None and (found := actors_of(scene, owner)):
        return unique(found), True
    agents = [a for prep, to in prepositions(text, noun) if prep == "by" for a in actors_of(scene, to)]
    if agents:
        return unique(agents), True
    modifiers = [b for b in dependents(text, noun, "amod", "compound", "nmod") if b in scene.by_token]
    found = [
        argument
        for b in modifiers
        for a in scene.by_token[b].actors
        if not _names_a_war(scene, book, noun, b, argument := Argument(actor=a, mention=scene.by_token[b], direct=True))
    ]
    if found:
        return unique(found), True
    for clause in dependents(text, noun, "acl"):
        if is_passive(text, clause) and (found := subject_actors(scene, clause)):
            return found, True
    return [], False


def _is_denied(scene: Scene, book: Codebook, noun: int) -> bool:
    """Whether a noun is what somebody denies, and so denies having done ("denied an *attack* on")."""
    token = scene.text.tokens[noun]
    entries = book.embeddings.get((scene.text.tokens[token.head].lemma, "v"), ())
    return token.dep == "dobj" and any(entry.effect == "deny" and entry.prep == "obj" for entry in entries)


BLAMING = frozenset({"accuse", "blame", "suspect", "condemn", "criticize", "criticise", "denounce", "thank", "praise"})
"""Verbs whose object has done what stands behind their "of" or "for"."""


def _blamed(scene: Scene, noun: int) -> list[Argument]:
    """Who is said to have done something ("blamed *the army* for the strikes")."""
    text = scene.text
    above = text.tokens[text.tokens[noun].head]
    if text.tokens[noun].dep != "pobj" or above.lemma not in {"for", "of", "over"}:
        return []
    if text.tokens[above.head].lemma not in BLAMING:
        return []
    return unique(a for o in objects(text, above.head) for a in actors_of(scene, o))


def _suffering(scene: Scene, book: Codebook, noun: int) -> list[Argument]:
    """Whom an event is said to have cost ("the toll on *civilians* from Velmora's operations")."""
    text = scene.text
    above = text.tokens[text.tokens[noun].head]
    if text.tokens[noun].dep != "pobj" or above.lemma not in {"from", "of"}:
        return []
    cost = text.tokens[above.head]
    if cost.dep == "pobj":  # the parser may hang "from" on the sufferers
        cost = text.tokens[text.tokens[cost.head].head]
    if cost.lemma not in book.classes["TOLL"]:
        return []
    return unique(a for p, to in prepositions(text, cost.i) if p in {"on", "among", "to"} for a in actors_of(scene, to))


def noun_arguments(scene: Scene, book: Codebook, trigger: Trigger) -> tuple[list[Argument], list[Argument], int | None]:
    """Sources and targets of an event noun, and the light verb that carries it ("*carried out* a strike")."""
    text, noun, frame = scene.text, trigger.token, trigger.frame
    carried = light_verb(scene, book, noun)
    if carried is not None and child(text, noun, "acl") == carried[0]:
        mediated = text.tokens[carried[0]].lemma in book.words["mediating_words"]
        carried = None if mediated else carried  # "the talks, *mediated* by France," are not France's
    carrier = carried[0] if carried is not None and carried[1].effect != "evaluate" else None
    sources, of_free = noun_sources(scene, book, noun)
    received = carried is not None and carried[1].effect == "receive"
    if carried is not None and carried[1].effect == "involve":
        involved = unique(a for o in objects(text, carried[0]) for a in actors_of(scene, o, SUBJECT_PREPOSITIONS))
        return involved, _prepositional(scene, noun, NOUN_TARGET_PREPOSITIONS[:-2], frame.plover, set()), carried[0]
    targets: list[Argument] = []
    if carrier is not None and not received and not sources:
        sources, of_free = subject_actors(scene, carrier), True
    if received and carrier is not None:
        targets = subject_actors(scene, carrier)
        sources = (
            sources
            or _prepositional(scene, noun, ("from", "by"), frame.plover, set())
            or _prepositional(scene, carrier, ("from", "by"), frame.plover, set())
        )
    between = [a for prep, to in prepositions(text, noun) if prep in {"between", "among"} for a in actors_of(scene, to)]
    if between:
        return unique(between), unique(between), carrier
    if not sources and _is_denied(scene, book, noun):
        sources, of_free = subject_actors(scene, text.tokens[noun].head), True
    if not sources and frame.plover not in TRANSITIVE_NOUNS:
        sources = _prepositional(scene, noun, ("of", "from"), frame.plover, set())
    if not sources:
        sources, of_free = _blamed(scene, noun), True
    taken = {a.actor.id for a in sources}
    targets = targets or [a for a in _suffering(scene, book, noun) if a.actor.id not in taken]
    order = NOUN_TARGET_PREPOSITIONS if of_free or frame.plover in TRANSITIVE_NOUNS else NOUN_TARGET_PREPOSITIONS[:-3]
    if not targets:
        targets = _prepositional(scene, noun, order, frame.plover, taken)
    if not targets and carrier is not None:
        targets = _prepositional(scene, carrier, TARGET_PREPOSITIONS, frame.plover, taken)
        targets = targets or [
            a
            for prep, to in prepositions(text, carrier)
            if text.tokens[to].dep == "dative"
            for a in actors_of(scene, to)
        ]
    return sources, targets, carrier
