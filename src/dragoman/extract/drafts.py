"""From triggers to drafts of events: sources, targets, presentation, and the acts that embedding words are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.extract.arguments import (
    Argument,
    Scene,
    actors_of,
    is_generic,
    is_place_like,
    is_reciprocal,
    means_both,
    side,
    unique,
)
from dragoman.extract.factuality import Layer, Presentation, is_negated, present
from dragoman.extract.roles import PROMISED, by_role, noun_arguments, noun_sources, subject_actors, verb_targets
from dragoman.extract.triggers import Trigger, find_triggers, has_subjunctive
from dragoman.model.actors import ActorKind
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Factuality
from dragoman.syntax import auxiliaries, child, is_verbal, objects, prepositions, subjects

WARNINGS = frozenset({"warn", "caution", "threaten"})
"""Verbs that stay threats whatever is threatened ("warned that it would *not* tolerate")."""
COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"})
"""Types whose refusal is REJECT."""
HOSTILE = frozenset({"SANCTION", "COERCE", "ASSAULT", "MOBILIZE"})
"""Types whose announcement is a threat."""
ABILITY = frozenset({"can", "could", "ca"})
NOT_SURE = frozenset({Factuality.PLANNED, Factuality.CONDITIONAL, Factuality.REPORTED})
TALKING = frozenset({"CONSULT", "SUPPORT", "AGREE"})
STANCES = frozenset({"SUPPORT", "AGREE"})
"""Types that not doing now refuses ("*does not recognise* the ruling"); of other types it says no more than so."""
SPEECH = frozenset({"ACCUSE", "SUPPORT", "REJECT", "REQUEST", "THREATEN"})
"""Types whose verbs speak of an event and leave it standing ("condemned the *attack*")."""


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


def _gerund_actors(scene: Scene, book: Codebook, index: int) -> list[Argument]:
    """Who does a gerund read as an adjective: the owner of the noun its phrase hangs on, or the clause's subject."""
    text = scene.text
    above = text.tokens[text.tokens[text.tokens[index].head].head].head
    if is_verbal(text.tokens[above]):
        return subject_actors(scene, above)
    return noun_sources(scene, book, above)[0]


def _promises_not_to(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether what is promised is negated ("pledged *not* to attack")."""
    if objects(scene.text, verb):
        return False  # "warned Kestria not to attack" is about what Kestria does
    clauses = [below for below in scene.text.children[verb] if scene.text.tokens[below].dep in {"xcomp", "ccomp"}]
    return any(is_negated(scene.text, book, clause) for clause in clauses)


def _is_mutual(scene: Scene, verb: int) -> bool:
    """Whether a verb's object or prepositional object is "each other" or has it as owner."""
    text = scene.text
    heads = [*objects(text, verb), *(to for _, to in prepositions(text, verb))]
    owners = [below for head in heads for below in text.children[head] if text.tokens[below].dep == "poss"]
    if any(text.tokens[head].lemma == "other" for head in heads):
        return any(means_both(scene, index) for index in subjects(text, verb))  # "each side accused *the other*"
    return any(is_reciprocal(scene, index) for index in [*heads, *owners])


def _draft(scene: Scene, book: Codebook, trigger: Trigger) -> Draft:
    frame, index = trigger.frame, trigger.token
    carrier: int | None = None
    struck: list[Argument] = []
    if frame.pos == "n":
        sources, targets, carrier = noun_arguments(scene, book, trigger)
    else:
        verb = index
        token = scene.text.tokens[index]
        if frame.pos == "a" and token.dep in {"acomp", "oprd", "attr"} and is_verbal(scene.text.tokens[token.head]):
            sources = subject_actors(scene, token.head)
        elif token.dep == "amod":
            sources, verb = _gerund_actors(scene, book, index), token.head
            struck = [] if is_verbal(scene.text.tokens[verb]) else actors_of(scene, verb)
        else:
            sources = subject_actors(scene, verb)
        taken = {a.actor.id for a in sources} | {side(a) for a in sources}  # "closed *his country's* ports to"
        targets = [] if frame.target_role else struck or verb_targets(scene, verb, frame.plover, taken)
    if frame.source_role:
        sources = by_role(scene, index, frame.source_role, carrier) or (sources if frame.target_role != "subj" else [])
    if frame.target_role:
        targets = by_role(scene, index, frame.target_role, carrier)
    ids = {a.actor.id for a in sources}
    mutual = frame.pos != "n" and len(ids) > 1 and _is_mutual(scene, index)
    if mutual or (frame.symmetric and len(ids) > 1):
        targets = [a for a in targets if not mutual and a.actor.kind is not ActorKind.REGION]
    together = bool(ids & {a.actor.id for a in targets} and len(ids) > 1)
    symmetric = frame.symmetric or together or mutual
    if not together:
        targets = [a for a in targets if a.actor.id not in ids]
    if frame.plover == "CONSULT":
        home = {side(a) for a in sources}
        targets = [a for a in targets if not (is_place_like(a) and side(a) in home)]  # "returned to Washington"
        targets = [a for a in targets if a.actor.kind is not ActorKind.REGION or a.actor.country is not None]
    plover, mode, cameo = frame.plover, frame.mode, frame.cameo
    if plover in PROMISED and frame.lemma not in WARNINGS and _promises_not_to(scene, book, index):
        plover = book.types[plover].as_refused
        mode, cameo = "", book.types[plover].default_cameo
    return Draft(
        token=index,
        plover=plover,
        mode=mode,
        cameo=cameo,
        rule=frame.rule,
        sources=tuple(sources),
        targets=tuple(targets),
        presentation=present(scene.text, book, index, carrier, book.types[frame.plover].quad_class),
        symmetric=symmetric,
        carrier=carrier,
        beside=tuple(noun_sources(scene, book, index)[0]) if carrier is not None and frame.pos == "n" else (),
    )


def _declared(scene: Scene, book: Codebook, draft: Draft) -> Draft:
    """A refusal that is told as what one will not do ("Kestria said it *would not negotiate*") as the refusal it is.

    PLOVER codes the refusal to cooperate as REJECT. Only what is said of oneself, or told of the present by the outlet.
    """
    shown = draft.presentation
    unwilling = shown.negated and (shown.future or _is_unable(scene, draft))
    terms = shown.factuality is Factuality.CONDITIONAL and draft.plover in TALKING  # "will not meet them unless"
    plain = unwilling and (shown.factuality is Factuality.NEGATED or terms)
    if not plain or draft.plover not in COOPERATIVE or any(layer.negated for layer in shown.layers):
        return draft
    if any(not _is_own_voice(scene, layer, draft) for layer in shown.layers):
        return draft
    kind = book.types[draft.plover].as_refused
    code = book.types[kind].default_cameo
    told = replace(shown, factuality=Factuality.ASSERTED, negated=False)
    return replace(draft, plover=kind, mode="", cameo=code, presentation=told)


def _is_own_voice(scene: Scene, layer: Layer, draft: Draft) -> bool:
    """Whether a layer is the report of a source, or of somebody without a side ("Kestria, *an official said*, ...")."""
    if layer.entry.effect != "report":
        return False
    own = {side(a) for a in draft.sources}
    tellers = subject_actors(scene, layer.token)
    return bool(tellers) and (bool(own & {side(a) for a in tellers}) or all(is_generic(a) for a in tellers))


def _promised(scene: Scene, book: Codebook, draft: Draft) -> Draft:
    """What somebody says he will concede or support ("said Kestria *would honour* it") as the promise it is.

    PLOVER codes the stated will to cooperate as AGREE. What will be done with one's own hands (aid, withdrawals, talks)
    stays the planned act it is.
    """
    shown = draft.presentation
    ahead = shown.future and not shown.negated and draft.plover in {"SUPPORT", "CONCEDE"}
    if not ahead or shown.factuality not in {Factuality.PLANNED, Factuality.CONDITIONAL}:
        return draft
    aux = auxiliaries(scene.text, draft.token if draft.carrier is None else draft.carrier)
    if not shown.layers and "would" in aux:
        return draft  # the terms of a plan: "Velmora *would* lift its ban"
    if any(not _is_own_voice(scene, layer, draft) for layer in shown.layers):
        return draft
    code = book.act_codes.get(("AGREE", draft.plover), book.types["AGREE"].default_cameo)
    told = Factuality.ASSERTED if shown.factuality is Factuality.PLANNED else shown.factuality
    return replace(draft, plover="AGREE", mode="", cameo=code, presentation=replace(shown, factuality=told))


def _demanded(scene: Scene, draft: Draft) -> Draft:
    """What stands in the bare form below a verb of saying is asked for ("insists that Kestria *open* the road")."""
    token = scene.text.tokens[draft.token]
    bare = token.tag in {"VB", "VBP"} and token.dep == "ccomp" and draft.presentation.factuality is Factuality.REPORTED
    if not bare or not has_subjunctive(scene, token.head):
        return draft
    return replace(draft, presentation=replace(draft.presentation, factuality=Factuality.DEMANDED))


def _is_unable(scene: Scene, draft: Draft) -> bool:
    """Whether a negated verb says what one cannot do, or takes no side ("*could not* accept", "*does not* back")."""
    aux = set(auxiliaries(scene.text, draft.token if draft.carrier is None else draft.carrier))
    told = any(layer.entry.effect == "report" for layer in draft.presentation.layers)
    now = {"do", "does", "did"} if told else {"do", "does"}  # "said it *did not* recognise" tells of what is so now
    return bool(aux & ABILITY) or (draft.plover in STANCES and bool(aux & now))


def _is_threat(scene: Scene, layer: Layer, content: Draft) -> bool:
    """Whether somebody announces a hostile act of his own ("said Kestria *would stop* all flights")."""
    shown = content.presentation
    hostile = content.plover in HOSTILE and shown.future and not shown.negated
    if not hostile or layer.entry.effect != "report":
        return False
    return bool({side(a) for a in content.sources} & {side(a) for a in subject_actors(scene, layer.token)})


def act_type(book: Codebook, act: str, negated: bool, content: str) -> str:
    """PLOVER type of an act about an event of type ``content``, or the empty string for none.

    Intent to cooperate is AGREE, intent to act in conflict THREATEN, refusal REJECT, and so on, as the PLOVER codebook
    has it; a negated promise is a refusal.
    """
    kind = book.types[content]
    if act == "intent":
        return kind.as_refused if negated else kind.as_future
    if act == "accept":
        return "REJECT" if negated else "AGREE"
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


def _holder_actors(scene: Scene, book: Codebook, token: int) -> list[Argument]:
    """Who says, plans or refuses: the subject of the embedding verb, or the owner of the noun."""
    if is_verbal(scene.text.tokens[token]):
        return subject_actors(scene, token)
    if scene.text.tokens[token].pos == "ADJ":
        return subject_actors(scene, scene.text.tokens[token].head)
    return noun_sources(scene, book, token)[0]


def _act_draft(scene: Scene, book: Codebook, content: Draft) -> Draft | None:
    """The act that the innermost embedding word above an event is in itself, if any."""
    for layer in content.presentation.layers:
        if layer.entry.effect in {"implicative", "permit"}:
            continue
        act = layer.entry.act
        obliged = act == "say" and content.presentation.obliged
        negated = layer.negated != (content.presentation.negated and act in {"intent", "order"})
        plover = "REQUEST" if obliged else act_type(book, act, negated, content.plover)
        if not plover and _is_threat(scene, layer, content):
            plover = "THREATEN"
        names = act == "request" and child(scene.text, layer.token, "oprd") is not None
        if not plover or layer.adjunct or names:  # "called it a bad deal" calls for nothing
            return None
        sources = _holder_actors(scene, book, layer.token)
        ids = {a.actor.id for a in sources}
        if not sources or (obliged and ids & {a.actor.id for a in content.sources}):
            return None
        targets = _addressee(scene, layer, ids)
        if not targets and plover in {"REQUEST", "ACCUSE"}:
            targets = [a for a in content.sources if a.actor.id not in ids]
        targets = targets or [a for a in content.targets if a.actor.id not in ids]
        cameo = book.act_codes.get((plover, content.plover), book.types[plover].default_cameo)
        return Draft(
            token=layer.token,
            plover=plover,
            mode=book.cameo[cameo].mode,
            cameo=cameo,
            rule=f"embedding/{layer.entry.lemma}/{layer.entry.pos}/{layer.entry.prep}",
            sources=tuple(sources),
            targets=tuple(targets),
            presentation=present(scene.text, book, layer.token),
            content=content,
        )
    return None


def _complete(draft: Draft, inner: list[Draft]) -> Draft:
    """Fill a missing target from the event a draft is about: who is asked, or to whom it is promised."""
    denied = next((c for c in inner if c.presentation.factuality is Factuality.DENIED), None)
    if denied is not None:
        return replace(draft, content=denied)
    if (
        draft.plover == "AGREE"
        and draft.rule.endswith("/a")
        and any(c.plover in HOSTILE and not c.presentation.negated for c in inner)
    ):
        draft = replace(draft, plover="THREATEN", mode="", cameo="130")  # "is *ready* to impose sanctions"
    if draft.targets or not inner:
        return draft
    own = {side(a) for a in draft.sources}
    for content in inner:
        asked = draft.plover in {"REQUEST", "ACCUSE"}
        order = (content.sources, content.targets) if asked else (content.targets, content.sources)
        for group in order:
            found = tuple(a for a in group if side(a) not in own)
            if draft.plover in PROMISED and group is content.sources:
                continue
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


def _threatened(draft: Draft, acts: Mapping[int, Draft]) -> Draft:
    """A hostile act that is announced, as the threatened act it is."""
    heard = any(
        layer.token in acts and acts[layer.token].plover == "THREATEN" and layer.entry.effect == "report"
        for layer in draft.presentation.layers
    )
    if not heard or draft.plover not in HOSTILE or draft.presentation.factuality not in NOT_SURE:
        return draft
    return replace(draft, presentation=replace(draft.presentation, factuality=Factuality.THREATENED))


def _governor(scene: Scene, draft: Draft) -> int | None:
    """The verb whose object a noun trigger is ("lifted the *embargo*")."""
    token = scene.text.tokens[draft.token]
    return token.head if token.dep in {"dobj", "nsubjpass"} and not is_verbal(token) else None


def find_drafts(scene: Scene, book: Codebook) -> Iterator[Draft]:
    """All drafts of a text in text order: triggers with frames, then acts without a frame of their own."""
    matched = list(find_triggers(scene, book))
    triggers = [trigger for trigger in matched if trigger.frame.plover]
    phrasal = {t.token for t in triggers if any(c.key in {"obj", "has"} for c in t.frame.when)}
    drafts = [_demanded(scene, _draft(scene, book, trigger)) for trigger in triggers]
    drafts = [_promised(scene, book, _declared(scene, book, draft)) for draft in drafts]
    # "made peace": the verb's frame names its noun already, unless the verb says nobody did it ("talks were held")
    told = {draft.token for draft in drafts if draft.token in phrasal and draft.sources}
    undone = {draft.token for draft in drafts if draft.token in told and draft.plover not in SPEECH}
    refused = {draft.token for draft in drafts if draft.token in told and draft.plover == "REJECT"}
    drafts = [
        draft
        for draft in drafts
        if draft.carrier not in told
        and (governor := _governor(scene, draft)) not in undone
        and not (governor in refused and draft.plover in {"CONSULT", "AGREE", "SUPPORT"})
    ]
    carried = {draft.carrier for draft in drafts if draft.carrier is not None and draft.sources}
    drafts = [draft for draft in drafts if draft.token not in carried or draft.sources]
    tokens = {draft.token for draft in drafts} | {d.carrier for d in drafts if d.carrier is not None}
    tokens |= {trigger.token for trigger in matched if not trigger.frame.plover}
    acts: dict[int, Draft] = {}
    for draft in drafts:
        act = _act_draft(scene, book, draft)
        if act is not None and act.token not in tokens and act.token not in acts:
            acts[act.token] = act
    drafts = [_threatened(draft, acts) for draft in drafts]
    yield from sorted([*complete_targets(drafts), *acts.values()], key=lambda draft: draft.token)
