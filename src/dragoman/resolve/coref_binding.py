"""What syntax forbids: co-arguments, containing phrases, what a pronoun's own clause reports, a quote's speaker.

The rules are those of binding theory as Lappin and Leass (1994) put them to work, over dependency trees.
"""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.model.text import AnnotatedText
from dragoman.syntax import MAX_CLIMB, child, is_verbal, subjects, subtree, with_conjuncts

OPENING = frozenset({'“', '„', '«', '``'})
CLOSING = frozenset({'”', '»', "''"})
STRAIGHT = '"'
FRONTED = frozenset({"advcl", "prep", "npadvmod", "advmod"})
BEHIND_QUOTE = 6
"""Tokens around a quote in which its reporting verb stands ("..., Lund told reporters"); 97 of 100 quotes read."""
WEATHER = frozenset({"rain", "snow", "freeze", "thunder", "hail", "pour"})
RAISING = frozenset({"seem", "appear", "turn", "happen", "emerge", "follow", "transpire", "take", "remain", "look"})
COPULAS = frozenset({"be", "become", "remain", "seem", "appear", "get", "prove"})
CLAUSAL = frozenset({"ccomp", "xcomp", "csubj", "acl", "advcl", "relcl"})
MAKERS = frozenset({"make", "find", "deem", "consider", "think", "believe", "take"})
REPORTED = frozenset({"say", "report", "announce", "believe", "think", "expect", "agree", "hope", "decide", "know", "allege", "claim", "suggest", "argue", "rumor", "rumour", "confirm", "reveal", "understand", "assume", "estimate", "note", "disclose", "learn"})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotes:
    """Direct quotes of a text.

    Attributes:
        inside: for each token the number of the quote it is in, 0 outside; empty if the text has no quotes.
        speakers: by quote, tokens that are subjects of a verb right beside it.
    """

    inside: tuple[int, ...]
    speakers: dict[int, frozenset[int]]

    def at(self, index: int) -> int:
        """Number of the quote a token is in, or 0."""
        return self.inside[index] if self.inside else 0


def find_quotes(text: AnnotatedText) -> Quotes:
    """Direct quotes and who speaks them; a quote left open ends with its paragraph."""
    if not any(mark in text.document.text for mark in ('"', "“", "„", "«", "``")):
        return Quotes(inside=(), speakers={})
    inside: list[int] = []
    number, current, reach = 0, 0, 0
    whole = text.document.text
    for token in text.tokens:
        if current and "\n" in whole[reach : token.start]:
            current = 0
        reach = token.end
        opens = token.text in OPENING or (token.text == STRAIGHT and not current)
        closes = token.text in CLOSING or (token.text == STRAIGHT and current)
        if opens:
            number += 1
            current = number
        inside.append(current)
        if closes:
            current = 0
    speakers: dict[int, set[int]] = {}
    edges = [i for i in range(1, len(inside)) if inside[i] != inside[i - 1]]
    for edge in edges:
        for quote, span in (
            (inside[edge - 1], range(edge, edge + BEHIND_QUOTE)),
            (inside[edge], range(edge - BEHIND_QUOTE, edge)),
        ):
            for i in span if quote else ():
                if 0 <= i < len(inside) and not inside[i] and is_verbal(text.tokens[i]):
                    found = child(text, i, "nsubj")
                    if found is not None and not inside[found] and text.tokens[i].sentence in {
                        text.tokens[edge].sentence, text.tokens[edge - 1].sentence
                    }:  # fmt: skip
                        speakers.setdefault(quote, set()).update(with_conjuncts(text, found))
    return Quotes(inside=tuple(inside), speakers={key: frozenset(heads) for key, heads in speakers.items()})


def clause_of(text: AnnotatedText, index: int) -> tuple[int, list[int]]:
    """The verb that governs a token, and the tokens on the way up that contain it (a conjunct does not
    contain the other, nor a noun the one in "reports, among *them*")."""
    way: list[int] = []
    at = index
    owned = text.tokens[index].head if text.tokens[index].dep == "poss" else -1
    beside = False
    for _ in range(MAX_CLIMB):
        if text.tokens[at].dep == "prep" and text.tokens[at].lemma in {"among", "including"}:
            beside = True
        below, above = at, text.tokens[at].head
        if above == at:
            break
        at = above
        if is_verbal(text.tokens[at]) and text.tokens[at].dep not in {"amod", "aux", "auxpass"}:
            return at, way
        if text.tokens[below].dep != "conj" and not (text.tokens[below].dep == "appos" and below != owned) and not beside:
            way.append(at)
        beside = False
    return at, way


def barred(text: AnnotatedText, pronoun: int, case: str) -> set[int]:
    """Tokens that a pronoun can't refer to, by syntax alone; the entities they name are barred with them."""
    tokens = text.tokens
    verb, way = clause_of(text, pronoun)
    found = {at for at in way if tokens[at].pos in {"NOUN", "PROPN", "PRON"}}
    if case == "possessive":
        return found
    group = _conjuncts(text, pronoun)
    found.update(other for other in group if other != pronoun)
    top = group[0]
    if tokens[top].dep in {"nsubj", "nsubjpass"} and tokens[top].head == verb:
        return found | _reported(text, verb, pronoun)
    for at in way:
        owner = child(text, at, "poss")
        if owner is not None and owner != pronoun:
            return found | set(_conjuncts(text, owner))
    arguments = [below for below in text.children[verb] if tokens[below].dep in {"nsubj", "nsubjpass", "dobj", "dative"}]
    arguments += subjects(text, verb)
    for argument in arguments:
        if argument != pronoun and argument not in way:
            found.update(_conjuncts(text, argument))
    return found


def _conjuncts(text: AnnotatedText, index: int) -> list[int]:
    top = index
    for _ in range(MAX_CLIMB):
        if text.tokens[top].dep != "conj":
            break
        top = text.tokens[top].head
    return with_conjuncts(text, top) if top != index else [index, *with_conjuncts(text, index)[1:]]


def _reported(text: AnnotatedText, verb: int, pronoun: int) -> set[int]:
    """What stands before the pronoun in clauses that its verb governs: "Assad must go, *he* said"."""
    found: set[int] = set()
    for below in text.children[verb]:
        token = text.tokens[below]
        if below < pronoun and token.dep not in FRONTED and token.dep not in {"nsubj", "nsubjpass", "mark", "cc", "conj"}:
            found.update(i for i in subtree(text, below) if i < pronoun and text.tokens[i].pos != "PRON")
    return found


def is_pleonastic(text: AnnotatedText, index: int) -> bool:
    """True for an "it" that stands for nothing: weather, raising, extraposed clauses, clefts."""
    token = text.tokens[index]
    if token.dep == "expl":
        return True
    verb = token.head
    above = text.tokens[verb]
    below = [text.tokens[i] for i in text.children[verb]]
    clauses = [t for t in below if t.dep in CLAUSAL and t.i > index]
    if token.dep in {"nsubj", "nsubjpass"}:
        if above.lemma in WEATHER:
            return True
        if above.lemma in {"seem", "appear"} and not any(t.dep in {"acomp", "attr", "oprd", "xcomp", "ccomp", "prep"} for t in below):
            return True
        if above.lemma in RAISING and above.lemma != "remain" and clauses and above.lemma != "take":
            return above.lemma not in {"follow", "look"} or _marked(text, clauses)
        if above.lemma == "take" and any(t.dep in CLAUSAL for t in below) and _has_time(text, verb):
            return True
        if above.lemma in REPORTED and token.dep == "nsubjpass" and _marked(text, clauses):
            return True
        if above.lemma in COPULAS:
            if any(t.dep == "prep" and t.lemma == "up" for t in below):
                return True
            return _extraposed(text, verb, index)
    if token.dep in {"dobj", "nsubj"} and above.lemma in MAKERS | COPULAS:
        following = [t for t in text.tokens[index + 1 : index + 3]]
        return bool(following) and following[0].pos == "ADJ" and any(t.text.lower() in {"to", "that", "for"} for t in text.tokens[index + 2 : index + 5])
    return False


def _marked(text: AnnotatedText, clauses: list) -> bool:  # type: ignore[type-arg]
    return any(child(text, clause.i, "mark") is not None or clause.dep == "xcomp" for clause in clauses)


def _has_time(text: AnnotatedText, verb: int) -> bool:
    return any(text.tokens[i].lemma in {"day", "week", "month", "year", "hour", "time", "minute", "long"} for i in text.children[verb])


def _extraposed(text: AnnotatedText, verb: int, index: int) -> bool:
    """ "it is clear that", "it was not known whether", "it is time to", "it was Lund who"."""
    end = text.sentences[text.tokens[index].sentence].last
    predicate = child(text, verb, "acomp", "attr", "oprd", "advmod", "ccomp")
    if predicate is not None and text.tokens[predicate].pos == "ADJ" and predicate + 1 < end:
        # "it is likely the number will grow": a clause without "that", which the parser often hangs elsewhere
        if text.tokens[predicate + 1].pos in {"DET", "PRON", "PROPN", "NOUN"}:
            return True
    hosts = {verb} | ({predicate} if predicate is not None else set())
    for i in range(index + 1, min(end, index + 25)):
        token = text.tokens[i]
        if token.dep not in {"ccomp", "csubj", "csubjpass", "advcl", "xcomp", "acl", "relcl"} or token.head not in hosts:
            continue
        if predicate is None or i <= predicate:
            continue
        adjective = text.tokens[predicate].pos in {"ADJ", "ADV", "VERB"}
        marks = {text.tokens[j].text.lower() for j in text.children[i] if j < i}
        if marks & {"that", "whether", "if", "when", "how", "why", "what", "where", "who"}:
            return True
        if adjective and marks & {"to", "for"} and token.dep in {"xcomp", "ccomp", "advcl", "csubj"}:
            return not _ready(text.tokens[predicate].lemma)
        if token.dep in {"ccomp", "csubj"} and adjective:
            return True
        if not adjective and "to" in marks and token.dep in {"acl", "xcomp", "relcl", "csubj"}:
            return text.tokens[predicate].lemma in {"time", "pleasure", "mistake", "honour", "honor", "goal", "duty", "shame", "challenge", "job"}
    return False


def _ready(adjective: str) -> bool:
    """Adjectives whose subject is a real one before an infinitive ("it is ready to talk")."""
    return adjective in {
        "ready", "able", "unable", "willing", "unwilling", "likely", "unlikely", "reluctant", "eager", "determined", "set",
        "prepared", "keen", "due", "bound", "free", "entitled", "poised", "quick", "slow", "committed", "open", "anxious",
        "content", "careful", "happy", "proud", "sure", "certain", "obliged", "inclined", "forced", "supposed", "about",
    }  # fmt: skip
