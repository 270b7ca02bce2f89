"""From triggers to drafts of events: sources, targets, presentation, and the acts that embedding words are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dragoman.extract.arguments import (
    PLACE_PREPOSITIONS,
    SUBJECT_PREPOSITIONS,
    Argument,
    Scene,
    actors_of,
    any_actor_below,
    is_generic,
    is_place_like,
    side,
    unique,
)
from dragoman.extract.factuality import Layer, Presentation, present
from dragoman.extract.triggers import Trigger, find_triggers
from dragoman.model.codebook import Codebook, LightVerb
from dragoman.syntax import child, dependents, is_passive, is_verbal, objects, particle, prepositions, subjects

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
WARS = frozenset({"war", "conflict", "fighting", "violence", "uprising", "revolution", "insurgency", "invasion", "accord", "agreement"})
PROMISED = frozenset({"AGREE", "THREATEN"})
"""Types about what the source itself will do: whom it is done to is looked for in the event that is promised."""
BODILY = frozenset({"ASSAULT", "COERCE"})
"""Types that are done to the object itself, however generic ("killed *soldiers* in Kestria")."""
TRANSITIVE_NOUNS = frozenset(
    {"ASSAULT", "COERCE", "REJECT", "ACCUSE", "SANCTION", "RETREAT", "SUPPORT", "AID", "CONCEDE"}
)
"""Types whose nouns take what they are done to with "of" ("the bombing *of* Kestria")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An event before it is written down.

    Attributes:
        token: trigger; carrier: light verb, if any.
        content: the draft this one is about, for acts ("agreed to *withdraw*").
        beside: whose event it is that the sources took part in ("involved in the *Hamas* attack").
    """

    token: int
    plover: str
    mode: str
    cameo: str
    rule: str
    sources: tuple[Argument, ...]
    targets: tuple[Argument, ...]
    presentation: Presentation
    symmetric: bool = False
    carrier: int | None = None
    content: Draft | None = None
    beside: tuple[Argument, ...] = ()


def light_verb(scene: Scene, book: Codebook, noun: int) -> tuple[int, LightVerb] | None:
    """The light verb whose object (or object of "in", "with") a noun is, with its table row."""
    text = scene.text
    token = text.tokens[noun]
    while token.dep == "conj" and token.head != token.i:
        token = text.tokens[token.head]
    above, trailing = token.head, False
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


def _subject_actors(scene: Scene, verb: int) -> list[Argument]:
    return unique(a for index in subjects(scene.text, verb) for a in actors_of(scene, index, SUBJECT_PREPOSITIONS))


def _by_role(scene: Scene, index: int, role: str, carrier: int | None) -> list[Argument]:
    """Arguments for a role that a frame names outright; of several roles (``on|against``) the first that is filled."""
    first, _, others = role.partition("|")
    if others:
        return _by_role(scene, index, first, carrier) or _by_role(scene, index, others, carrier)
    text = scene.text
    if role == "none":
        return []
    verb = carrier if carrier is not None else index
    if role == "subj":
        return _subject_actors(scene, verb)
    if role == "obj":
        return unique(a for o in objects(text, verb) for a in actors_of(scene, o))
    if role == "poss":
        owner = child(text, index, "poss")
        return actors_of(scene, owner) if owner is not None else []
    hosts = [index, *([carrier] if carrier is not None else [])]
    for host in hosts:
        found = [a for prep, to in _reachable(scene, host) if prep == role for a in actors_of(scene, to)]
        if found:
            return unique(found)
    return []


def _reachable(scene: Scene, index: int) -> list[tuple[str, int]]:
    """Prepositional objects of a verb or noun, of its objects, and of their own phrases, nearest first.

    Where a phrase hangs ("tariffs *on Kestria*") is the parser's guess and changes with the name in it, so all places
    count alike: the same sentence about other parties must give the same roles.
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
    return list(dict.fromkeys(pairs + nested))


def _prepositional(scene: Scene, index: int, order: Iterable[str], plover: str, taken: set[str]) -> list[Argument]:
    """Arguments behind prepositions in a fixed order; the first preposition that gives one wins."""
    pairs = [pair for pair in _reachable(scene, index) if scene.text.tokens[pair[1]].dep != "pcomp"]
    for wanted in order:
        found = []
        for prep, inner in pairs:
            if prep != wanted:
                continue
            for argument in actors_of(scene, inner):
                aimed = prep in SPEECH_PLACES.get(plover, ())
                place = prep in PLACE_PREPOSITIONS and is_place_like(argument) and not aimed
                if argument.actor.id not in taken and not (place and plover not in PLACE_AS_TARGET):
                    found.append(argument)
        if found:
            return unique(found)
    return []


def _verb_targets(scene: Scene, verb: int, plover: str, taken: set[str]) -> list[Argument]:
    text = scene.text
    whole = objects(text, verb)
    datives = [to for prep, to in prepositions(text, verb) if text.tokens[to].dep == "dative"]
    heads = [*datives, *whole]
    direct = [a for o in heads for a in actors_of(scene, o) if a.actor.id not in taken]
    if any(a.direct and (plover in BODILY or not is_generic(a)) for a in direct):
        return unique(a for a in direct if a.direct)
    oblique = _prepositional(scene, verb, TARGET_PREPOSITIONS, plover, taken)
    if any(not is_generic(a) for a in oblique) and not any(not is_generic(a) for a in direct):
        return unique(a for a in oblique if not is_generic(a))
    if direct:
        return unique(direct)
    if oblique:
        return oblique
    for index in dependents(text, verb, "oprd", "attr", "acomp"):
        found = _prepositional(scene, index, TARGET_PREPOSITIONS, plover, taken)
        if found:
            return found
    for clause in dependents(text, verb, "ccomp", "xcomp"):
        heads = [*subjects(text, clause), *objects(text, clause)]
        found = [a for s in heads for a in actors_of(scene, s) if a.actor.id not in taken and not is_generic(a)]
        found = [] if plover in PROMISED else found
        if found or (found := _prepositional(scene, clause, TARGET_PREPOSITIONS, plover, taken)):
            return unique(found)
    found = [a for o in whole for a in any_actor_below(scene, o) if a.actor.id not in taken]
    found = found or [
        a for _, o in prepositions(text, verb) for a in any_actor_below(scene, o) if a.actor.id not in taken
    ]
    return unique(a for a in found if plover in PLACE_AS_TARGET or not is_place_like(a))


def _names_a_war(scene: Scene, noun: int, modifier: int, argument: Argument) -> bool:
    """True for a country that only says which war or where ("the *Kestria* war"), unlike "the Kestrian attack"."""
    token = scene.text.tokens[modifier]
    return scene.text.tokens[noun].lemma in WARS and token.dep in {"compound", "nmod"} and is_place_like(argument)


def _noun_sources(scene: Scene, noun: int) -> tuple[list[Argument], bool]:
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
        if not _names_a_war(scene, noun, b, argument := Argument(actor=a, mention=scene.by_token[b], direct=True))
    ]
    if found:
        return unique(found), True
    for clause in dependents(text, noun, "acl"):
        if is_passive(text, clause) and (found := _subject_actors(scene, clause)):
            return found, True
    return [], False


def _noun_arguments(
    scene: Scene, book: Codebook, trigger: Trigger
) -> tuple[list[Argument], list[Argument], int | None]:
    text, noun, frame = scene.text, trigger.token, trigger.frame
    carried = light_verb(scene, book, noun)
    carrier = carried[0] if carried is not None and carried[1].effect != "evaluate" else None
    sources, of_free = _noun_sources(scene, noun)
    received = carried is not None and carried[1].effect == "receive"
    if carried is not None and carried[1].effect == "involve":
        involved = unique(a for o in objects(text, carried[0]) for a in actors_of(scene, o, SUBJECT_PREPOSITIONS))
        return involved, _prepositional(scene, noun, NOUN_TARGET_PREPOSITIONS[:-2], frame.plover, set()), carried[0]
    targets: list[Argument] = []
    if carrier is not None and not received and not sources:
        sources, of_free = _subject_actors(scene, carrier), True
    if received and carrier is not None:
        targets = _subject_actors(scene, carrier)
        sources = (
            sources
            or _prepositional(scene, noun, ("from", "by"), frame.plover, set())
            or _prepositional(scene, carrier, ("from", "by"), frame.plover, set())
        )
    between = [a for prep, to in prepositions(text, noun) if prep in {"between", "among"} for a in actors_of(scene, to)]
    if between:
        return unique(between), unique(between), carrier
    if not sources and frame.plover not in TRANSITIVE_NOUNS:
        sources = _prepositional(scene, noun, ("of", "from"), frame.plover, set())
    taken = {a.actor.id for a in sources}
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


def _gerund_actors(scene: Scene, index: int) -> list[Argument]:
    """Who does a gerund read as an adjective: the owner of the noun its phrase hangs on, or the clause's subject."""
    text = scene.text
    above = text.tokens[text.tokens[text.tokens[index].head].head].head
    if is_verbal(text.tokens[above]):
        return _subject_actors(scene, above)
    return _noun_sources(scene, above)[0]


def _draft(scene: Scene, book: Codebook, trigger: Trigger) -> Draft:
    frame, index = trigger.frame, trigger.token
    carrier: int | None = None
    if frame.pos == "n":
        sources, targets, carrier = _noun_arguments(scene, book, trigger)
    else:
        verb = index
        token = scene.text.tokens[index]
        if frame.pos == "a" and token.dep in {"acomp", "oprd", "attr"} and is_verbal(scene.text.tokens[token.head]):
            sources = _subject_actors(scene, token.head)
        elif token.dep == "amod":
            sources, verb = _gerund_actors(scene, index), token.head
        else:
            sources = _subject_actors(scene, verb)
        taken = {a.actor.id for a in sources}
        targets = [] if frame.target_role else _verb_targets(scene, verb, frame.plover, taken)
    if frame.source_role:
        sources = _by_role(scene, index, frame.source_role, carrier) or (
            sources if frame.target_role not in {"subj"} else []
        )
    if frame.target_role:
        targets = _by_role(scene, index, frame.target_role, carrier)
    ids = {a.actor.id for a in sources}
    together = bool(ids & {a.actor.id for a in targets} and len(ids) > 1)
    symmetric = frame.symmetric or together
    if not together:
        targets = [a for a in targets if a.actor.id not in ids]
    return Draft(
        token=index,
        plover=frame.plover,
        mode=frame.mode,
        cameo=frame.cameo,
        rule=frame.rule,
        sources=tuple(sources),
        targets=tuple(targets),
        presentation=present(scene.text, book, index, carrier, book.types[frame.plover].quad_class),
        symmetric=symmetric,
        carrier=carrier,
        beside=tuple(_noun_sources(scene, index)[0]) if carrier is not None and frame.pos == "n" else (),
    )


def act_type(book: Codebook, act: str, negated: bool, content: str) -> str:
    """PLOVER type of an act about an event of type ``content``, or the empty string for none.

    Intent to cooperate is AGREE, intent to act in conflict THREATEN, refusal REJECT, and so on, as the PLOVER codebook
    has it; a negated promise is a refusal.
    """
    kind = book.types[content]
    if act == "intent":
        return kind.as_refused if negated else kind.as_future
    if act in {"refusal", "failure"}:
        plain = kind.as_refused if act == "refusal" else kind.as_undone
        return "" if negated else plain
    if act == "cease":
        return "" if negated else kind.as_ceased
    if negated:
        return ""
    return {"request": "REQUEST", "threat": "THREATEN", "accuse": "ACCUSE", "order": content}.get(act, "")


def _addressee(scene: Scene, layer: Layer, sources: set[str]) -> list[Argument]:
    """The one an act is addressed to."""
    place = layer.entry.addressee
    if not place:
        return []
    found = (
        [a for o in objects(scene.text, layer.token) for a in actors_of(scene, o)]
        if place == "obj"
        else [a for prep, to in prepositions(scene.text, layer.token) if prep == place for a in actors_of(scene, to)]
    )
    return unique(a for a in found if a.actor.id not in sources)


def _holder_actors(scene: Scene, token: int) -> list[Argument]:
    """Who says, plans or refuses: the subject of the embedding verb, or the owner of the noun."""
    if is_verbal(scene.text.tokens[token]):
        return _subject_actors(scene, token)
    if scene.text.tokens[token].pos == "ADJ":
        return _subject_actors(scene, scene.text.tokens[token].head)
    return _noun_sources(scene, token)[0]


def _act_draft(scene: Scene, book: Codebook, content: Draft) -> Draft | None:
    """The act that the innermost embedding word above an event is in itself, if any."""
    for position, layer in enumerate(content.presentation.layers):
        if layer.entry.effect in {"implicative", "permit"}:
            continue
        act = layer.entry.act
        obliged = act == "say" and content.presentation.obliged
        plover = "REQUEST" if obliged else act_type(book, act, layer.negated, content.plover)
        if not plover or layer.adjunct:
            return None
        sources = _holder_actors(scene, layer.token)
        ids = {a.actor.id for a in sources}
        if not sources or (obliged and ids & {a.actor.id for a in content.sources}):
            return None
        targets = _addressee(scene, layer, ids)
        if not targets and plover in {"REQUEST", "ACCUSE"}:
            targets = [a for a in content.sources if a.actor.id not in ids]
        targets = targets or [a for a in content.targets if a.actor.id not in ids]
        cameo = book.act_codes.get((plover, content.plover), book.types[plover].default_cameo)
        above = content.presentation.layers[position + 1 :]
        shown = present(scene.text, book, layer.token)
        return Draft(
            token=layer.token,
            plover=plover,
            mode=book.cameo[cameo].mode,
            cameo=cameo,
            rule=f"embedding/{layer.entry.lemma}/{layer.entry.pos}/{layer.entry.prep}",
            sources=tuple(sources),
            targets=tuple(targets),
            presentation=shown if above or shown.factuality else content.presentation,
            content=content,
        )
    return None


def _complete(draft: Draft, inner: list[Draft]) -> Draft:
    """Fill a missing target from the event a draft is about: who is asked, or to whom it is promised."""
    if draft.targets or not inner:
        return draft
    own = {side(a) for a in draft.sources}
    for content in inner:
        asked = draft.plover in {"REQUEST", "ACCUSE"}
        order = (content.sources, content.targets) if asked else (content.targets, content.sources)
        for group in order:
            found = tuple(a for a in group if side(a) not in own)
            if found:
                return replace(draft, targets=found, content=content)
    return draft


def complete_targets(drafts: Sequence[Draft]) -> list[Draft]:
    """Drafts with missing targets filled in from the events they are about."""
    about: dict[int, list[Draft]] = {}
    for draft in drafts:
        for layer in draft.presentation.layers:
            if layer.entry.effect not in {"report", "implicative"}:
                about.setdefault(layer.token, []).append(draft)
                break
    return [_complete(draft, about.get(draft.token, [])) for draft in drafts]


def find_drafts(scene: Scene, book: Codebook) -> Iterator[Draft]:
    """All drafts of a text in text order: triggers with frames, then acts without a frame of their own."""
    triggers = list(find_triggers(scene, book))
    phrasal = {t.token for t in triggers if any(c.key in {"obj", "has"} for c in t.frame.when)}
    drafts = [_draft(scene, book, trigger) for trigger in triggers]
    # "made peace": the verb's frame names its noun already, unless the verb says nobody did it ("talks were held")
    told = {draft.token for draft in drafts if draft.token in phrasal and draft.sources}
    drafts = [draft for draft in drafts if draft.carrier not in told]
    carried = {draft.carrier for draft in drafts if draft.carrier is not None and draft.sources}
    drafts = [draft for draft in drafts if draft.token not in carried or draft.sources]
    tokens = {draft.token for draft in drafts} | {d.carrier for d in drafts if d.carrier is not None}
    acts: dict[int, Draft] = {}
    for draft in drafts:
        act = _act_draft(scene, book, draft)
        if act is not None and act.token not in tokens and act.token not in acts:
            acts[act.token] = act
    yield from sorted([*complete_targets(drafts), *acts.values()], key=lambda draft: draft.token)
