"""Events: who did what to whom, as PLOVER type and mode, CAMEO code, quad class and Goldstein value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dragoman.extract.arguments import Argument, Scene, is_generic, side
from dragoman.extract.attribution import chain_at, sentence_span, span_of
from dragoman.extract.counterparts import infer_counterparts
from dragoman.extract.dates import named_by, published_on
from dragoman.extract.drafts import Draft, complete_targets, find_drafts
from dragoman.extract.factuality import clause_of
from dragoman.extract.infer import infer_owners, infer_sides
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Attribution, Event, FactDate, Factuality, Match
from dragoman.model.ids import content_id
from dragoman.model.text import AnnotatedText, MentionBasis, Place, Span, TimeExpression
from dragoman.syntax import MAX_CLIMB, dependents, is_verbal, phrase

EXTRACTOR = "events 1"
NEWS_DAYS = 3
"""An event more than this many days before publication is background; the annotation guide's border."""
NOT_YET = frozenset(
    {Factuality.PLANNED, Factuality.DEMANDED, Factuality.THREATENED, Factuality.HYPOTHETICAL, Factuality.CONDITIONAL}
)
WHERE = frozenset({"in", "at", "near", "inside", "around"})
NEEDS_TARGET = frozenset({"AGREE", "SUPPORT", "COOPERATE", "AID"})
"""Types whose bare nouns ("exports", "agreements") are an event only between two."""
MATERIAL = frozenset({"AID", "COOPERATE", "CONCEDE", "RETREAT"})
"""Types that are written down when demanded even of nobody named ("urged Kestria to provide more assistance")."""
ANTECEDENT = frozenset({"if", "unless", "once", "provided", "providing"})
VERBAL = frozenset({"REJECT", "AGREE", "SUPPORT", "ACCUSE", "REQUEST", "THREATEN"})
"""Types that are done by saying so."""
POLITICAL = frozenset(ActorKind) - {ActorKind.UNKNOWN, ActorKind.REGION}


def find_events(scene: Scene, book: Codebook) -> Iterator[Event]:
    """Events of a report in text order.

    Args:
        scene: annotated text with mentions resolved, and times and places found.
        book: frames, embedding words and ontology.

    Yields:
        one :class:`Event` for each trigger with a source; repeated mentions of one event in a sentence are folded.
    """
    text = scene.text
    kept: list[tuple[Draft, Event]] = []
    drafts = infer_owners(scene, book, infer_sides(scene, book, list(find_drafts(scene, book))))
    for draft in infer_counterparts(scene, book, complete_targets(drafts)):
        if _purpose_of_protest(scene, draft, drafts) or _is_antecedent(scene, draft):
            continue
        if not draft.sources or not _worth_writing(draft) or _mere_denial(draft):
            continue
        event = _write(scene, book, draft)
        same = next((at for at, (_, earlier) in enumerate(kept) if _same_event(text, draft, event, earlier)), None)
        if same is None:
            kept.append((draft, event))
        elif event.evidence[0] not in kept[same][1].evidence:
            first, earlier = kept[same]
            kept[same] = (first, replace(earlier, evidence=(*earlier.evidence, *event.evidence)))
    yield from (event for _, event in kept)


def _purpose_of_protest(scene: Scene, draft: Draft, others: Sequence[Draft]) -> bool:
    """The demand of a protest is the protest ("marched to *demand* the closing of")."""
    token = scene.text.tokens[draft.token]
    protests = {d.token for d in others if d.plover == "PROTEST"}
    return draft.plover == "REQUEST" and token.dep in {"advcl", "xcomp"} and token.head in protests


def _is_antecedent(scene: Scene, draft: Draft) -> bool:
    """Whether a draft stands in an "if": what a condition waits for is kept with the condition and is no event yet.

    On 32 annotated reports 1 of 19 events in such clauses was one that annotators wrote down, by a wrong parse.
    """
    text, current = scene.text, draft.token if draft.carrier is None else draft.carrier
    for _ in range(MAX_CLIMB):
        token = text.tokens[current]
        marks = {text.tokens[i].text.lower() for i in dependents(text, current, "mark", "advmod")}
        above = text.tokens[token.head].text.lower()
        if marks & ANTECEDENT or (token.dep in {"pcomp", "ccomp"} and above in ANTECEDENT):
            return True
        if "before" in marks and token.tag in {"VBZ", "VBP"}:
            return True
        if token.head == current or token.dep in {"relcl", "ccomp"}:
            return False
        current = token.head
    return False


def _worth_writing(draft: Draft) -> bool:
    """Leave out what has no political actor, and mere wishes and suppositions about nobody in particular."""
    if not any(_may_act(a) for a in draft.sources):
        return False
    if not any(a.actor.kind in POLITICAL for a in (*draft.sources, *draft.targets)):
        return False
    if all(is_generic(a) and a.actor.sector == "BUS" for a in (*draft.sources, *draft.targets)):
        return False
    if draft.plover in NEEDS_TARGET and "/n" in draft.rule and draft.carrier is None and not draft.targets:
        return False
    if draft.plover == "CONSULT" and draft.targets and all(a.actor.sector == "MED" for a in draft.targets):
        return False  # "spoke to reporters" is a statement
    idle = draft.presentation.factuality in {Factuality.DEMANDED, Factuality.HYPOTHETICAL, Factuality.NEGATED}
    if draft.presentation.factuality is Factuality.DEMANDED and draft.plover in MATERIAL:
        return True
    if idle and all(a.actor.inferred and not a.direct for a in draft.sources):
        return False
    together = draft.symmetric and len(draft.sources) > 1
    return bool(draft.targets) or together or not idle or draft.content is not None


def _mere_denial(draft: Draft) -> bool:
    """A denial of an event is the denied event, not a rejection besides ("denied that its forces had fired")."""
    return draft.content is not None and draft.content.presentation.factuality is Factuality.DENIED


def _may_act(argument: Argument) -> bool:
    """Whether a source can act: a known kind of actor, or an unknown name of several words; not "Tsunami" or "Eid"."""
    return argument.actor.kind in POLITICAL or " " in argument.actor.name


def _same_event(text: AnnotatedText, draft: Draft, event: Event, earlier: Event) -> bool:
    """Whether an event is a repeat: in one sentence the same codes; later on a noun that refers back to it."""
    if event.plover != earlier.plover or {a.id for a in event.sources} != {a.id for a in earlier.sources}:
        return False
    if event.background != earlier.background:
        return False
    targets, before = {a.id for a in event.targets}, {a.id for a in earlier.targets}
    if event.evidence[0] == earlier.evidence[0]:
        same = (event.factuality, event.cameo) == (earlier.factuality, earlier.cameo)
        return same and targets == before
    refers_back = not is_verbal(text.tokens[draft.token]) and draft.carrier is None
    return refers_back and targets <= before and event.factuality == earlier.factuality


def _actors(draft: Draft) -> tuple[tuple[ActorRef, ...], tuple[ActorRef, ...]]:
    """Sources and targets; sides that act together in a symmetric event ("A and B met") stand in both places."""
    sources = tuple(a.actor for a in draft.sources)
    targets = tuple(a.actor for a in draft.targets)
    if draft.symmetric and not targets and len(sources) > 1:
        return sources, sources
    return sources, targets


def _write(scene: Scene, book: Codebook, draft: Draft) -> Event:
    text = scene.text
    cameo = book.cameo.get(draft.cameo) or book.cameo[book.types[draft.plover].default_cameo]
    sources, targets = _actors(draft)
    background, why = _background(text, book, draft)
    chain = chain_at(scene, book, draft.token)
    factuality = draft.presentation.factuality
    if _speaks_for_itself(draft, chain):
        factuality = Factuality.ASSERTED if factuality is Factuality.REPORTED else factuality
    elif factuality is Factuality.ASSERTED and any(link.speaker is not None for link in chain):
        factuality = Factuality.REPORTED  # told by somebody in a sentence that need not name him
    trigger = _trigger_text(text, draft)
    evidence = sentence_span(text, draft.token)
    spans = [("trigger", span_of(text, draft.token, draft.token + 1))]
    if draft.carrier is not None:
        spans.append(("light verb", span_of(text, draft.carrier, draft.carrier + 1)))
    spans += [("source", _argument_span(text, a)) for a in draft.sources]
    spans += [("target", _argument_span(text, a)) for a in draft.targets]
    spans += [("embedding", span_of(text, layer.token, layer.token + 1)) for layer in draft.presentation.layers]
    notes = draft.presentation.notes + tuple(_inferences(draft)) + ((why,) if why else ())
    return Event(
        id=content_id(
            "event",
            text.document.id,
            text.tokens[draft.token].start,
            draft.plover,
            cameo.code,
            [a.id for a in sources],
            [a.id for a in targets],
            str(factuality),
        ),
        document_id=text.document.id,
        evidence=(evidence,),
        attribution=chain,
        factuality=factuality,
        date=_date(text, draft, background),
        place=_place(text, draft),
        extractor=f"{EXTRACTOR}, {book.version}",
        confidence=_confidence(draft),
        match=Match(rule=draft.rule, spans=tuple(spans), notes=notes),
        sources=sources,
        targets=targets,
        plover=draft.plover,
        mode=draft.mode or (cameo.mode if cameo.plover == draft.plover else ""),
        context=cameo.context if cameo.plover == draft.plover else "",
        cameo=cameo.code,
        quad_class=book.types[draft.plover].quad_class,
        goldstein=cameo.goldstein,
        background=background,
        symmetric=draft.symmetric,
        trigger=trigger,
    )


def _speaks_for_itself(draft: Draft, chain: Sequence[Attribution]) -> bool:
    """Whether an act of speech is told by who does it: "Kestria said it *rejected* the terms" is the rejection."""
    sides = {side(a) for a in draft.sources}
    tellers = [link.speaker for link in chain[1:]]
    own = [teller is not None and (teller.affiliation or teller.id) in sides for teller in tellers]
    return draft.plover in VERBAL and bool(own) and all(own)


def _trigger_text(text: AnnotatedText, draft: Draft) -> str:
    parts = [draft.token]
    if draft.carrier is not None:
        parts.append(draft.carrier)
    parts += dependents(text, draft.token, "prt")
    return " ".join(text.tokens[i].text for i in sorted(parts))


def _argument_span(text: AnnotatedText, argument: Argument) -> Span:
    return span_of(text, argument.mention.first, argument.mention.last)


def _inferences(draft: Draft) -> Iterator[str]:
    for argument in (*draft.sources, *draft.targets):
        if argument.mention.inferred or argument.actor.inferred:
            yield f"{argument.actor.name}: inferred ({argument.mention.basis})"
        if not argument.direct:
            yield f"{argument.actor.name}: stands inside the argument, is not the argument itself"


def _confidence(draft: Draft) -> float:
    """A rank, not a probability: starts at 0.9 and loses for every step that was inferred."""
    value = 0.9 if draft.targets else 0.75
    filled = any(a.actor.inferred and not a.direct for a in draft.targets)
    value = 0.75 if filled else value  # a side that only the rest of the report names proves no more than none
    steps = sum(1 for a in (*draft.sources, *draft.targets) if a.mention.inferred or not a.direct)
    unknown = sum(1 for a in (*draft.sources, *draft.targets) if a.mention.basis is MentionBasis.UNKNOWN_NAME)
    return round(max(0.2, value - 0.1 * min(steps, 3) - 0.15 * min(unknown, 2)), 2)


def _finite(text: AnnotatedText, verb: int) -> int:
    """The verb whose time a participle shares ("was achieved, *resulting* in the release")."""
    token = text.tokens[verb]
    if token.tag == "VBG" and token.dep in {"advcl", "pcomp"} and not dependents(text, verb, "aux", "mark"):
        return clause_of(text, token.head) if token.head != verb else verb
    return verb


def _own_times(text: AnnotatedText, draft: Draft) -> list[TimeExpression]:
    """Time expressions that belong to an event: inside its phrase, or in its clause and no other event's."""
    anchor = draft.carrier if draft.carrier is not None else draft.token
    sentence = text.tokens[anchor].sentence
    verb = _finite(text, clause_of(text, anchor))
    found = []
    for time in text.times:
        if text.tokens[time.first].sentence != sentence or (time.value is None and not time.is_past):
            continue
        inside = any(time.first <= i < time.last for i in phrase(text, draft.token))
        if inside or _finite(text, clause_of(text, time.first)) == verb:
            found.append(time)
    return sorted(found, key=lambda time: abs(time.first - anchor))


def _date(text: AnnotatedText, draft: Draft, background: bool) -> FactDate:
    for time in _own_times(text, draft):
        if time.value is not None and not time.since:
            return named_by(text, time)
    told_now = draft.presentation.factuality in {
        Factuality.ASSERTED,
        Factuality.REPORTED,
        Factuality.ALLEGED,
        Factuality.DENIED,
    }
    return published_on(text) if told_now and not background else FactDate()


def _last_day(value: str) -> date:
    """Last day of an ISO date of any precision."""
    parts = [int(part) for part in value.split("-")]
    year = parts[0]
    month = parts[1] if len(parts) > 1 else 12
    if len(parts) > 2:
        return date(year, month, parts[2])
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def _background(text: AnnotatedText, book: Codebook, draft: Draft) -> tuple[bool, str]:
    """Whether an event is an earlier one recalled, and the mark that says so; what has not happened is never one."""
    if draft.presentation.factuality in NOT_YET:
        return False, ""
    published = text.document.published
    for time in _own_times(text, draft):
        if time.value is not None and published is not None and not time.is_future:
            try:
                ended = _last_day(time.end_value or time.value)
            except ValueError:
                continue
            if ended < published - timedelta(days=NEWS_DAYS):
                return True, f"background: {time.value}"
            return False, ""
    modifiers = {text.tokens[i].lemma for i in dependents(text, draft.token, "amod", "advmod")}
    if modifiers & (book.words["past_adjectives"] | book.words["background_adverbs"]):
        return True, "background: " + ", ".join(sorted(modifiers))
    token = text.tokens[draft.token]
    if is_verbal(token):
        aux = {text.tokens[i].text.lower() for i in dependents(text, draft.token, "aux")}
        return ("had" in aux), ("background: past perfect" if "had" in aux else "")
    bare = draft.carrier is None or bool(draft.beside)
    if draft.plover in {"ASSAULT", "COERCE"} and bare and _is_recalled_noun(text, draft.token):
        return True, "background: recalled by a definite noun"
    return False, ""


def _is_recalled_noun(text: AnnotatedText, noun: int) -> bool:
    """A definite event noun inside another event's phrase ("the attack that began the war")."""
    definite = any(text.tokens[i].lemma == "the" for i in dependents(text, noun, "det"))
    return definite and text.tokens[noun].dep in {"pobj", "dobj", "appos"}


def _place(text: AnnotatedText, draft: Draft) -> Place | None:
    """Place named by "in", "at" or "near" at the event's own verb or noun."""
    anchors = {draft.token, draft.carrier, clause_of(text, draft.token)} - {None}
    taken = {a.mention.head for a in (*draft.sources, *draft.targets)}
    for place in text.places:
        above = text.tokens[place.head]
        if above.dep != "pobj" or text.tokens[above.head].lemma not in WHERE:
            continue
        if text.tokens[above.head].head in anchors and (place.head not in taken or draft.plover == "ASSAULT"):
            return place.place
    return None
