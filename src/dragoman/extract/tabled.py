"""Which nouns of a report are proposals, whose they are, and which of them are one and the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dragoman.extract.arguments import Argument, Scene, side
from dragoman.extract.issues import noun_issue
from dragoman.extract.sponsors import AGREED, VOTED, owners_of, proposers_of, signers_of
from dragoman.extract.stances import Stand
from dragoman.extract.worded import MEETING, has_terms_below, is_worded, same_side
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Stance
from dragoman.model.text import AnnotatedText
from dragoman.syntax import child, dependents, is_verbal, objects, prepositions, subtree

ANSWERS = frozenset(
    {"response", "reply", "answer", "counterproposal", "counteroffer", "counter-proposal", "counter-offer"}
)
COUNTER = frozenset({"counterproposal", "counteroffer", "counter-proposal", "counter-offer"})
DECIDING = frozenset(
    {"accept", "reject", "refuse", "veto", "turn", "vote", "approve", "ratify", "rebuff", "spurn", "decline"}
)
"""Words that answer an agreement and do not only speak of one in force."""
NAME_WORDS = 12
ANSWERING = frozenset({Stance.SUPPORTS, Stance.OPPOSES, Stance.CONDITIONAL, Stance.UNDECIDED, Stance.OPEN_TO})
GENERIC = frozenset(
    {
        "proposal",
        "plan",
        "offer",
        "text",
        "term",
        "initiative",
        "package",
        "document",
        "draft",
        "agreement",
        "deal",
        "accord",
        "outline",
    }
)
MARKS = frozenset({"proposed", "draft", "suggested", "planned"})
FORMS = {
    "counterproposal": "counter-proposal", "counteroffer": "counter-offer", "ceasefire": "cease-fire",
    "response": "counter-proposal", "reply": "counter-proposal", "answer": "counter-proposal", "term": "terms",
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Tabled:
    """A proposal while its mentions are collected.

    Attributes:
        first: noun that introduces it; mentions: all nouns that name it, in text order.
        answers: ``first`` of the proposal it answers.
    """

    first: int
    name: str
    form: str
    sponsors: list[Argument]
    rule: str
    mentions: list[int] = field(default_factory=list)
    marks: frozenset[str] = frozenset()
    answers: int | None = None
    years: frozenset[str] = frozenset()
    signers: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    token: int
    sponsors: tuple[Argument, ...]
    rule: str
    definite: bool
    marks: frozenset[str]
    years: frozenset[str]
    signers: tuple[Argument, ...] = ()


def find_tabled(scene: Scene, book: Codebook, stands: Sequence[Stand]) -> list[Tabled]:
    """Proposals of a text in the order of their first mention."""
    heads: dict[int, list[Stand]] = {}
    for stand in stands:
        heads.setdefault(_noun(stand), []).append(stand)
    found: list[Tabled] = []
    for candidate in sorted(_candidates(scene, book, heads), key=lambda c: _order(scene.text, c.token)):
        same = _same(scene, found, candidate)
        if same is not None:
            same.mentions.append(candidate.token)
            if not same.sponsors:
                same.sponsors = list(candidate.sponsors)
            same.marks |= candidate.marks
            named = scene.text.tokens[candidate.token].lemma == scene.text.tokens[same.first].lemma
            weak = scene.text.tokens[same.first].lemma in ANSWERS - COUNTER
            named = named or (weak and scene.text.tokens[candidate.token].lemma in COUNTER)
            if (len(same.name.split()) < 2 or weak) and named:
                same.name = _name(scene, book, candidate.token)
            same.rule = same.rule or candidate.rule
            continue
        found.append(_new(scene, book, candidate, found))
    _add_worded(scene, book, stands, found)
    for one in found:
        if len(one.name.split()) < 2 and not one.sponsors and one.rule:
            one.name = _with_clause(scene, one)
    kept = [one for one in found if one.rule and (one.sponsors or len(one.name.split()) > 1 or len(one.mentions) > 1)]
    for one in kept:
        one.mentions.sort()
        if len(one.name.split()) < 2 and one.sponsors:
            *others, last = [sponsor.actor.name for sponsor in one.sponsors]
            one.name = f"{one.name} of {', '.join(others)} and {last}" if others else f"{last}'s {one.name}"
    return sorted(kept, key=lambda one: one.first)


def _add_worded(scene: Scene, book: Codebook, stands: Sequence[Stand], found: list[Tabled]) -> None:
    """Proposals in other words than a noun; "the offer" that follows is the same one."""
    tokens = scene.text.tokens
    for stand in stands:
        if not is_worded(scene, book, stand):
            continue
        same = next((one for one in found if _noun(stand) in one.mentions), None)
        if same is not None:
            same.rule = same.rule or "in words"
            same.sponsors = same.sponsors or list(stand.holders)
            continue
        at = tokens[stand.token].sentence
        named = [
            one
            for one in found
            if tokens[one.first].lemma in GENERIC
            and 0 <= tokens[one.first].sentence - at <= MEETING
            and same_side(stand, [side(sponsor) for sponsor in one.sponsors])
        ]
        if named:
            if not any(one.answers == named[0].first for one in found):
                named[0].first = stand.token  # the report brings it up in these words
            named[0].mentions.append(stand.token)
            named[0].rule = named[0].rule or "in words"
            continue
        form = "offer" if tokens[stand.token].lemma == "offer" else "proposal"
        found.append(
            Tabled(
                first=stand.token,
                name=_short(stand.about.text),
                form=form,
                sponsors=list(stand.holders),
                rule="in words",
                mentions=[stand.token, stand.about.head],
            )
        )


def _noun(stand: Stand) -> int:
    return stand.about.refers if stand.about.refers is not None else stand.about.head


def _order(text: AnnotatedText, token: int) -> tuple[int, float]:
    """In text order, but what a proposal answers ("counter-proposal to the agreement") before it."""
    above = text.tokens[text.tokens[token].head]
    nested = text.tokens[token].dep == "pobj" and above.lemma == "to"
    return text.tokens[token].sentence, (text.tokens[token].head - 1.5 if nested else token)


def _new(scene: Scene, book: Codebook, candidate: _Candidate, found: Sequence[Tabled]) -> Tabled:
    text = scene.text
    lemma = text.tokens[candidate.token].lemma
    answers = None
    if lemma in ANSWERS:
        answered = _answered(text, candidate.token)
        answers = next((o.first for o in reversed(found) if answered in o.mentions), None)
        if answers is None and lemma in COUNTER and found:
            answers = found[-1].first
    return Tabled(
        first=candidate.token,
        name=_name(scene, book, candidate.token),
        form=FORMS.get(lemma, lemma),
        sponsors=list(candidate.sponsors),
        rule=candidate.rule,
        mentions=[candidate.token],
        marks=candidate.marks,
        answers=answers,
        years=candidate.years,
        signers=candidate.signers,
    )


def _answered(text: AnnotatedText, noun: int) -> int | None:
    """The noun behind "to" that a response answers; the parser may hang it on the verb."""
    for host in (noun, text.tokens[noun].head):
        for prep, inner in prepositions(text, host):
            if prep == "to" and inner > noun:
                return inner
    return None


def _answers_a_proposal(text: AnnotatedText, noun: int, nouns: frozenset[str]) -> bool:
    """Whether a response is one to a proposal, not to a danger or a question."""
    answered = _answered(text, noun)
    return answered is not None and text.tokens[answered].lemma in nouns


def _name(scene: Scene, book: Codebook, token: int) -> str:
    issue = noun_issue(scene, book, token)
    name = issue.text if issue is not None else scene.text.tokens[token].text
    lemma = scene.text.tokens[token].lemma
    answered = _answered(scene.text, token) if lemma in ANSWERS else None
    if answered is not None and issue is not None and answered not in issue.tokens:
        behind = noun_issue(scene, book, answered)
        if behind is not None:
            name = f"{name} to the {behind.text}"
    first, _, rest = name.partition(" ")
    while first.lower() in {"its", "their", "his", "her", "own"} and rest:
        name = rest
        first, _, rest = name.partition(" ")
    return _short(name)


def _with_clause(scene: Scene, one: Tabled) -> str:
    """A bare noun with what was done with it: "draft *put to both delegations*"."""
    text = scene.text
    clause = child(text, one.first, "acl", "relcl")
    if clause is None or text.tokens[clause].tag != "VBN":
        return one.name
    words = [i for i in subtree(text, clause) if i >= clause]
    behind = [to for prep, to in prepositions(text, clause) if prep in {"to", "before", "by"} and to in words]
    last = max(subtree(text, behind[0])) if behind else clause
    return _short(" ".join([one.name, *(text.tokens[i].text for i in words if i <= last)]))


def _short(name: str) -> str:
    """A name of a dozen words at most: cut before its purpose or an example, and before what somebody calls it."""
    cut = name.partition(" as ")[0]
    if len(cut.split()) <= NAME_WORDS:
        return cut
    for mark in (",", " including ", " to ", " that ", " in ", " with "):
        head = cut.partition(mark)[0]
        if 1 < len(head.split()) <= NAME_WORDS:
            return head
    return " ".join(cut.split()[:NAME_WORDS])


# --- which mention is which


def _same(scene: Scene, found: Sequence[Tabled], candidate: _Candidate) -> Tabled | None:
    """The proposal already found that a noun names again, the last one first."""
    text = scene.text
    lemma = text.tokens[candidate.token].lemma
    sides = {side(a) for a in candidate.sponsors}
    outer = _outlining(text, candidate.token)
    for one in found:
        if outer is not None and outer in one.mentions:
            return one
    recent = sorted(found, key=lambda one: max(_order(text, i) for i in one.mentions), reverse=True)
    for one in recent:
        theirs = {side(a) for a in one.sponsors}
        if sides and theirs and not sides & theirs:
            continue
        if candidate.years != one.years and candidate.years:
            continue
        if not candidate.definite and not (sides & theirs and candidate.marks & one.marks):
            continue
        counter = (lemma in ANSWERS) == (text.tokens[one.first].lemma in ANSWERS)
        if lemma in ANSWERS and not counter:
            continue
        if not counter and (candidate.marks or lemma not in GENERIC):
            continue
        alike = lemma in {text.tokens[i].lemma for i in one.mentions} or (lemma in ANSWERS and bool(sides & theirs))
        both = bool(candidate.marks & one.marks)
        if alike and (not candidate.marks or not one.marks or both or bool(sides & theirs)):
            return one
        if both or (lemma in GENERIC and not candidate.marks and one.rule):
            return one
    return None


def _outlining(text: AnnotatedText, noun: int) -> int | None:
    """The proposal that outlines a plan: "*the proposal* outlines a three-phase plan" speaks of one thing."""
    verb = text.tokens[noun].head
    if text.tokens[noun].dep != "dobj" or text.tokens[verb].lemma not in {"outline", "contain", "describe", "detail"}:
        return None
    return child(text, verb, "nsubj")


# --- which nouns are candidates


def _candidates(scene: Scene, book: Codebook, heads: dict[int, list[Stand]]) -> Iterator[_Candidate]:
    text = scene.text
    nouns = book.words["proposal_nouns"]
    for token in text.tokens:
        if token.pos not in {"NOUN", "PROPN"} or token.dep in {"compound", "nmod", "npadvmod"}:
            continue
        if token.i in scene.by_head:
            continue  # a name
        if any(text.tokens[i].lemma in {"every", "any", "each", "no"} for i in dependents(text, token.i, "det")):
            continue
        proposers = proposers_of(scene, book, token.i)
        tabled = heads.get(token.i, [])
        answered = [s for s in tabled if s.stance in ANSWERING]
        offered = [
            s
            for s in tabled
            if s.rule.endswith("/asked to accept") or (s.rule.startswith("demands") and _asked(text, s))
        ]
        if token.lemma not in nouns:
            if proposers and proposers[1]:
                yield _candidate(scene, token.i, proposers[0], "proposed")
            elif offered and len(tabled) > len(offered):
                yield _candidate(scene, token.i, list(offered[0].holders), "asked to accept")
            elif token.dep == "dobj" and has_terms_below(text, token.i):
                yield _candidate(scene, token.i, owners_of(scene, token.i), "under which")
            continue
        if token.lemma in ANSWERS - COUNTER and not _answers_a_proposal(text, token.i, nouns):
            continue
        owners = owners_of(scene, token.i)
        sponsors = proposers[0] if proposers else owners
        signers = signers_of(scene, token.i)
        rule = "signed" if signers else _rule(scene, book, token.i, proposers, owners, answered)
        yield _candidate(scene, token.i, sponsors, rule, signers)


def _candidate(
    scene: Scene, token: int, sponsors: Sequence[Argument], rule: str, signers: Sequence[Argument] = ()
) -> _Candidate:
    text = scene.text
    below = text.children[token]
    first = {text.tokens[i].lemma for i in below if text.tokens[i].dep in {"det", "poss"}}
    definite = bool(first & {"the", "this", "that", "these", "those", "its", "their", "his", "her"}) or bool(
        [i for i in below if text.tokens[i].dep == "poss"]
    )
    owners = {i for i in below if i in scene.by_token}
    marks = frozenset(
        word
        for i in below
        if text.tokens[i].dep in {"amod", "compound", "nmod"} and i not in owners
        for word in _content(text, i)
    )
    adjectival = bool(owners) and not any(text.tokens[i].dep == "det" and text.tokens[i].lemma == "a" for i in below)
    years = frozenset(
        text.tokens[i].text for i in range(token, min(token + 4, text.sentences[text.tokens[token].sentence].last))
        if text.tokens[i].text.isdigit() and len(text.tokens[i].text) == 4
    )  # fmt: skip
    return _Candidate(
        token=token,
        sponsors=tuple(sponsors),
        rule=rule,
        definite=definite or adjectival,
        marks=marks,
        years=years,
        signers=tuple(signers),
    )


def _content(text: AnnotatedText, index: int) -> Iterator[str]:
    lemma = text.tokens[index].lemma
    if text.tokens[index].text.lower() not in MARKS and lemma not in {"new", "latest", "current", "original", "own"}:
        yield lemma.replace("-", "")
    for below in text.children[index]:
        if text.tokens[below].dep in {"compound", "conj", "nummod"}:
            yield from _content(text, below)


def _rule(
    scene: Scene, book: Codebook, token: int, proposers: tuple[list[Argument], bool] | None,
    owners: Sequence[Argument], answered: Sequence[Stand],
) -> str:  # fmt: skip
    """Why a noun is a proposal, or empty where it only may be one that is spoken of elsewhere."""
    text = scene.text
    lemma = text.tokens[token].lemma
    marked = any(text.tokens[i].text.lower() in MARKS for i in dependents(text, token, "amod", "compound"))
    public = lemma not in book.words["homely_plans"] or bool(owners) or marked
    if proposers:
        return "put forward"
    if _is_opening(text, token):
        return "terms told"
    above = text.tokens[text.tokens[token].head]
    if above.lemma in book.words["adopting_verbs"] and token in objects(text, above.i) and lemma in VOTED:
        return "voted on"
    if lemma in AGREED:
        return "answered" if any(marked or s.rule.split("/")[1] in DECIDING for s in answered) else ""
    if answered and public:
        return "answered"
    if owners and lemma in COUNTER | {"proposal", "initiative", "roadmap", "offer"} and public:
        return "owned"
    return "proposed" if marked and lemma in GENERIC and public and owners else ""


def _is_opening(text: AnnotatedText, noun: int) -> bool:
    """A plan or deal brought up by what holds under it: "*Under a deal* signed in May, both sides accepted ..."."""
    token = text.tokens[noun]
    above = text.tokens[token.head]
    fresh = any(text.tokens[i].text.lower() in {"a", "an"} for i in dependents(text, noun, "det"))
    fronted = above.lemma == "under" and above.head > noun and is_verbal(text.tokens[above.head])
    return fresh and token.dep == "pobj" and fronted


def _asked(text: AnnotatedText, stand: Stand) -> bool:
    """Whether what is demanded is to accept something ("called on Velmora to accept a joint inquiry")."""
    noun = _noun(stand)
    above = text.tokens[text.tokens[noun].head]
    return above.lemma in {"accept", "approve", "back"} and noun in objects(text, above.i)
