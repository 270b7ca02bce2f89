"""Conditions: what is said to depend on what, whose condition it is, and who says so.

A marker of ``conditions.csv`` ("contingent upon", "if", "until") names the shape of tree it stands in; the shape gives
the two sides. A sentence is a condition only where what depends is political and still open: what a party would do,
or will not do before; a forecast of what befalls somebody sets no terms.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.extract.arguments import Argument, Scene, actors_of, is_generic, side
from dragoman.extract.attribution import chain_at, sentence_span, span_of
from dragoman.extract.condition_parts import Link
from dragoman.extract.condition_shapes import SHAPES, marker_at
from dragoman.extract.condition_tests import (
    acts,
    event_type,
    is_asked,
    is_matter,
    is_mirror,
    is_pledge,
    is_promise,
    verb_above,
)
from dragoman.extract.condition_words import ORDERING, order_above
from dragoman.extract.dates import published_on
from dragoman.extract.factuality import climb, is_negated, present
from dragoman.extract.wording import Piece, render
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.codebook import Codebook
from dragoman.model.facts import (
    Attribution,
    Condition,
    ConditionKind,
    Match,
    SourceKind,
)
from dragoman.model.ids import content_id
from dragoman.model.text import AnnotatedText
from dragoman.syntax import MAX_CLIMB, auxiliaries, child, dependents, is_passive, is_verbal, prepositions, subjects

EXTRACTOR = "conditions 1"
SPEECH_ACTS = frozenset({"say", "warn", "threat", "intent", "accept", "refusal", "accuse", "request", "order"})
"""What words of these acts bring in is said by whoever does them, whether or not anybody is quoted."""
WARNING = frozenset({"warn", "threat"})
OFFICIAL = frozenset({"GOV", "MIL", "LEG", "OPP"})
BODIES = frozenset(
    {
        ActorKind.STATE, ActorKind.GOVERNMENT, ActorKind.ARMED_GROUP, ActorKind.MILITARY, ActorKind.IGO,
        ActorKind.PARTY, ActorKind.BODY,
    }
)  # fmt: skip
"""What these will do on a condition is a term, whatever it is; what a person will do is one where it is an act."""
CROWDS = frozenset({ActorKind.POPULATION, ActorKind.GROUP, ActorKind.PERSON})
LOOSE = frozenset({"open", "other", "result", "barred", "zero"})
"""Needs that a way of speaking can meet as well."""
EXPLICIT = frozenset({"only", "provided", "providing", "on"})
"""First words of markers that leave no doubt."""
DEADLINES = frozenset({"ultimatum", "deadline"})
CLAUSES = frozenset({"clause", "inverted", "whoever"})
"""Shapes of two clauses, where only some of what the first says makes the second a term."""
STATED = frozenset({"verb", "link", "adjective", "noun", "wait", "deadline"})
"""Shapes whose marker says outright that something depends on something, and may be denied."""
MAX_STEPS = 4
"""Steps from a deed up to the offer or threat of it."""
NOT_POLITICAL = frozenset({ActorKind.UNKNOWN, ActorKind.REGION, ActorKind.COMPANY, ActorKind.MEDIA})


def find_conditions(scene: Scene, book: Codebook) -> Iterator[Condition]:
    """Conditions of a report in text order."""
    taken: set[int] = set()
    for index in scene.text.index.holding(book.heads["conditions"]):
        token, word = scene.text.tokens[index], scene.text.index.low[index]
        entries = book.conditions.get(word, ())
        if token.lemma != word:
            entries = (*entries, *book.conditions.get(token.lemma, ()))
        for entry in entries:
            marker = marker_at(scene.text, token.i, entry)
            if not marker or taken & set(marker):
                continue
            if entry.shape in STATED and _is_denied(scene.text, book, marker[0]):
                continue
            link = SHAPES[entry.shape](scene, book, marker, entry)
            if link is None or not _sets_terms(scene, book, link):
                continue
            taken.update(marker)
            yield _write(scene, book, link)
            break


def _is_denied(text: AnnotatedText, book: Codebook, marker: int) -> bool:
    """Whether the word itself or its copula is negated ("the offer does not depend on", "should be no condition")."""
    token = text.tokens[marker]
    return is_negated(text, book, marker) or (token.dep == "attr" and is_negated(text, book, token.head))


def _sets_terms(scene: Scene, book: Codebook, link: Link) -> bool:
    """Leave out forecasts, ways of speaking, and what has no political party in it."""
    text = scene.text
    last = text.sentences[text.tokens[link.marker[0]].sentence].last
    if any(text.tokens[i].text == "?" for i in range(max(0, last - 2), last)):
        return False
    if _anybody(scene, book, link.consequent) or any(_anybody(scene, book, piece) for piece in link.antecedents):
        return False
    anyone = _political(scene, link.consequent) or any(_political(scene, piece) for piece in link.antecedents)
    head = link.consequent.head
    barred = link.entry.needs == "barred"
    if link.entry.shape not in CLAUSES and not barred:
        doers = [a for who in _verbs_subjects(text, link.marker[0]) for a in actors_of(scene, who)]
        anyone = anyone or bool(_sides_that_speak(scene, book, head)) or any(_may_set(a) for a in doers)
        above = climb(text, book, head)[:1]
        intent = link.entry.type == "exchange" and any(each.entry.act == "intent" for each in above)
        offering = [a for each in above for i in subjects(text, each.token) for a in actors_of(scene, i)]
        anyone = anyone or (intent and (not offering or any(_may_set(a) for a in offering)))
        traded = link.entry.type in {"exchange", "pending"}
        settled = link.entry.shape == "limit" and acts(scene, book, head)
        return (
            anyone
            or settled
            or (traded and all(acts(scene, book, p.head) for p in (link.consequent, *link.antecedents)))
        )
    agents = [a for a in _agents(scene, link.consequent) if _may_set(a)]
    sides = _sides_that_speak(scene, book, head)
    anyone = anyone or bool(sides) or any(_may_set(a) for a in _who_asks(scene, link))
    matter = _names_matter(scene, book, link.consequent)
    settled = matter and is_promise(text, head) and any(acts(scene, book, p.head) for p in link.antecedents)
    anyone = anyone or (settled and link.entry.needs in {"open", "negated"})  # "the treaty will take effect once"
    ruled_out = link.entry.needs in {"barred", "negated"} and matter  # "peace is impossible without"
    if _is_warned(scene, book, link) and anyone:
        return True
    if (_is_idle(scene, book, head) and not ruled_out) or _is_forecast(scene, book, head):
        return False
    if not agents and not (anyone and (matter or is_passive(text, head))):
        return False
    own = _own_word(scene, book, link, agents)
    if link.entry.words[0] in EXPLICIT:
        return True
    if link.guess:
        subject = next((i for i in dependents(text, head, "nsubj", "nsubjpass")), None)
        warned = bool(sides) and _is_warning(scene, book, head)
        told = bool(sides) and subject is not None and is_matter(scene, book, subject)
        return own or told or (warned and acts(scene, book, head))
    first = link.antecedents[0].head
    turned = link.entry.reading == "swap" and (acts(scene, book, first) or is_mirror(text, head))
    if own or turned or link.entry.needs not in LOOSE or _is_owed(scene, link):
        return True
    bodies = any(a.actor.kind in BODIES and not is_generic(a) for a in agents)
    if link.entry.needs == "zero":
        return bodies
    return bodies or is_pledge(scene, book, head) or acts(scene, book, head)


def _sides_that_speak(scene: Scene, book: Codebook, token: int) -> list[ActorRef]:
    """Speakers who are or speak for a state, body or group."""
    speakers = [each.speaker for each in _chain(scene, book, token) if each.speaker is not None]
    return [one for one in speakers if one.kind not in NOT_POLITICAL and (_is_official(one) or one.affiliation)]


def _is_official(actor: ActorRef) -> bool:
    return actor.kind in BODIES or (actor.kind is ActorKind.OFFICE and actor.sector in OFFICIAL)


def _is_warning(scene: Scene, book: Codebook, token: int) -> bool:
    """Whether somebody warns or threatens of what a clause says."""
    text = scene.text
    cues = [layer.token for layer in climb(text, book, token)[:1]]
    cues += [i for v in scene.voices if any(first <= token < last for first, last in v.content) for i in v.cue]
    return any(entry.act in WARNING for i in cues for entry in book.embeddings.get((text.tokens[i].lemma, "v"), ()))


def _is_warned(scene: Scene, book: Codebook, link: Link) -> bool:
    """Whether somebody warns of what comes unless something political is done ("warned that unless aid arrives")."""
    lacking = link.entry.reading == "without" or any(
        is_verbal(scene.text.tokens[piece.head]) and is_negated(scene.text, book, piece.head)
        for piece in link.antecedents
    )
    warned = lacking and _is_warning(scene, book, link.consequent.head)
    return warned and any(acts(scene, book, piece.head) for piece in link.antecedents)


def _is_owed(scene: Scene, link: Link) -> bool:
    """Whether what will be done answers an act of a party ("it would be prolonged if Kestria released them")."""
    text = scene.text
    head = link.consequent.head
    if link.entry.needs != "open" or not is_promise(text, head) or not is_passive(text, head):
        return False
    doers = [i for p in link.antecedents if is_verbal(text.tokens[p.head]) for i in subjects(text, p.head)]
    return any(a.actor.kind in BODIES for i in doers for a in actors_of(scene, i))


def _is_forecast(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether a clause guesses what will come ("will likely win", "it is feared that")."""
    above = climb(scene.text, book, verb)[:1]
    if any(layer.entry.lemma in book.words["expecting_verbs"] and not layer.negated for layer in above):
        return True
    below = dependents(scene.text, verb, "advmod", "acomp")
    return any(scene.text.tokens[i].lemma in book.words["forecast_adverbs"] for i in below)


def _own_word(scene: Scene, book: Codebook, link: Link, agents: list[Argument]) -> bool:
    """Whether who may act also says so ("Velmora said it could withdraw if"), or somebody who speaks for them."""
    speakers = [each.speaker for each in _chain(scene, book, link.consequent.head) if each.speaker is not None]
    return any(
        speaker.id == agent.actor.id
        or (agent.actor.kind is not ActorKind.PERSON and (speaker.affiliation or speaker.id) == side(agent))
        for speaker in speakers
        for agent in agents
    )


def _anybody(scene: Scene, book: Codebook, piece: Piece) -> bool:
    """Whether a clause is about anybody ("if you ask me")."""
    text = scene.text
    own = child(text, piece.head, "nsubj", "nsubjpass")
    return own is not None and text.tokens[own].text.lower() in book.words["nobody_in_particular"]


def _is_idle(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether a verb says what befalls or is thought rather than what is done."""
    text = scene.text
    lemma = text.tokens[verb].lemma
    if lemma != "be":
        done = event_type(scene, book, verb) not in {"", "REQUEST"} and bool(dependents(text, verb, "dobj"))
        return lemma in book.words["forecast_verbs"] and not done
    if any(text.tokens[i].lemma in book.words["pledging_adjectives"] for i in dependents(text, verb, "acomp")):
        return False
    if any("to" in auxiliaries(text, i) for i in dependents(text, verb, "xcomp")):
        return False  # "is to begin"
    said = dependents(text, verb, "attr")
    if child(text, verb, "expl") is not None:
        return not any(is_matter(scene, book, i) for i in said)  # "there will be no talks"
    deeds = [b for i in said for b in dependents(text, i, "relcl", "acl")]
    return not any("to" in auxiliaries(text, b) for b in deeds)  # "will be the first to move"


def _names_matter(scene: Scene, book: Codebook, piece: Piece) -> bool:
    """Whether the subject, object or predicate of a clause is a political matter ("no *talks*", "the *sanctions*")."""
    text = scene.text
    if not is_verbal(text.tokens[piece.head]):
        return True
    heads = dependents(text, piece.head, "nsubj", "nsubjpass", "dobj", "attr")
    return any(not is_verbal(text.tokens[i]) and is_matter(scene, book, i) for i in heads)


def _may_set(argument: Argument) -> bool:
    """Whether an actor can set terms: no company, no place, and not just "people"."""
    actor = argument.actor
    if is_generic(argument) and actor.kind in CROWDS and actor.country is None and actor.affiliation is None:
        return False
    return actor.kind not in NOT_POLITICAL and actor.sector != "BUS"


def _political(scene: Scene, piece: Piece) -> bool:
    """Whether a piece names a political party."""
    found = (scene.by_token.get(i) for i in (*piece.tokens, piece.owner) if i is not None)
    return any(
        actor.kind not in NOT_POLITICAL and actor.sector != "BUS"
        for mention in found
        if mention is not None
        for actor in mention.actors
    )


def _agents(scene: Scene, piece: Piece) -> list[Argument]:
    """Who is to do what depends."""
    text = scene.text
    if is_verbal(text.tokens[piece.head]):
        found = subjects(text, piece.head)
        for adjective in dependents(text, piece.head, "acomp"):  # "acceptable to Kestria"
            to_whom = [to for prep, to in prepositions(text, adjective) if prep == "to" and actors_of(scene, to)]
            found = to_whom or found
        return [a for noun in found for a in actors_of(scene, noun)]
    return _owners(scene, piece.head)


def _owners(scene: Scene, noun: int) -> list[Argument]:
    """Whose matter a noun is: its possessor or the possessor of a noun above it, else who does the verb above."""
    text = scene.text
    current = noun
    for _ in range(MAX_CLIMB):
        owner = child(text, current, "poss")
        if owner is not None:
            found = actors_of(scene, owner)
            if found:
                return found
        above = text.tokens[current].head
        if above == current:
            return []
        if is_verbal(text.tokens[above]):
            if text.tokens[current].dep in {"nsubj", "nsubjpass"}:
                return []
            return [a for who in subjects(text, above) for a in actors_of(scene, who)]
        current = above
    return []


def _set_by(scene: Scene, book: Codebook, link: Link, said_by: ActorRef | None) -> ActorRef | None:
    """Whose condition it is: who is to act, unless that is what others ask of them; else who says so."""
    text = scene.text
    piece = link.consequent
    if link.entry.shape == "approval":
        return None
    if link.entry.shape in {"limit", "must"}:
        return said_by or next((a.actor for a in _agents(scene, piece) if _may_set(a)), None)
    if link.entry.shape in DEADLINES:
        return next((a.actor for a in _who_orders(scene, link) if _may_set(a)), said_by)
    asked = is_verbal(text.tokens[piece.head]) and is_asked(scene, book, piece.head)
    if asked or link.entry.reading == "swap":
        return said_by or next((a.actor for a in _who_asks(scene, link) if _may_set(a)), None)
    agents = _agents(scene, piece)
    if link.entry.shape == "noun" and said_by is not None:
        return said_by
    if link.entry.shape in {"link", "noun"}:
        agents = [a for who in _verbs_subjects(text, link.marker[0]) for a in actors_of(scene, who)] or agents
    named = [a for a in agents if _may_set(a) and not is_generic(a)]
    return named[0].actor if named else said_by


def _who_asks(scene: Scene, link: Link) -> list[Argument]:
    """Who wants the antecedent of what is said the other way round ("wants the blockade lifted before talks begin")."""
    text = scene.text
    wanted = link.antecedents[0].head
    if link.entry.reading != "swap" or text.tokens[wanted].dep not in {"ccomp", "xcomp"}:
        return []
    return [a for who in _verbs_subjects(text, text.tokens[wanted].head) for a in actors_of(scene, who)]


def _who_orders(scene: Scene, link: Link) -> list[Argument]:
    """Who sets a deadline: the one who gives it, or who orders what has to be done by then."""
    text = scene.text
    token = link.marker[0]
    if link.entry.words[0] == "have":
        return []  # who has until Friday did not set the day
    if link.entry.words[0] == "or":
        token = order_above(text, link.antecedents[0].head)
        if text.tokens[token].lemma not in ORDERING:
            return []
    return [a for who in _verbs_subjects(text, token) for a in actors_of(scene, who)]


def _verbs_subjects(text: AnnotatedText, index: int) -> list[int]:
    current = index
    for _ in range(MAX_CLIMB):
        if is_verbal(text.tokens[current]):
            return subjects(text, current) if text.tokens[current].lemma != "be" else []
        if text.tokens[current].head == current:
            return []
        current = text.tokens[current].head
    return []


def _chain(scene: Scene, book: Codebook, token: int) -> tuple[Attribution, ...]:
    """Who says so: the voices of the text, or where there is none whoever offers, threatens or demands it."""
    chain = chain_at(scene, book, token)
    if len(chain) > 1:
        return chain
    return chain + (_performed(scene, book, token) or _spoken_of(scene, token))


def _spoken_of(scene: Scene, token: int) -> tuple[Attribution, ...]:
    """Who speaks of what depends ("*highlighted* Velmora's interest in a truce, contingent upon")."""
    for voice in scene.voices:
        if voice.speakers and voice.cue and any(first <= token < last for first, last in voice.content):
            cue = span_of(scene.text, voice.cue[0], voice.cue[-1] + 1)
            word = scene.text.tokens[voice.cue[0]].text
            kind = SourceKind.UNNAMED if voice.unnamed else SourceKind.SPEAKER
            return tuple(Attribution(kind=kind, speaker=a.actor, cue=word, evidence=cue) for a in voice.speakers)
    return ()


def _innermost(chain: tuple[Attribution, ...]) -> ActorRef | None:
    """Who says so at the end of a chain; of joint speakers the first."""
    last = chain[-1]
    return next((link.speaker for link in chain if link.evidence == last.evidence and link.cue == last.cue), None)


def _performed(scene: Scene, book: Codebook, token: int) -> tuple[Attribution, ...]:
    """Whoever offers, promises, threatens or demands what a token says, which is saying it."""
    text = scene.text
    current = token
    for _ in range(MAX_STEPS):
        here = text.tokens[current]
        acts_of = {entry.act for entry in book.embeddings.get((here.lemma, "v"), ())} if is_verbal(here) else set()
        told = current != token or (here.tag in {"VBD", "VBZ", "VBP"} and "say" not in acts_of)
        if told and acts_of & SPEECH_ACTS and not is_negated(text, book, current):
            who = [a for i in subjects(text, current) for a in actors_of(scene, i)]
            cue = span_of(text, current, current + 1)
            return tuple(
                Attribution(kind=SourceKind.SPEAKER, speaker=a.actor, cue=here.text, evidence=cue) for a in who
            )
        if here.dep not in {"xcomp", "ccomp", "advcl", "dobj", "appos", "conj", "acl"} or here.head == current:
            break
        current = here.head
    return ()


def _write(scene: Scene, book: Codebook, link: Link) -> Condition:
    text = scene.text
    head = link.consequent.head
    chain = _chain(scene, book, head)
    verb = verb_above(text, link.marker[0]) if link.entry.shape == "noun" else None
    if len(chain) == 1 and verb is not None:
        chain += _performed(scene, book, verb)
    said_by = _innermost(chain)
    kind = ConditionKind(link.entry.type)
    if kind is ConditionKind.DEADLINE and not link.timed:
        kind = ConditionKind.PRECONDITION
    if kind is ConditionKind.PRECONDITION and any(is_mirror(text, piece.head) for piece in link.antecedents):
        kind = ConditionKind.EXCHANGE if link.entry.reading != "swap" else kind
    evidence = tuple(dict.fromkeys(sentence_span(text, i) for i in (link.marker[0], link.antecedents[0].head, head)))
    marker = " ".join(text.tokens[i].text for i in link.marker)
    spans = (
        ("marker", span_of(text, link.marker[0], link.marker[0] + 1)),
        ("consequent", span_of(text, link.consequent.tokens[0], link.consequent.tokens[-1] + 1)),
        *(("antecedent", span_of(text, piece.tokens[0], piece.tokens[-1] + 1)) for piece in link.antecedents),
    )
    notes = (f"reading of the two sides: {link.entry.reading}",) if link.entry.reading else ()
    setter = _set_by(scene, book, link, said_by)
    return Condition(
        id=content_id(
            "condition", text.document.id, text.tokens[link.marker[0]].start, text.tokens[head].start, marker
        ),
        document_id=text.document.id,
        evidence=evidence,
        attribution=chain,
        factuality=present(text, book, head).factuality,
        date=published_on(text),
        extractor=f"{EXTRACTOR}, {book.version}",
        confidence=0.9 if setter is not None else 0.75,
        match=Match(
            rule=f"{link.entry.shape}/{' '.join(link.entry.words)}/{link.entry.needs}", spans=spans, notes=notes
        ),
        consequent=render(scene, book, link.consequent),
        antecedents=tuple(render(scene, book, piece) for piece in link.antecedents),
        join=link.join,
        type=kind,
        set_by=setter,
        said_by=said_by,
        marker=marker,
    )
