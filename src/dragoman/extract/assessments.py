"""Assessments: claims about the state or the trend of a relation, a conflict, talks or a humanitarian situation.

The claim is always somebody's: the outlet's, a speaker's, an unnamed source's. A headline that says more than the body
of its report is marked, with the body's claim beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from dragoman.extract.arguments import Argument, Scene, actors_of, unique
from dragoman.extract.attribution import chain_at, sentence_span, span_of
from dragoman.extract.dates import named_by, published_on
from dragoman.extract.factuality import Layer, Presentation, present
from dragoman.extract.marks import clause_of
from dragoman.extract.pairs import Sides, backed, pair_of, side_of
from dragoman.extract.trend_topics import Claim
from dragoman.extract.trends import find_claims
from dragoman.model.actors import ActorRef
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Assessment, Attribution, Direction, FactDate, Factuality, Match, SourceKind
from dragoman.model.ids import content_id
from dragoman.model.text import AnnotatedText, Span, TimeExpression
from dragoman.syntax import is_verbal, phrase, subjects, subtree

EXTRACTOR = "assessments 1"
NOT_CLAIMED = frozenset({Factuality.DEMANDED, Factuality.CONDITIONAL, Factuality.HYPOTHETICAL, Factuality.THREATENED})
"""How things are said to be, not how they ought to or might be."""
SAID = frozenset({Factuality.REPORTED, Factuality.ALLEGED, Factuality.DENIED})
ILL = frozenset({Direction.WORSE, Direction.LOWEST})
GOOD = frozenset({Direction.BETTER, Direction.HIGHEST})
OPEN = frozenset({Direction.UNCHANGED, Direction.UNCERTAIN})
LONG_AGO = timedelta(days=730)
"""What a simple past dates further back than this is history told along the way, not a claim about how things stand."""
EARLIER = frozenset({"early", "earlier", "previous", "prior", "former"})
"""Before a topic: how it went with another one before ("on which *earlier* rounds foundered")."""
CONCERN = frozenset({"concern", "concerned", "alarm", "alarmed", "worry", "worried", "dismay", "disturb", "anxiety"})
SPANS_OF_TIME = frozenset({"decade", "year", "month", "week", "generation", "memory", "history", "century", "day"})


def find_assessments(scene: Scene, book: Codebook) -> Iterator[Assessment]:
    """Assessments of a report in text order.

    Args:
        scene: annotated text with mentions resolved and voices found.
        book: tables of words for trends and of what they can be about.

    Yields:
        one :class:`Assessment` for each claim; several words for one claim in a sentence are one.
    """
    sides = Sides(scene.text, book)
    shown: dict[Claim, Presentation] = {}
    for claim in find_claims(scene, book):
        if backed(scene, book, claim, sides):
            presented = present(scene.text, book, claim.anchor)
            if _claimed(scene.text, book, claim, presented):
                shown[claim] = presented
    facts = [_write(scene, book, claim, shown[claim], sides) for claim in _strongest(scene, list(shown))]
    yield from (_with_contrast(fact, facts) for fact in facts)


def _claimed(text: AnnotatedText, book: Codebook, claim: Claim, shown: Presentation) -> bool:
    """Whether the text says that things are so, not that they ought to, might or are wanted to be."""
    if shown.factuality is Factuality.THREATENED and _threatened_by_things(text, shown):
        return True
    if shown.factuality is Factuality.HYPOTHETICAL and _of_concern(text, shown):
        return True
    if shown.factuality in NOT_CLAIMED or (shown.factuality is Factuality.PLANNED and claim.holder is None):
        return False
    if (shown.future or shown.obliged) and claim.holder is None:
        return False
    if EARLIER & {text.tokens[i].lemma for i in text.children[claim.topic]} or _of_anybody(text, book, claim):
        return False
    if _long_ago(text, claim):
        return False
    attributive = text.tokens[claim.token].head == claim.topic and claim.direction in {"better", "highest"}
    return not attributive or present(text, book, claim.topic).factuality not in NOT_CLAIMED | {Factuality.PLANNED}


def _of_anybody(text: AnnotatedText, book: Codebook, claim: Claim) -> bool:
    """Whether what is told is told of nobody in particular ("anyone undermining the truce")."""
    clause = text.tokens[clause_of(text, claim.token)]
    return clause.dep in {"acl", "relcl"} and text.tokens[clause.head].lemma in book.words["nobody_in_particular"]


def _long_ago(text: AnnotatedText, claim: Claim) -> bool:
    """Whether a past tense recalls how things went at a time long before publication ("collapsed in July 2017")."""
    verb, published = clause_of(text, claim.anchor), text.document.published
    if text.tokens[verb].tag != "VBD" or published is None:
        return False
    border = (published - LONG_AGO).isoformat()
    sentence = text.tokens[verb].sentence
    for time in text.times:
        if time.value is None or text.tokens[time.first].sentence != sentence:
            continue
        told_then = text.tokens[verb].dep == "relcl" and text.tokens[verb].head in range(time.first, time.last)
        told_of = not time.since and clause_of(text, time.first) == verb
        if (told_then or told_of) and time.value < border[: len(time.value)]:
            return True
    return False


def _of_concern(text: AnnotatedText, shown: Presentation) -> bool:
    """Whether it is concern that makes a claim unsure, which takes it as given ("concern about the worsening war")."""
    open_ones = [layer for layer in shown.layers if layer.entry.effect == "suppose"]
    return bool(open_ones) and all(text.tokens[layer.token].lemma in CONCERN for layer in open_ones)


def _threatened_by_things(text: AnnotatedText, shown: Presentation) -> bool:
    """Whether it is events that threaten, which is a claim, and not somebody, which is an act."""
    people = {i for m in text.mentions if m.actors for i in range(m.first, m.last)}
    threats = [layer.token for layer in shown.layers if layer.entry.effect == "threaten"]
    return bool(threats) and not any(s in people for t in threats for s in subjects(text, t))


def _strongest(scene: Scene, claims: Sequence[Claim]) -> list[Claim]:
    """One claim for each thing that a sentence says of one topic, the most telling word first; text order."""
    text = scene.text
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (-c.rank, c.token)):
        sentence = text.tokens[claim.token].sentence
        rivals = [k for k in kept if text.tokens[k.token].sentence == sentence]
        if not any(_one_thing(text, claim, rival) for rival in rivals):
            kept.append(claim)
    return sorted(kept, key=lambda c: c.token)


def _one_thing(text: AnnotatedText, claim: Claim, other: Claim) -> bool:
    """Whether two claims of a sentence say one thing: one topic, or one's words stand inside the other's phrase."""
    if claim.topic == other.topic or claim.token == other.token:
        return True
    if claim.topic in phrase(text, other.topic) or other.topic in phrase(text, claim.topic):
        return True
    if clause_of(text, claim.token) == clause_of(text, other.token) and _family(claim) is _family(other):
        return True
    if claim.anchor == other.anchor or claim.token == other.topic or other.token == claim.topic:
        return True
    if other.holder is not None:
        return claim.token in subtree(text, other.anchor)
    return False


def _family(claim: Claim) -> frozenset[Direction]:
    direction = Direction(claim.direction)
    return ILL if direction in ILL else GOOD if direction in GOOD else OPEN


def _write(scene: Scene, book: Codebook, claim: Claim, shown: Presentation, sides: Sides) -> Assessment:
    text = scene.text
    pair, inferred = pair_of(scene, claim, sides)
    direction = _direction(claim, shown)
    chain = _attribution(scene, book, claim, shown)
    value = _factuality(shown, chain)
    since, since_date, since_span = _since(scene, claim)
    spans = [("trigger", _words_span(text, claim)), ("topic", span_of(text, claim.topic, claim.topic + 1))]
    if since_span is not None:
        spans.append(("since", since_span))
    notes = shown.notes
    if inferred:
        notes = (*notes, "pair: inferred (" + ", ".join(actor.name for actor in pair) + ")")
    return Assessment(
        id=content_id(
            "assessment", text.document.id, text.tokens[claim.token].start, str(direction), [a.id for a in pair]
        ),
        document_id=text.document.id,
        evidence=(_evidence(text, claim),),
        attribution=chain,
        factuality=value,
        date=published_on(text),
        extractor=f"{EXTRACTOR}, {book.version}",
        confidence=_confidence(claim, pair, inferred),
        match=Match(rule=claim.rule, spans=tuple(spans), notes=notes),
        pair=pair,
        topic=_topic_text(text, claim),
        direction=direction,
        since=since,
        since_date=since_date,
        speakers=_speakers(chain),
        trigger=_trigger_text(text, claim),
        in_title=_in_title(text, claim.token),
    )


def _direction(claim: Claim, shown: Presentation) -> Direction:
    """The direction, where a word above the claim does not say that it did not come about ("*failed* to improve")."""
    direction = Direction(claim.direction)
    undone = shown.factuality is Factuality.NEGATED and not shown.negated and claim.holder is None
    return Direction.UNCHANGED if undone and direction in ILL | GOOD else direction


def _evidence(text: AnnotatedText, claim: Claim) -> Span:
    return sentence_span(text, claim.token)


def _words_span(text: AnnotatedText, claim: Claim) -> Span:
    return span_of(text, min(claim.words), max(claim.words) + 1)


def _trigger_text(text: AnnotatedText, claim: Claim) -> str:
    return " ".join(text.tokens[i].text for i in sorted(claim.words))


def _topic_text(text: AnnotatedText, claim: Claim) -> str:
    """The topic's noun phrase as written, without leading article."""
    inside = sorted(set(phrase(text, claim.topic)) - set(claim.words))
    run = [claim.topic]
    while run[0] - 1 in inside:
        run.insert(0, run[0] - 1)
    while run[-1] + 1 in inside:
        run.append(run[-1] + 1)
    while len(run) > 1 and text.tokens[run[0]].tag in {"DT", "PRP$", ",", "CC", "IN", "HYPH", ":"}:
        run.pop(0)
    while len(run) > 1 and text.tokens[run[-1]].pos in {"PUNCT", "ADP", "CCONJ", "SCONJ"}:
        run.pop()
    return text.document.text[text.tokens[run[0]].start : text.tokens[run[-1]].end]


def _confidence(claim: Claim, pair: Sequence[ActorRef], inferred: bool) -> float:
    """A rank, not a probability."""
    value = 0.6 + 0.05 * min(claim.rank, 5)
    return round(value - (0.1 if inferred else 0.0) - (0.1 if claim.noun.weak and not pair else 0.0), 2)


def _attribution(scene: Scene, book: Codebook, claim: Claim, shown: Presentation) -> tuple[Attribution, ...]:
    """Who says so: the voices around the claim, a reporting word above it, and whoever holds the hope."""
    text = scene.text
    chain = chain_at(scene, book, claim.token)
    if len(chain) == 1:
        for layer in reversed(shown.layers):
            if layer.entry.effect in {"report", "allege", "deny"}:
                chain = (*chain, *_reporters(scene, layer))
    if claim.holder is not None and not any(link.speaker for link in chain):
        cue = span_of(text, claim.token, claim.token + 1)
        chain = (
            *chain,
            *(
                Attribution(kind=SourceKind.SPEAKER, speaker=a.actor, cue=text.tokens[claim.token].text, evidence=cue)
                for a in unique(actors_of(scene, claim.holder))
            ),
        )
    return chain


def _reporters(scene: Scene, layer: Layer) -> Iterator[Attribution]:
    """The subject of a reporting word, or an unnamed source where it has none ("are said to be")."""
    text = scene.text
    cue, word = span_of(text, layer.token, layer.token + 1), text.tokens[layer.token].text
    found: list[Argument] = []
    if is_verbal(text.tokens[layer.token]):
        found = unique(a for s in subjects(text, layer.token) for a in actors_of(scene, s))
    if not found:
        yield Attribution(kind=SourceKind.UNNAMED, cue=word, evidence=cue)
    for argument in found:
        yield Attribution(kind=SourceKind.SPEAKER, speaker=argument.actor, cue=word, evidence=cue)


def _factuality(shown: Presentation, chain: Sequence[Attribution]) -> Factuality:
    """Asserted or reported, where a denial is part of the direction ("has not improved") and not of who says so."""
    if shown.factuality in SAID:
        return shown.factuality
    return Factuality.REPORTED if len(chain) > 1 else Factuality.ASSERTED


def _speakers(chain: Sequence[Attribution]) -> tuple[ActorRef, ...]:
    """Who says so last in the chain, where it is named."""
    named = [link for link in chain if link.kind is SourceKind.SPEAKER and link.speaker is not None]
    if not named:
        return ()
    cue = named[-1].evidence
    return tuple(link.speaker for link in named if link.evidence == cue and link.speaker is not None)


def _since(scene: Scene, claim: Claim) -> tuple[str | None, FactDate, Span | None]:
    """The words that say since when, and the date they mean."""
    text = scene.text
    sentence = text.sentences[text.tokens[claim.token].sentence]
    tokens = text.tokens
    for index in range(max(claim.token, sentence.first), sentence.last):
        token = tokens[index]
        word = token.text.lower()
        if word == "since" and token.dep in {"prep", "mark", "advmod"}:
            inside = subtree(text, index if token.dep == "prep" else token.head)
        elif word == "in" and token.dep == "prep" and _is_span_of_time(text, index):
            inside = subtree(text, index)
        else:
            continue
        run = [i for i in inside if index <= i < sentence.last]
        comma = next((n for n, i in enumerate(run) if tokens[i].text in {",", ";", ":"} and n > 1), len(run))
        run = run[:comma]
        while run and (tokens[run[-1]].pos == "PUNCT" or run[-1] - run[0] >= len(run) + 2):
            run.pop()
        if len(run) < 2:
            continue
        span = span_of(text, run[0], run[-1] + 1)
        return text.document.text[span.start : span.end], _since_date(text, run), span
    return None, FactDate(), None


def _is_span_of_time(text: AnnotatedText, index: int) -> bool:
    inner = [b for b in text.children[index] if text.tokens[b].dep == "pobj"]
    return any(text.tokens[i].lemma in SPANS_OF_TIME and not _is_dated(text, i) for i in inner)


def _is_dated(text: AnnotatedText, index: int) -> bool:
    """Whether a time noun is pinned to the calendar: "in recent weeks" says when, "in years" for how long."""
    words = {text.tokens[i].lemma for i in text.children[index]}
    return bool(words & {"recent", "coming", "next", "last", "past", "this", "that", "early", "late", "those", "these"})


def _since_date(text: AnnotatedText, run: Sequence[int]) -> FactDate:
    inside: list[TimeExpression] = [t for t in text.times if run[0] <= t.first <= run[-1] and t.value is not None]
    return named_by(text, inside[0]) if inside else FactDate()


def _in_title(text: AnnotatedText, token: int) -> bool:
    """Whether a token stands in the headline: a first line of its own that does not end like a sentence."""
    body = text.document.text
    end = body.find("\n")
    if end < 0 or text.tokens[token].start >= end:
        return False
    line = body[:end].strip()
    return bool(body[end:].strip()) and (line == text.document.title.strip() or not line.endswith((".", "!", '"', "”")))


def _about_same(one: Assessment, other: Assessment) -> bool:
    if one.pair and other.pair:
        return {side_of(a) for a in one.pair} == {side_of(a) for a in other.pair}
    if one.pair or other.pair:
        return False
    return one.topic.lower().split()[-1] == other.topic.lower().split()[-1]


def _with_contrast(fact: Assessment, facts: Sequence[Assessment]) -> Assessment:
    """The headline's claim with the id of the body's claim that says less: only reported there, or less extreme."""
    if not fact.in_title or len(fact.attribution) > 1:
        return fact
    family = next((group for group in (ILL, GOOD) if fact.direction in group), frozenset({fact.direction}))
    body = [f for f in facts if not f.in_title and f.direction in family and _about_same(fact, f)]
    if any(f.direction is fact.direction and len(f.attribution) == 1 for f in body):
        return fact
    same = [f for f in body if f.direction is fact.direction]
    extreme = fact.direction in {Direction.LOWEST, Direction.HIGHEST}
    weaker = [f for f in body if f.direction is not fact.direction] if extreme else []
    less = same or weaker
    return replace(fact, contrast=less[0].id) if less else fact
