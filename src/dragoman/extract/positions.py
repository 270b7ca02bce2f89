"""Positions: where a party stands on what, and who says so.

Stances come from words (``stances``), verb forms (``pledges``) and lists (``goals``). Here pronouns and bare nouns get
the issue they stand for, repeated stances become one position with several places of evidence, and facts are written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.extract.appeals import find_appeals
from dragoman.extract.arguments import Argument, Scene
from dragoman.extract.attribution import chain_at, sentence_span, span_of
from dragoman.extract.dates import told_on
from dragoman.extract.factuality import clause_of, present
from dragoman.extract.goals import find_goals, list_members
from dragoman.extract.holders import actor_ids, is_private, political
from dragoman.extract.issues import Issue, issue_of, issue_phrase
from dragoman.extract.pledges import find_pledges, find_threats
from dragoman.extract.referents import resolved
from dragoman.extract.roles import subject_actors
from dragoman.extract.stances import Stand, find_stands, settle
from dragoman.model.actors import ActorKind
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Attribution, FactDate, Match, Position, SourceKind, Stance, Strength
from dragoman.model.ids import content_id
from dragoman.model.text import AnnotatedText, MentionBasis
from dragoman.syntax import auxiliaries, child, dependents, is_verbal

EXTRACTOR = "positions 0.1.0"
SAME_ISSUE = 0.5
"""Share of common words from which two issues of one holder are one, as in the matching of the annotation guide."""
FIRM = frozenset({Stance.OPPOSES, Stance.DEMANDS, Stance.CONDITIONAL, Stance.OFFERS})
PARTIES = frozenset({ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.IGO, ActorKind.ARMED_GROUP, ActorKind.MILITARY})
AGAINST = frozenset({Stance.OPPOSES})
VOTE = frozenset({"vote"})
ASIDE = frozenset({"accord", "according", "after", "during", "within", "at"})
MAX_CLAUSES = 4
BARE = {
    "abstain": Stance.UNDECIDED, "accept": Stance.SUPPORTS, "agree": Stance.SUPPORTS, "consent": Stance.SUPPORTS,
    "assent": Stance.SUPPORTS,
}  # fmt: skip
"""What answers without an object say; the others say no."""
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
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for stand in scene.stands if scene.stands is not None else stands_of(scene, book):
        if stand.stance is Stance.UNDECIDED and stand.strength is Strength.WEAK:
            continue  # who studies a plan answers it and has no position yet
        for holder in stand.holders:
            position = _write(scene, book, stand, holder)
            near = places[holder.actor.affiliation or holder.actor.id, sign(position.stance)]
            same = next((at for at in near if same_issue(kept[at].issue.text, position.issue.text)), None)
            if same is None:
                near.append(len(kept))
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
    found = [*words, *forms, *_bare_refusals(scene, book, taken), *find_appeals(scene, book, taken | listed)]
    found = sorted(found, key=lambda stand: (stand.token, stand.rule))
    kept = [one for one in found if not _is_term(scene, book, one.token) and _is_public(scene, book, one)]
    return list(resolved(scene, book, list(_split(scene, book, kept))))


def _is_public(scene: Scene, book: Codebook, stand: Stand) -> bool:
    """Whether a stance is one of politics: its holder has a side, or takes a firm one in a sentence about a party."""
    if not all(map(is_private, stand.holders)):
        return True
    if stand.stance not in FIRM or stand.strength is Strength.WEAK:
        return False
    own = actor_ids(stand.holders)
    names = {word.strip(".,").lower() for holder in stand.holders for word in holder.actor.name.split()}
    sentence = scene.text.sentences[scene.text.tokens[stand.token].sentence]
    others = (scene.by_head.get(index) for index in range(sentence.first, sentence.last))
    return not names & book.words["company_words"] and any(
        actor.kind in PARTIES and actor.id not in own
        for mention in others
        if mention is not None
        for actor in mention.actors
    )


def _is_term(scene: Scene, book: Codebook, token: int) -> bool:
    """What holds under a plan is the plan's and nobody's stance ("*under the plan*, Kestria would not object")."""
    text = scene.text
    verb = clause_of(text, token)
    if text.tokens[verb].tag == "VBD" and not auxiliaries(text, verb):
        return False  # "under the deal both sides *accepted* ..." tells what they did
    return any(
        text.tokens[below].lemma == "under"
        and any(text.tokens[i].lemma in book.words["proposal_nouns"] for i in text.children[below])
        for below in dependents(text, verb, "prep")
    )


def _bare_vote(text: AnnotatedText, verb: int) -> Stance | None:
    """A vote that does not say on what: "voted against", "voted in favour"."""
    for below in dependents(text, verb, "prep", "advmod", "prt"):
        word = text.tokens[below].lemma
        if word == "against" and child(text, below, "pobj", "pcomp") is None:
            return Stance.OPPOSES
        favour = child(text, below, "pobj") if word == "in" else None
        if favour is not None and text.tokens[favour].lemma in {"favour", "favor"}:
            return Stance.SUPPORTS if child(text, favour, "prep") is None else None
    return None


def _bare_refusals(scene: Scene, book: Codebook, taken: frozenset[int]) -> Iterator[Stand]:
    """A refusal, consent or abstention that says no more than that: what was asked or voted for before."""
    text = scene.text
    for index in text.index.holding(book.words["bare_refusals"], VOTE):
        token = text.tokens[index]
        if index in taken or not is_verbal(token):
            continue
        stance = _bare_vote(text, token.i) if token.lemma == "vote" else None
        if stance is None:
            if token.lemma not in book.words["bare_refusals"]:
                continue
            if (
                token.dep not in {"ROOT", "conj", "ccomp", "parataxis"}
                or child(text, token.i, "dobj", "xcomp", "ccomp") is not None
                or any(text.tokens[i].lemma not in ASIDE for i in dependents(text, token.i, "prep"))
            ):
                continue
        holders = political(subject_actors(scene, token.i))
        if not holders or child(text, token.i, "nsubjpass", "neg") is not None:
            continue
        pointer = Issue(head=token.i, tokens=(token.i,), text=token.text, pronoun=True)
        stance = stance or BARE.get(token.lemma, Stance.OPPOSES)
        yield Stand(
            token=token.i, holders=tuple(holders), about=pointer, stance=stance, strength=Strength.PLAIN,
            rule=f"{stance}/{token.lemma}/bare",
        )  # fmt: skip


def _clauses(text: AnnotatedText, stand: Stand) -> list[int]:
    """The clauses of "demanded *that Kestria free the men* and *open the road*", each with an object or a "that"."""
    head = stand.about.head
    if stand.stance not in {Stance.DEMANDS, Stance.SUPPORTS} or not is_verbal(text.tokens[head]):
        return [head]
    if text.tokens[head].dep != "ccomp" or child(text, head, "dobj", "nsubjpass") is None:
        return [head]
    found = [head]
    while len(found) < MAX_CLAUSES:
        more = [
            b
            for b in dependents(text, found[-1], "conj")
            if is_verbal(text.tokens[b]) and child(text, b, "dobj", "nsubjpass") is not None
        ]
        if not more:
            break
        found.append(more[0])
    return found


def _split(scene: Scene, book: Codebook, stands: Sequence[Stand]) -> Iterator[Stand]:
    """A stance on a list of gerunds as one for each ("progress in addressing ..., securing ... and helping")."""
    text = scene.text
    for stand in stands:
        head = stand.about.head
        clauses = _clauses(text, stand)
        if len(clauses) > 1:
            for clause in clauses:
                about = issue_of(
                    scene, book, clause, actor_ids(stand.holders), stop=[c for c in clauses if c != clause]
                )
                if about is not None:
                    yield replace(stand, about=about)
            continue
        members = list_members(scene, head) if text.tokens[head].tag == "VBG" else [head]
        if len(members) < 3 or any(child(text, member, "dobj", "prep", "ccomp", "xcomp") is None for member in members):
            yield stand
            continue
        for member in members:
            about = issue_of(scene, book, member, actor_ids(stand.holders), stop=[m for m in members if m != member])
            if about is not None:
                yield replace(stand, about=about)


SMALL = frozenset(
    {
        "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "and", "or", "but", "as", "is",
        "are", "be", "being", "s", "its", "his", "her", "their", "this", "that", "new", "more",
    }
)  # fmt: skip


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
        attribution=(*chain_at(scene, book, stand.token), *_ascribed(scene, book, stand, holder)),
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


def _ascribed(scene: Scene, book: Codebook, stand: Stand, holder: Argument) -> Iterator[Attribution]:
    """Who speaks of somebody else's stance in a word of their own ("Kestria *highlights* Velmora's interest in")."""
    text = scene.text
    token = text.tokens[stand.token]
    verb = text.tokens[token.head]
    if is_verbal(token) or token.dep != "dobj" or verb.lemma not in book.words["ascribing_verbs"]:
        return
    for speaker in political(subject_actors(scene, verb.i)):
        if speaker.actor.id != holder.actor.id:
            cue = span_of(text, verb.i, verb.i + 1)
            yield Attribution(kind=SourceKind.SPEAKER, speaker=speaker.actor, cue=verb.text, evidence=cue)


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
    future = {i for time in scene.text.times if time.is_future for i in range(time.first, time.last)}
    return told_on(scene.text, token, lambda i: i not in future)
