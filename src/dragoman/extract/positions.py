"""Positions: where a party stands on what, and who says so.

Stances come from words (``stances``), verb forms (``pledges``) and lists (``goals``). Here pronouns and bare nouns get
the issue they stand for, repeated stances become one position with several places of evidence, and facts are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.extract.arguments import Argument, Scene
from dragoman.extract.attribution import chain_at, sentence_span, span_of
from dragoman.extract.factuality import clause_of, present
from dragoman.extract.goals import find_goals, list_members
from dragoman.extract.issues import Issue, issue_of, issue_phrase, noun_issue, verb_issue, written_as
from dragoman.extract.pledges import find_pledges, find_threats
from dragoman.extract.roles import subject_actors
from dragoman.extract.stances import Stand, actor_ids, find_stands, political, settle
from dragoman.model.codebook import Codebook
from dragoman.model.facts import FactDate, Match, Position, Stance, Strength
from dragoman.model.ids import content_id
from dragoman.model.text import AnnotatedText, DateBasis, MentionBasis, Span
from dragoman.syntax import child, dependents, is_verbal

EXTRACTOR = "positions 0.1.0"
LOOK_BACK = 2
"""Sentences back in which the noun of a pronoun is looked for."""
SAME_ISSUE = 0.5
"""Share of common words from which two issues of one holder are one, as in the matching of the annotation guide."""
AGAINST = frozenset({Stance.OPPOSES})
APART = frozenset({Stance.CONDITIONAL, Stance.UNDECIDED})


def find_positions(scene: Scene, book: Codebook) -> Iterator[Position]:
    """Positions of a report in text order.

    Args:
        scene: the text with mentions indexed and voices found.
        book: stance frames and word lists.

    Yields:
        one :class:`Position` for each holder, sign of stance and issue.
    """
    kept: list[Position] = []
    for stand in stands_of(scene, book):
        for holder in stand.holders:
            position = _write(scene, book, stand, holder)
            same = next((at for at, earlier in enumerate(kept) if is_same(earlier, position)), None)
            if same is None:
                kept.append(position)
            elif position.evidence[0] not in kept[same].evidence:
                kept[same] = replace(kept[same], evidence=(*kept[same].evidence, *position.evidence))
    yield from kept


def stands_of(scene: Scene, book: Codebook) -> list[Stand]:
    """All stances of a text in text order, each with the issue it is about."""
    words = settle(scene, list(find_stands(scene, book)))
    taken = frozenset(stand.token for stand in words)
    inner = {b for stand in words for b in dependents(scene.text, stand.token, "ccomp", "xcomp")}
    forms = [*find_pledges(scene, book, taken | inner), *find_goals(scene, book), *find_threats(scene, book)]
    listed = {stand.token for stand in forms}
    inside = {i for stand in forms for i in stand.about.tokens if stand.rule.endswith("/listed")}
    words = [stand for stand in words if stand.token not in listed and stand.token not in inside]
    found = sorted([*words, *forms, *_bare_refusals(scene, book, taken)], key=lambda stand: (stand.token, stand.rule))
    return list(_resolved(scene, book, list(_split(scene, book, found))))


# --- what pronouns and bare nouns stand for


def _resolved(scene: Scene, book: Codebook, stands: Sequence[Stand]) -> Iterator[Stand]:
    """Stances with the issues their pronouns stand for; those whose issue is not found are left out."""
    earlier: list[Stand] = []
    for stand in stands:
        about: Issue | None = stand.about
        if stand.about.pronoun:
            about = _antecedent(scene, book, stand, earlier)
        elif stand.about.inner is not None:
            about = _filled(scene, book, stand, earlier)
        else:
            about = _deed(scene, book, stand, earlier) or _fuller(scene, book, _content(scene, book, stand))
        if about is None:
            continue
        done = replace(stand, about=about)
        earlier.append(done)
        yield done


def _antecedent(scene: Scene, book: Codebook, stand: Stand, earlier: Sequence[Stand]) -> Issue | None:
    """The issue a pronoun stands for: the last one spoken of, or the last plan or agreement named before."""
    text = scene.text
    at = stand.about.head
    sentence = text.tokens[at].sentence
    last = next(
        (
            e
            for e in reversed(earlier)
            if sentence - text.tokens[e.token].sentence <= LOOK_BACK and max(e.about.tokens) < at
        ),
        None,
    )
    noun = _last_proposal(scene, book, at)
    if last is not None and (noun is None or last.about.head >= noun or last.about.head in _chain(text, noun)):
        return replace(last.about, negated=stand.about.negated)
    return noun_issue(scene, book, noun) if noun is not None else None


def _chain(text: AnnotatedText, index: int) -> set[int]:
    found, current = {index}, index
    for _ in range(6):
        current = text.tokens[current].head
        found.add(current)
    return found


def _last_proposal(scene: Scene, book: Codebook, at: int) -> int | None:
    """The last noun for a plan, an agreement or something proposed, within some sentences."""
    text = scene.text
    first = text.sentences[max(text.tokens[at].sentence - LOOK_BACK, 0)].first
    nouns = book.classes["PROPOSAL"] | book.classes["AGREEMENT"] | book.classes["CEASEFIRE"] | book.classes["LAW"]
    for index in range(at - 1, first - 1, -1):
        token = text.tokens[index]
        if (
            token.pos not in {"NOUN", "PROPN"}
            or token.dep in {"compound", "nmod", "poss", "oprd", "attr"}
            or index in scene.by_head
        ):
            continue
        if token.lemma in nouns:
            return index
        if any(
            text.tokens[i].lemma in book.words["proposing_verbs"] and i > index
            for i in dependents(text, index, "relcl", "acl")
        ):
            return index
    return None


def _filled(scene: Scene, book: Codebook, stand: Stand, earlier: Sequence[Stand]) -> Issue | None:
    """An issue with the noun for the pronoun inside it: "discussing *the border commission*"."""
    inner = stand.about.inner
    if inner is None:
        return stand.about
    mention = scene.by_head.get(inner)
    pointer = noun_issue(scene, book, inner)
    found = _antecedent(scene, book, replace(stand, about=pointer), earlier) if pointer is not None else None
    if found is None:
        if mention is None:
            return None
        name = " and ".join(actor.name for actor in mention.actors)
        return replace(stand.about, text=_with(scene, stand.about, inner, name), inner=None)
    return replace(
        stand.about, text=_with(scene, stand.about, inner, found.text), inner=None, refers=found.refers or found.head
    )


def _with(scene: Scene, about: Issue, inner: int, words: str) -> str:
    written = scene.text.tokens[inner].text
    parts = about.text.split(" ")
    if written in parts:
        parts[parts.index(written)] = words
    return " ".join(parts)


def _deed(scene: Scene, book: Codebook, stand: Stand, earlier: Sequence[Stand]) -> Issue | None:
    """What "the decision" was: the stance of another party that the text has just told of."""
    text = scene.text
    about = stand.about
    head = text.tokens[about.head]
    definite = any(text.tokens[i].lemma in {"the", "this", "that"} for i in dependents(text, about.head, "det"))
    if head.lemma not in book.words["event_nouns"] or not definite or len(about.tokens) > 2:
        return None
    own = actor_ids(stand.holders)
    for other in reversed(earlier):
        if head.sentence - text.tokens[other.token].sentence > LOOK_BACK:
            return None
        if not own & actor_ids(other.holders):
            who = other.holders[0].actor.name
            return replace(about, text=f"{head.text} of {who} on {other.about.text}")
    return None


def _content(scene: Scene, book: Codebook, stand: Stand) -> Issue:
    """What a bare plan that is offered holds: "sent a plan *under which both armies would leave*"."""
    text, about = scene.text, stand.about
    if stand.stance is not Stance.OFFERS or is_verbal(text.tokens[about.head]) or len(about.tokens) > 2:
        return about
    for clause in dependents(text, about.head, "relcl"):
        under = [i for i in dependents(text, clause, "prep") if text.tokens[i].lemma == "under"]
        if under:
            held = verb_issue(scene, book, clause, stop=under)
            if held is not None:
                return replace(held, head=about.head, refers=about.head)
    return about


def _fuller(scene: Scene, book: Codebook, about: Issue) -> Issue:
    """A bare noun with the words it was introduced with: "the plan" is the "three-phase plan" named before."""
    text = scene.text
    if len(about.tokens) > 2 or is_verbal(text.tokens[about.head]):
        return about
    if any(i != about.head and text.tokens[i].dep != "det" for i in about.tokens) or " " in about.text:
        return about
    definite = {text.tokens[i].lemma for i in dependents(text, about.head, "det")} & {
        "the",
        "this",
        "that",
        "these",
        "those",
    }
    if not definite:
        return about
    lemma = text.tokens[about.head].lemma
    for index in range(about.head - 1, -1, -1):
        token = text.tokens[index]
        if token.lemma != lemma or token.pos != "NOUN" or token.dep == "compound":
            continue
        front = [
            i for i in text.children[index] if i < index and text.tokens[i].dep in {"amod", "compound", "nmod", "poss"}
        ]
        if front:
            span = list(range(min(_leftmost(text, i) for i in front), index + 1))
            words = written_as(text, span)
            if words:
                return replace(about, text=words)
        for clause in dependents(text, index, "relcl", "acl"):
            if text.tokens[clause].tag == "VB":
                purpose = verb_issue(scene, book, clause)
                if purpose is not None and not purpose.pronoun:
                    return replace(about, text=f"{token.text} on {purpose.text}")
    return about


def _leftmost(text: AnnotatedText, index: int) -> int:
    left = index
    for below in text.children[index]:
        if below < index:
            left = min(left, _leftmost(text, below))
    return left


def _bare_refusals(scene: Scene, book: Codebook, taken: frozenset[int]) -> Iterator[Stand]:
    """A refusal that says no more than that: what was asked for in the sentence before."""
    text = scene.text
    for token in text.tokens:
        if token.lemma not in book.words["bare_refusals"] or token.i in taken or not is_verbal(token):
            continue
        if (
            token.dep not in {"ROOT", "conj", "ccomp"}
            or child(text, token.i, "dobj", "xcomp", "ccomp", "prep") is not None
        ):
            continue
        holders = political(subject_actors(scene, token.i))
        if not holders or child(text, token.i, "nsubjpass") is not None:
            continue
        pointer = Issue(head=token.i, tokens=(token.i,), text=token.text, pronoun=True)
        stance = Stance.OPPOSES
        yield Stand(
            token=token.i, holders=tuple(holders), about=pointer, stance=stance, strength=Strength.PLAIN,
            rule=f"{stance}/{token.lemma}/bare",
        )  # fmt: skip


def _split(scene: Scene, book: Codebook, stands: Sequence[Stand]) -> Iterator[Stand]:
    """A stance on a list of gerunds as one for each ("progress in addressing ..., securing ... and working towards")."""
    text = scene.text
    for stand in stands:
        head = stand.about.head
        members = list_members(scene, head) if text.tokens[head].tag == "VBG" else [head]
        if len(members) < 3:
            yield stand
            continue
        for member in members:
            about = issue_of(scene, book, member, actor_ids(stand.holders), stop=[m for m in members if m != member])
            if about is not None:
                yield replace(stand, about=about)


# --- one position from several places


SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "and",
        "or",
        "but",
        "as",
        "is",
        "are",
        "be",
        "being",
        "s",
        "its",
        "his",
        "her",
        "their",
        "this",
        "that",
        "new",
        "more",
    ]
)


def _stems(phrase: str) -> frozenset[str]:
    """Words of a phrase without endings, for comparison only."""
    found = set()
    for word in phrase.lower().replace("-", " ").replace("’", " ").replace("'", " ").split():
        bare = word.strip('.,;:()“”"')
        if bare and bare not in SMALL:
            found.add(bare.removesuffix("s") if len(bare) > 3 else bare)
    return frozenset(found)


def same_issue(one: str, other: str) -> bool:
    """Whether two phrases share at least half of their words."""
    a, b = _stems(one), _stems(other)
    return bool(a and b) and 2 * len(a & b) / (len(a) + len(b)) >= SAME_ISSUE


def sign(stance: Stance) -> str:
    """Which stances go together: for, against, conditional, undecided."""
    if stance in AGAINST:
        return "against"
    return str(stance) if stance in APART else "for"


def is_same(one: Position, other: Position) -> bool:
    """Whether two positions are one: the same side, the same sign, the same issue."""
    same_holder = one.holder.id == other.holder.id or (
        one.holder.affiliation is not None and one.holder.affiliation == other.holder.affiliation
    )
    return same_holder and sign(one.stance) == sign(other.stance) and same_issue(one.issue.text, other.issue.text)


# --- writing


def _write(scene: Scene, book: Codebook, stand: Stand, holder: Argument) -> Position:
    text = scene.text
    start = text.tokens[stand.token].start
    words = sorted({stand.token, *stand.also})
    phrase = issue_phrase(scene, stand.about)
    spans = [("trigger", span_of(text, stand.token, stand.token + 1))]
    spans.append(("holder", span_of(text, holder.mention.first, holder.mention.last)))
    spans += [("issue", span) for span in phrase.spans]
    evidence = [sentence_span(text, stand.token)]
    if text.tokens[min(stand.about.tokens)].sentence != text.tokens[stand.token].sentence:
        evidence.append(sentence_span(text, min(stand.about.tokens)))
    return Position(
        id=content_id("position", text.document.id, start, holder.actor.id, str(stand.stance), phrase.text),
        document_id=text.document.id,
        evidence=tuple(evidence),
        attribution=chain_at(scene, book, stand.token),
        factuality=present(text, book, stand.token).factuality,
        date=date_of(scene, stand.token),
        extractor=f"{EXTRACTOR}, {book.version}",
        confidence=_confidence(stand, holder),
        match=Match(rule=stand.rule, spans=tuple(spans), notes=stand.notes),
        holder=holder.actor,
        issue=phrase,
        stance=stand.stance,
        strength=stand.strength,
        trigger=" ".join(text.tokens[i].text for i in words),
    )


def _confidence(stand: Stand, holder: Argument) -> float:
    """A rank, not a probability: loses for every step that was inferred."""
    value = 0.85
    if holder.mention.inferred or not holder.direct:
        value -= 0.1
    if holder.mention.basis in {MentionBasis.COREFERENCE, MentionBasis.UNKNOWN_NAME}:
        value -= 0.1
    if stand.strength is Strength.WEAK:
        value -= 0.1
    if stand.rule.endswith("/bare"):
        value -= 0.2
    return round(value, 2)


def date_of(scene: Scene, token: int) -> FactDate:
    """When a party said or did it: a time in its clause that is not of the future, else the date of publication."""
    text = scene.text
    sentence = text.tokens[token].sentence
    verb = clause_of(text, token)
    for time in text.times:
        first = text.tokens[time.first]
        if first.sentence != sentence or time.value is None or time.since or time.is_future:
            continue
        if clause_of(text, time.first) == verb:
            span = Span(document_id=text.document.id, start=first.start, end=text.tokens[time.last - 1].end)
            return FactDate(value=time.value, end_value=time.end_value, basis=time.basis, evidence=span)
    published = text.document.published
    if published is not None:
        return FactDate(value=published.isoformat(), basis=DateBasis.PUBLICATION)
    return FactDate()
