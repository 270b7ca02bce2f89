"""Where the two sides of a condition stand in the tree, for each shape of marker in ``conditions.csv``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dragoman.extract.arguments import Scene, mention_at
from dragoman.extract.factuality import climb, is_negated
from dragoman.extract.triggers import holds
from dragoman.extract.wording import QUOTES, SUBJECT_LABELS, Piece, clause_tokens, trimmed
from dragoman.model.codebook import Codebook, ConditionMarker
from dragoman.model.facts import Join
from dragoman.model.text import AnnotatedText
from dragoman.syntax import MAX_CLIMB, auxiliaries, child, dependents, is_verbal, prepositions, subjects

MODALS = frozenset(
    {
        "will",
        "would",
        "wo",
        "'ll",
        "’ll",
        "'d",
        "’d",
        "shall",
        "sha",
        "can",
        "ca",
        "could",
        "may",
        "might",
        "must",
        "should",
    }
)
GUESSING = frozenset({"could", "may", "might"})
OBLIGATION = frozenset({"must", "should", "need", "needs", "ought"})
OPEN_EFFECTS = frozenset({"commit", "plan", "threaten", "demand", "want", "permit", "refuse"})
INNER_EFFECTS = OPEN_EFFECTS | {"report", "allege", "suppose"}
MATTER_CLASSES = ("MATTER", "TALKS", "AGREEMENT", "CEASEFIRE", "PROPOSAL", "TIES", "AID", "SANCTIONS", "WAR")
ADJECTIVES = frozenset({"acomp", "oprd", "ccomp", "xcomp", "attr"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What depends on what, in tokens.

    Attributes:
        marker: the words that make it a condition.
        consequent, antecedents: the two sides.
        join: how the antecedents go together.
        entry: the row of the table.
        timed: true where a day is named by which it must be so.
        guess: true where the words only say what may come of it ("could", "may").
    """

    marker: tuple[int, ...]
    consequent: Piece
    antecedents: tuple[Piece, ...]
    join: Join = Join.ALL
    entry: ConditionMarker
    timed: bool = False
    guess: bool = False


def verb_above(text: AnnotatedText, index: int) -> int | None:
    """The nearest verb above a token, or ``None``."""
    current = index
    for _ in range(MAX_CLIMB):
        above = text.tokens[current].head
        if above == current:
            return None
        if is_verbal(text.tokens[above]) and text.tokens[above].dep not in {"aux", "auxpass", "amod"}:
            return above
        current = above
    return None


def is_matter(scene: Scene, book: Codebook, noun: int) -> bool:
    """Whether a noun names something that is negotiated about or done between parties."""
    token = scene.text.tokens[noun]
    if is_verbal(token):
        return True
    if mention_at(scene, noun) is not None or token.pos not in {"NOUN", "PROPN", "VERB"}:
        return False
    known = any(token.lemma in book.classes[name] for name in MATTER_CLASSES)
    return known or (token.lemma, "n") in book.frames


def split_join(text: AnnotatedText, head: int, verbal: bool) -> tuple[list[int], Join]:
    """A head and what is coordinated with it, and how: ANY where an "or" joins them."""
    members, stack, join = [], [head], Join.ALL
    while stack:
        current = stack.pop()
        members.append(current)
        for below in text.children[current]:
            token = text.tokens[below]
            if token.dep == "conj" and is_verbal(token) == verbal:
                stack.append(below)
            elif token.dep == "cc" and token.lemma == "or":
                join = Join.ANY
    return sorted(members), join if len(members) > 1 else Join.ALL


def clause_pieces(text: AnnotatedText, verb: int, skip: frozenset[int], after: int) -> tuple[tuple[Piece, ...], Join]:
    """The clauses of an antecedent behind its marker: one for each coordinated verb."""
    members, join = split_join(text, verb, verbal=True)
    pieces = []
    for member in members:
        leave = {other for other in members if other != member} | skip
        tokens = trimmed(text, [i for i in clause_tokens(text, member, leave) if i > after])
        own = child(text, member, *SUBJECT_LABELS, "expl")
        owner = None
        if own is None:
            owner = next(iter(subjects(text, member)), None) or child(text, verb, *SUBJECT_LABELS)
        if tokens:
            pieces.append(Piece(head=member, tokens=tokens, owner=owner))
    return tuple(pieces), join


def noun_pieces(text: AnnotatedText, noun: int, skip: frozenset[int] = frozenset()) -> tuple[tuple[Piece, ...], Join]:
    """The noun phrases of an antecedent: one for each coordinated noun."""
    members, join = split_join(text, noun, verbal=is_verbal(text.tokens[noun]))
    found = []
    for member in members:
        tokens = clause_tokens(text, member, {other for other in members if other != member} | skip)
        if tokens:
            found.append(Piece(head=member, tokens=tokens))
    return tuple(found), join


def consequent_piece(scene: Scene, head: int, skip: frozenset[int], reading: str = "") -> Piece | None:
    """The side that depends, without the antecedent and the marker."""
    text = scene.text
    marked = {b for b in dependents(text, head, "mark") if text.tokens[b].lemma == "that"}
    tokens = _whole(text, head, clause_tokens(text, head, skip | marked))
    if not tokens:
        return None
    own = child(text, head, *SUBJECT_LABELS)
    owner = None
    if is_verbal(text.tokens[head]) and own is None and child(text, head, "expl") is None:
        owner = next(iter(subjects(text, head)), None)
    return Piece(head=head, tokens=tokens, reading=reading, owner=owner)


def _whole(text: AnnotatedText, head: int, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """Tokens without scraps that the antecedent cuts off ("will leave when it is open *and not a day sooner*")."""
    runs: list[list[int]] = []
    for i in tokens:
        if runs and runs[-1][-1] + 1 == i:
            runs[-1].append(i)
        else:
            runs.append([i])
    kept = [run for run in runs if head in run or not _is_scrap(text, run)]
    return trimmed(text, [i for run in kept for i in run])


def _is_scrap(text: AnnotatedText, run: list[int]) -> bool:
    words = [i for i in run if text.tokens[i].pos != "PUNCT" and text.tokens[i].text not in QUOTES]
    return not words or text.tokens[words[0]].dep == "cc" or all(text.tokens[i].pos in {"ADP", "ADV"} for i in words)


def is_open(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether what a verb says is still to come: a modal, an infinitive under a promise, "ready to"."""
    text = scene.text
    spoken = set(auxiliaries(text, verb))
    if spoken & MODALS:
        return not ("have" in spoken and spoken & {"would", "could", "might", "should"})
    if any(_opens(book, text, below) for below in dependents(text, verb, "acomp", "xcomp", "oprd")):
        return True
    if "to" in spoken or text.tokens[verb].tag == "VBG":
        above = text.tokens[text.tokens[verb].head]
        if "have" in auxiliaries(text, above.i):
            return False
        if any(layer.entry.effect in OPEN_EFFECTS for layer in climb(text, book, verb)[:2]):
            return True
        return is_verbal(above) and above.i != verb and bool(set(auxiliaries(text, above.i)) & MODALS)
    if child(text, verb, "dobj", "xcomp", "ccomp", "prep") is None:
        return False
    entries = book.embeddings.get((text.tokens[verb].lemma, "v"), ())
    return any(entry.effect in {"commit", "threaten"} and entry.act != "warn" for entry in entries)


def _opens(book: Codebook, text: AnnotatedText, index: int) -> bool:
    token = text.tokens[index]
    if token.tag == "VBG" and token.lemma == "go" and child(text, index, "xcomp") is not None:
        return True
    return any(entry.effect in {"commit", "plan"} for entry in book.embeddings.get((token.lemma, "a"), ()))


def is_refused(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether what a verb says is ruled out for now: negated and open, or under a refusal."""
    text = scene.text
    layers = climb(text, book, verb)[:2]
    if any(layer.entry.effect in {"refuse", "prevent"} and not layer.negated for layer in layers):
        return True
    if any(layer.entry.effect in {"commit", "plan", "permit"} and layer.negated for layer in layers):
        return True
    denied = is_negated(text, book, verb) or any(
        text.tokens[d].text.lower() == "no"
        for below in dependents(text, verb, "attr", "dobj", "nsubj", "nsubjpass")
        for d in dependents(text, below, "det")
    )
    impossible = any(text.tokens[b].lemma in {"impossible", "unthinkable"} for b in dependents(text, verb, "acomp"))
    return (denied or impossible) and (text.tokens[verb].tag != "VBD" and "did" not in auxiliaries(text, verb))


def is_lasting(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether a verb says that something goes on, now or from now on."""
    token = scene.text.tokens[verb]
    if token.lemma not in book.words["lasting_verbs"] or is_negated(scene.text, book, verb):
        return False
    return token.tag in {"VBZ", "VBP"} or is_open(scene, book, verb)


def is_bound(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether a clause says what somebody must do."""
    text = scene.text
    spoken = set(auxiliaries(text, verb))
    if spoken & OBLIGATION:
        return True
    token = text.tokens[verb]
    governor = text.tokens[token.head]
    if token.dep == "xcomp" and governor.lemma in {"have", "need"} and "to" in spoken:
        return True
    return any(layer.entry.effect == "demand" and not layer.negated for layer in climb(text, book, verb)[:1])


def _is_state(scene: Scene, verb: int) -> bool:
    """Whether a clause says what is so or has come about ("when the crossing is open", "has been lifted")."""
    text = scene.text
    token = text.tokens[verb]
    if token.lemma == "be" and child(text, verb, "acomp", "attr", "prep", "advmod") is not None:
        return True
    return bool({"have", "has", "had"} & set(auxiliaries(text, verb)))


def fits(scene: Scene, book: Codebook, entry: ConditionMarker, main: int, clause: int | None) -> bool:
    """Whether what the row needs holds of the main clause."""
    text = scene.text
    needs = entry.needs
    if needs == "negated":
        return is_refused(scene, book, main)
    if needs == "barred":
        return _is_to_come(text, main) and is_refused(scene, book, main) and acts(scene, book, main)
    if needs == "halted":
        token = text.tokens[main]
        held = token.lemma in book.words["halting_verbs"] or token.lemma in book.words["closing_verbs"]
        told = clause is not None and text.tokens[clause].tag == "VBD" and not is_open(scene, book, main)
        return held and not told
    if needs == "lasting":
        return is_lasting(scene, book, main)
    if needs == "sequence":
        return clause is not None and is_mirror(text, clause) and is_open(scene, book, main)
    if needs == "bound":
        past = clause is None or (text.tokens[clause].tag == "VBD" or "had" in auxiliaries(text, clause))
        return is_bound(scene, book, main) and not past
    if needs == "open":
        return is_open(scene, book, main)
    if needs == "result":
        return clause is not None and is_open(scene, book, main) and _is_state(scene, clause)
    if needs in {"matter", "would"}:
        return is_matter(scene, book, main) and (needs == "matter" or _is_to_come(text, text.tokens[main].head))
    return True


def _is_to_come(text: AnnotatedText, verb: int) -> bool:
    return bool(set(auxiliaries(text, verb)) & MODALS)


def is_mirror(text: AnnotatedText, verb: int) -> bool:
    """Whether a clause only says that its subject does the same ("as long as the other side *does*")."""
    if text.tokens[verb].lemma != "do":
        return False
    return child(text, verb, "dobj", "xcomp", "ccomp", "attr") is None and child(text, verb, "nsubj") is not None


def is_event(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether a verb has a reading that is an event."""
    frames = book.frames.get((scene.text.tokens[verb].lemma, "v"), ())
    return any(frame.plover and all(holds(scene, verb, constraint) for constraint in frame.when) for frame in frames)


def is_pledge(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether somebody is said to offer, threaten, refuse or be ready for what a verb says."""
    text = scene.text
    if any(_opens(book, text, below) for below in dependents(text, verb, "acomp")):
        return True
    return any(layer.entry.effect in {"commit", "threaten", "refuse"} for layer in climb(text, book, verb)[:1])


def acts(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether a verb, or its subject or object, is something done or settled between parties."""
    text = scene.text
    if not is_verbal(text.tokens[verb]):
        return is_matter(scene, book, verb)
    if is_event(scene, book, verb):
        return True
    heads = dependents(text, verb, "nsubj", "nsubjpass", "dobj", "attr", "xcomp")
    return any(is_event(scene, book, i) if is_verbal(text.tokens[i]) else is_matter(scene, book, i) for i in heads)


def main_of(scene: Scene, book: Codebook, start: int, clause: int) -> int | None:
    """The verb that depends: the one the marker hangs on, or its complement where that one only promises or reports."""
    text = scene.text
    main = start
    for _ in range(3):
        token = text.tokens[main]
        inner = child(text, main, "ccomp", "xcomp")
        if inner is None or not is_verbal(text.tokens[inner]) or (inner > clause > main):
            break
        entries = book.embeddings.get((token.lemma, "v"), ())
        if not any(entry.effect in INNER_EFFECTS for entry in entries):
            break
        main = inner
    while text.tokens[main].dep == "conj" and child(text, main, *SUBJECT_LABELS) is None and main < clause:
        above = text.tokens[main].head
        if not is_verbal(text.tokens[above]) or not is_open(scene, book, above):
            break
        main = above
    token = text.tokens[main]
    if token.dep in {"relcl", "acl"} and "to" in auxiliaries(text, main):
        above = text.tokens[token.head]
        if above.dep == "attr" and text.tokens[above.head].lemma == "be":
            return above.head  # "will be the first *to move* if"
    return main


def _clause_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """A subordinate clause: "X if Y"."""
    text = scene.text
    last = text.tokens[marker[-1]]
    clause = last.head
    if last.dep not in {"mark", "advmod"} or clause < last.i:
        found = child(text, last.i, "ccomp", "pcomp", "advcl")
        if found is None or found < last.i:
            return None
        clause = found
    subject = child(text, clause, *SUBJECT_LABELS, "expl")
    if not is_verbal(text.tokens[clause]) or subject is None or subject < marker[-1]:
        return None
    if len(marker) == 1 and last.head == clause and text.tokens[clause].dep != "advcl":
        return None
    top = clause
    for _ in range(MAX_CLIMB):
        above = text.tokens[top].head
        if above == top:
            return None
        top = above
        if is_verbal(text.tokens[top]) and top not in marker:
            break
    main = main_of(scene, book, top, clause)
    if (
        main is None
        or _asks(text, book, entry, clause)
        or _is_question(text, main)
        or not fits(scene, book, entry, main, clause)
    ):
        return None
    if marker[0] > 0 and text.tokens[marker[0] - 1].text.lower() in {"for", "only"}:
        marker = (marker[0] - 1, *marker)
    skip = frozenset({clause, *marker})
    pieces, join = clause_pieces(text, clause, frozenset(marker), marker[-1])
    return _make(scene, entry, marker, main, pieces, join, skip)


def _asks(text: AnnotatedText, book: Codebook, entry: ConditionMarker, clause: int) -> bool:
    """Whether "if" stands for "whether", or is part of "even if", "as if"."""
    first = next(
        (b for b in dependents(text, clause, "mark", "advmod") if text.tokens[b].text.lower() in entry.words), None
    )
    if first is not None and first and text.tokens[first - 1].text.lower() in {"even", "as", "what", "not"}:
        return True
    above = text.tokens[text.tokens[clause].head]
    return entry.words[0] == "if" and above.lemma in book.words["asking_words"] and above.i < clause


def _is_question(text: AnnotatedText, verb: int) -> bool:
    """An indirect question ("asked how ties would fare if")."""
    if text.tokens[verb].dep not in {"ccomp", "pcomp", "csubj", "advcl"}:
        return False
    below = text.children[verb]
    return any(text.tokens[i].tag in {"WRB", "WP"} for b in below for i in (b, *text.children[b]) if b < verb)


def _make(
    scene: Scene,
    entry: ConditionMarker,
    marker: tuple[int, ...],
    main: int,
    pieces: tuple[Piece, ...],
    join: Join,
    skip: frozenset[int],
) -> Link | None:
    """The link of a main verb or noun and its antecedents, with the reading of the row applied."""
    text = scene.text
    reading = entry.reading
    consequent = consequent_piece(scene, main, skip, reading if reading in {"affirm", "end", "resume"} else "")
    if consequent is None or not pieces:
        return None
    if reading == "without":
        pieces = tuple(
            Piece(head=piece.head, tokens=piece.tokens, reading="without", owner=piece.owner) for piece in pieces
        )
        join = Join.ALL if join is Join.ANY else Join.ANY if len(pieces) > 1 else join
    if reading == "swap":
        if len(pieces) > 1:
            return None
        consequent, pieces, join = pieces[0], (consequent,), Join.ALL
    guess = reading != "affirm" and _is_guess(text, main)
    return Link(marker=marker, consequent=consequent, antecedents=pieces, join=join, entry=entry, guess=guess)


def _is_guess(text: AnnotatedText, verb: int) -> bool:
    """Whether a clause, or the one its infinitive hangs on, only says what may come."""
    spoken = set(auxiliaries(text, verb))
    if text.tokens[verb].dep == "xcomp":
        spoken |= set(auxiliaries(text, text.tokens[verb].head))
    return bool(spoken & GUESSING)


def _phrase_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """A prepositional phrase: "X pending Y"."""
    text = scene.text
    inner = child(text, marker[-1], "pobj", "pcomp")
    if inner is None and text.tokens[marker[-1]].dep == "amod":
        inner = text.tokens[marker[-1]].head
    if inner is None or inner in scene.timed or inner in marker:
        return None
    if entry.needs == "barred" and not (is_matter(scene, book, inner) or inner in scene.by_token):
        return None
    first = text.tokens[marker[0]]
    held = text.tokens[first.head]
    main: int | None = verb_above(text, marker[0])
    if entry.type == "exchange" and not is_verbal(held) and is_matter(scene, book, held.i):
        main = held.i
    elif entry.needs == "matter":
        main = _subject_of_adjective(text, marker[0])
    elif main is not None:
        if entry.needs == "barred" and text.tokens[main].dep == "acl":
            main = verb_above(text, main) or main  # "will respect no line *drawn* without it"
        main = main_of(scene, book, main, inner)
    if main is None or main == inner or not fits(scene, book, entry, main, None):
        return None
    pieces, join = noun_pieces(text, inner, frozenset(marker))
    return _make(scene, entry, marker, main, pieces, join, frozenset({*marker, inner}))


def _subject_of_adjective(text: AnnotatedText, adjective: int) -> int | None:
    """What a predicative adjective is said of: its subject, the copula's, the object it belongs to, or its noun."""
    token = text.tokens[adjective]
    own = child(text, adjective, *SUBJECT_LABELS)
    if own is not None:
        return own
    above = text.tokens[token.head]
    if is_verbal(above):
        found = child(text, above.i, "dobj") if above.lemma in {"make", "keep", "render"} else None
        return found if found is not None else child(text, above.i, *SUBJECT_LABELS)
    return above.i if above.i != adjective else None


def _adjective_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """An adjective and its preposition: "X is contingent upon Y"."""
    text = scene.text
    inner = child(text, marker[-1], "pobj", "pcomp")
    main = _subject_of_adjective(text, marker[0])
    if inner is None or main is None or not fits(scene, book, entry, main, None):
        return None
    for prep, matter in prepositions(text, main):
        if prep in {"in"} and (text.tokens[main].lemma, "n") in book.embeddings and matter not in marker:
            main = matter  # "interest in normal relations, contingent upon"
            break
    pieces, join = noun_pieces(text, inner)
    return _make(scene, entry, marker, main, pieces, join, frozenset({*marker, inner}))


def _verb_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """A verb between the two sides: "X depends on Y", "X requires Y"."""
    text = scene.text
    verb = marker[0]
    main = child(text, verb, "nsubj", "csubj")
    if main is None or not is_verbal(text.tokens[verb]) or not fits(scene, book, entry, main, None):
        return None
    if len(marker) > 1:
        inner = child(text, marker[1], "pobj", "pcomp")
    else:
        inner = child(text, verb, "ccomp")
        inner = inner if inner is not None else child(text, verb, "dobj")
    if inner is None or inner in scene.timed:
        return None
    pieces, join = noun_pieces(text, inner)
    deed = child(text, verb, "xcomp")
    if len(marker) == 1 and deed is not None and len(pieces) == 1 and inner < deed:
        tokens = trimmed(text, sorted({*pieces[0].tokens, *clause_tokens(text, deed)}))
        pieces = (Piece(head=inner, tokens=tokens),)
    return _make(scene, entry, marker, main, pieces, join, frozenset({*marker, inner}))


def _link_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """A verb that ties its object to something: "tied X to Y"."""
    text = scene.text
    main = child(text, marker[0], "dobj", "nsubjpass")
    inner = child(text, marker[1], "pobj", "pcomp")
    if main is None or inner is None or not fits(scene, book, entry, main, None):
        return None
    if entry.needs == "matter" and not is_matter(scene, book, inner):
        return None
    pieces, join = noun_pieces(text, inner)
    return _make(scene, entry, marker, main, pieces, join, frozenset({*marker, inner}))


def _noun_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """The word "condition" itself: "Y is a condition for X", "demanded Y as a condition for X"."""
    text = scene.text
    noun = marker[0]
    token = text.tokens[noun]
    main = next((to for prep, to in prepositions(text, noun) if prep in {"for", "of", "to"}), None)
    if main is None or not is_matter(scene, book, main):
        return None
    above = text.tokens[token.head]
    inner: int | None = None
    if token.dep == "attr":
        inner = child(text, above.i, "nsubj", "csubj")
    elif token.dep == "pobj" and above.lemma == "as":
        holder = text.tokens[above.head]
        inner = child(text, holder.i, "dobj", "nsubjpass", "ccomp") if is_verbal(holder) else holder.i
    elif token.dep == "nsubj" and above.lemma in {"include", "be"}:
        inner = child(text, above.i, "dobj", "attr", "ccomp", "xcomp")
    else:
        inner = next((i for i in dependents(text, noun, "appos") if i > noun), None)
    if inner is None or inner == main or mention_at(scene, inner) is not None:
        return None
    pieces, join = noun_pieces(text, inner, frozenset({noun, above.i} if token.dep == "pobj" else {noun}))
    return _make(scene, entry, marker, main, pieces, join, frozenset({*marker, inner}))


def _ultimatum_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """ "Leave by Friday or face sanctions", "gave Kestria until Sunday to leave"."""
    text = scene.text
    if entry.words[0] != "or":
        return _deadline_link(scene, marker, entry)
    threat = marker[0] + 1
    last = text.sentences[text.tokens[marker[0]].sentence].last
    if threat >= last or text.tokens[threat].text.lower() not in {"face", "risk", "suffer"}:
        return None
    first = text.sentences[text.tokens[marker[0]].sentence].first
    bound = next(
        (i for i in range(marker[0] - 1, first - 1, -1) if is_verbal(text.tokens[i]) and _orders(scene, book, i)), None
    )
    if bound is None:
        return None
    end = next((i for i in range(threat, last) if text.tokens[i].text in {",", ".", ";", "”", '"'}), last)
    tokens = trimmed(text, range(threat, end))
    below = [i for i in clause_tokens(text, bound, {marker[0], threat}) if not marker[0] <= i < end]
    owner = next(iter(subjects(text, bound)), None)
    if not tokens or not below:
        return None
    return Link(
        marker=(*marker, threat),
        consequent=Piece(head=threat, tokens=tokens, owner=owner),
        antecedents=(Piece(head=bound, tokens=trimmed(text, below), reading="without", owner=owner),),
        entry=entry,
        timed=any(i in scene.timed for i in below),
    )


def _orders(scene: Scene, book: Codebook, verb: int) -> bool:
    """Whether a verb says what somebody has to do, as an order, an obligation or a term that was set."""
    text = scene.text
    token = text.tokens[verb]
    if is_bound(scene, book, verb):
        return True
    return "to" in auxiliaries(text, verb) and text.tokens[token.head].lemma in {
        "give",
        "have",
        "warn",
        "deadline",
        "ultimatum",
    }


def _deadline_link(scene: Scene, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    text = scene.text
    verb = marker[0]
    until = marker[-1]
    day = child(text, until, "pobj", "pcomp")
    asked = child(text, verb, "advcl", "xcomp", "ccomp")
    whom = child(text, verb, "dative", "dobj", "nsubjpass")
    if day is None or asked is None or whom is None or asked < until or day not in scene.timed:
        return None
    if any(text.tokens[b].dep == "cc" and text.tokens[b].lemma == "or" for b in text.children[asked]):
        return None
    tokens = clause_tokens(text, asked)
    return Link(
        marker=marker,
        consequent=Piece(head=asked, tokens=tokens, owner=whom),
        antecedents=(Piece(head=day, tokens=clause_tokens(text, until)),),
        entry=entry,
        timed=True,
    )


def _wait_link(scene: Scene, book: Codebook, marker: tuple[int, ...], entry: ConditionMarker) -> Link | None:
    """Somebody waits for something before acting; where no "before" says what, the promise of the sentence before."""
    text = scene.text
    verb = marker[0]
    inner = child(text, marker[-1], "pobj") if len(marker) > 1 else child(text, verb, "dobj")
    if inner is None or inner in scene.timed or not is_verbal(text.tokens[verb]):
        return None
    if not is_matter(scene, book, inner):
        return None
    pieces, join = noun_pieces(text, inner)
    for below in dependents(text, verb, "advcl", "prep"):
        words = {text.tokens[i].lemma for i in (below, *text.children[below])}
        if "before" in words:
            main = below if is_verbal(text.tokens[below]) else child(text, below, "pcomp", "pobj")
            if main is not None:
                return _make(scene, entry, marker, main, pieces, join, frozenset({inner, *marker}))
    main = _promised_before(scene, book, verb)
    if main is None:
        return None
    return _make(scene, entry, marker, main, pieces, join, frozenset())


def _promised_before(scene: Scene, book: Codebook, verb: int) -> int | None:
    """What the one who waits was said to have promised in the sentence before."""
    text = scene.text
    sentence = text.tokens[verb].sentence
    if sentence == 0:
        return None
    who = _sides(scene, subjects(text, verb))
    before = text.sentences[sentence - 1]
    for i in range(before.first, before.last):
        if not any(entry.effect == "commit" for entry in book.embeddings.get((text.tokens[i].lemma, "v"), ())):
            continue
        inner = child(text, i, "xcomp", "ccomp")
        if inner is not None and who & _sides(scene, subjects(text, i)):
            return inner
    return None


def _sides(scene: Scene, nouns: list[int]) -> set[str]:
    found = (mention_at(scene, noun) for noun in nouns)
    return {actor.affiliation or actor.id for mention in found if mention is not None for actor in mention.actors}


Shape = Callable[[Scene, Codebook, tuple[int, ...], ConditionMarker], Link | None]
SHAPES: Mapping[str, Shape] = {
    "clause": _clause_link,
    "phrase": _phrase_link,
    "adjective": _adjective_link,
    "verb": _verb_link,
    "link": _link_link,
    "noun": _noun_link,
    "ultimatum": _ultimatum_link,
    "wait": _wait_link,
}


def marker_at(text: AnnotatedText, index: int, entry: ConditionMarker) -> tuple[int, ...]:
    """Tokens of a marker that begins at a token, or nothing if the words are not there."""
    first = text.tokens[index]
    if entry.shape in {"verb", "link", "wait"} or entry.words[0] == "give":
        if first.lemma != entry.words[0]:
            return ()
        if len(entry.words) == 1:
            return (index,)
        prep = next((b for b in dependents(text, index, "prep") if text.tokens[b].lemma == entry.words[1]), None)
        return (index, prep) if prep is not None else ()
    if entry.shape == "noun":
        return (index,) if first.lemma == entry.words[0] else ()
    last = index + len(entry.words)
    if last > len(text.tokens):
        return ()
    same = all(text.tokens[index + at].text.lower() == word for at, word in enumerate(entry.words))
    return tuple(range(index, last)) if same else ()
