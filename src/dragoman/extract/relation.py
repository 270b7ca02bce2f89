"""The relation between two actors that are given: one PLOVER type for a sentence, a source and a target."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.extract.arguments import Scene, scene_of
from dragoman.extract.drafts import Draft, find_drafts
from dragoman.extract.factuality import Layer
from dragoman.extract.tone import stretch_of
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Factuality
from dragoman.model.text import AnnotatedText, Mention, MentionBasis
from dragoman.syntax import MAX_CLIMB, subtree

SOURCE_ID = "given:source"
TARGET_ID = "given:target"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What a sentence says that one given actor does to another.

    Attributes:
        plover: PLOVER type, modality taken in (promised aid is AGREE), or ``None`` if nothing was found.
        event_type: PLOVER type of the act itself ("aid" in "will send aid").
        quad_class: 1 to 4, of ``plover``.
        factuality: of the act itself.
        trigger: the word that carries it; empty if none.
        rule: the frame; empty if none.
    """

    plover: str | None
    event_type: str | None
    quad_class: int | None
    factuality: Factuality
    trigger: str = ""
    rule: str = ""


def with_given_actors(text: AnnotatedText, source: tuple[int, int], target: tuple[int, int]) -> AnnotatedText:
    """The text with the two given spans as mentions of their own, in place of what they overlap.

    Args:
        source, target: character offsets (start, end) into the text.

    Raises:
        ValueError: a span covers no token.
    """
    given = [_mention(text, source, SOURCE_ID), _mention(text, target, TARGET_ID)]
    covered = {i for mention in given for i in range(mention.first, mention.last)}
    kept = [m for m in text.mentions if not covered & set(range(m.first, m.last))]
    mentions = tuple(sorted([*given, *kept], key=lambda m: (m.first, m.last)))
    return replace(text, mentions=mentions)


def _mention(text: AnnotatedText, span: tuple[int, int], name: str) -> Mention:
    there = stretch_of(text, span)
    actor = ActorRef(id=name, name=text.document.text[span[0] : span[1]], kind=ActorKind.STATE)
    return Mention(first=there.first, last=there.last, head=there.head, actors=(actor,), basis=MentionBasis.NAME)


def contextual_type(draft: Draft, book: Codebook) -> str:
    """PLOVER type of a draft with its modality taken in, from the source's point of view."""
    kind = book.types[draft.plover]
    shown = draft.presentation
    if draft.rule.startswith("embedding/"):
        return draft.plover
    for layer in shown.layers:
        changed = _layer_type(layer, draft, book)
        if changed:
            return changed
    if shown.negated:
        return kind.as_refused if shown.future or shown.obliged else kind.as_undone
    if shown.obliged:
        return "REQUEST"
    return kind.as_future if shown.future else draft.plover


def _layer_type(layer: Layer, draft: Draft, book: Codebook) -> str:
    kind, effect = book.types[draft.plover], layer.entry.effect
    if layer.entry.act == "order":
        return draft.plover
    if effect == "cease":
        return "" if layer.negated else kind.as_ceased
    if effect in {"fail", "prevent"}:
        return "" if layer.negated else kind.as_undone
    if effect in {"commit", "plan"} and layer.entry.act == "intent":
        return kind.as_refused if layer.negated else kind.as_future
    if effect in {"refuse", "deny"}:
        return "" if layer.negated else kind.as_refused
    if effect == "want" and not layer.same:
        return "REQUEST"
    return {"demand": "REQUEST", "threaten": "THREATEN"}.get(effect, "")


def _depth(scene: Scene, index: int) -> int:
    depth = 0
    while scene.text.tokens[index].head != index and depth < MAX_CLIMB:
        index, depth = scene.text.tokens[index].head, depth + 1
    return depth


def _score(scene: Scene, draft: Draft, source: Mention, target: Mention) -> tuple[float, int]:
    """How well a draft joins the two given actors; a higher trigger in the tree wins among equals."""
    sources = {a.actor.id for a in draft.sources}
    targets = {a.actor.id for a in draft.targets}
    score = 0.0
    if SOURCE_ID in sources:
        score += 3
    elif SOURCE_ID in targets and TARGET_ID in sources:
        score += 1.5
    elif sources:
        score -= 0.5
    if TARGET_ID in targets:
        score += 2
    elif target.head in subtree(scene.text, draft.token):
        score += 1
    if source.first <= draft.token < source.last or target.first <= draft.token < target.last:
        score -= 1.5
    return score, -_depth(scene, draft.token)


def classify(text: AnnotatedText, book: Codebook) -> Relation:
    """The relation between the two given actors of a text made by :func:`with_given_actors`.

    The draft that joins both wins, then one that has the source, then the highest in the tree.
    """
    scene = scene_of(text)
    source = next(m for m in text.mentions if m.actors and m.actors[0].id == SOURCE_ID)
    target = next(m for m in text.mentions if m.actors and m.actors[0].id == TARGET_ID)
    drafts = list(find_drafts(scene, book))
    if not drafts:
        return Relation(plover=None, event_type=None, quad_class=None, factuality=Factuality.ASSERTED)
    best = max(drafts, key=lambda draft: _score(scene, draft, source, target))
    plover = contextual_type(best, book)
    return Relation(
        plover=plover,
        event_type=best.plover,
        quad_class=book.types[plover].quad_class,
        factuality=best.presentation.factuality,
        trigger=text.tokens[best.token].text,
        rule=best.rule,
    )
