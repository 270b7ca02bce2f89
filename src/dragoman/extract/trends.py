"""From words for trends and states to claims: which word says which way what goes.

A claim is a word of the table of trends and, in its place in the tree, a topic: the noun an adjective stands before,
the subject of a copula, the object or the subject of a verb, what a noun's prepositions name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.extract.arguments import Scene, mention_at
from dragoman.extract.factuality import clause_of, is_negated
from dragoman.extract.triggers import holds
from dragoman.model.codebook import Codebook, Trend, TrendTopic
from dragoman.model.text import AnnotatedText
from dragoman.syntax import (
    auxiliaries,
    child,
    dependents,
    is_verbal,
    objects,
    prepositions,
    subjects,
    subtree,
    with_conjuncts,
)

PAIR = TrendTopic(lemma="pair", kind="pair", sign="+", weak=True)
"""Two actors named as the ones a relation is between ("the two sides are far apart")."""
MAX_DEPTH = 3
"""How deep in nested noun phrases a topic may stand ("the pace of the delivery of aid")."""
ABSOLUTE = frozenset({"better", "worse", "unchanged", "uncertain"})
SUPERLATIVE_FORMS = {"worst": "bad", "best": "good", "lowest": "low", "highest": "high", "least": "little"}
FORMS = SUPERLATIVE_FORMS | {"better": "good", "worse": "bad", "closer": "close", "tatters": "tatters"}
"""Forms whose lemma is wrong where a tagger takes headline words for names, or "better" for an adverb."""
BY_NAME = frozenset({"pair", "plan"})
"""Kinds of topic that a row must name; "*" does not mean them."""
RECORD = frozenset({"all", "time", "all-time", "record", "historic", "new", "historical"})
"""Before "low" or "high" these make a superlative."""
EXTREMES = frozenset({"low", "high", "nadir", "peak"})
SIGNS = frozenset({"sign", "hint", "indication", "signal"})
STATIVE = frozenset(
    {"be", "remain", "stay", "seem", "become", "appear", "look", "feel", "grow", "get", "stand", "keep"}
)
ON_TOPIC = ("of", "in", "between", "on", "for", "toward", "towards", "with", "to", "over", "about", "around", "among")
CLOSED_CLAUSES = frozenset({"pcomp", "csubj", "csubjpass"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A word for a trend and the topic it is about.

    Attributes:
        token: the word; topic: head of what it is about.
        noun: the topic's row in the table.
        direction: better, worse, lowest, highest, unchanged, uncertain.
        rank: which of two claims of one clause about one thing is kept; higher is better.
        anchor: the verb or noun that carries the claim, from which its factuality is read.
        words: tokens of the words that make the claim.
        holder: token of the one whose hope it is, for attitudes.
        rule: id of the row that found it.
    """

    token: int
    topic: int
    noun: TrendTopic
    direction: str
    rank: int
    anchor: int
    words: tuple[int, ...]
    rule: str
    holder: int | None = None


def word_of(text: AnnotatedText, index: int) -> str:
    """Lemma of a token, also where a headline's capitals made the tagger take it for a name."""
    return FORMS.get(text.tokens[index].text.lower(), text.tokens[index].lemma)


def topic_noun(text: AnnotatedText, book: Codebook, index: int) -> TrendTopic | None:
    """The row of the table of topics for a noun, or ``None``."""
    token = text.tokens[index]
    topics = book.trend_topics
    if token.pos not in {"NOUN", "PROPN"}:
        gerund = token.tag == "VBG" and token.dep in {"nsubj", "nsubjpass", "dobj", "pobj", "conj"}
        return topics.get(token.text.lower()) if gerund else None
    if token.lemma in book.words["plural_topics"] and token.tag == "NN":
        return None
    found = topics.get(token.lemma)
    if found is None and token.pos == "PROPN":
        found = topics.get(token.lemma.removesuffix("s"))
    return found


def _fits(noun: TrendTopic, about: frozenset[str]) -> bool:
    return noun.kind in about or f"{noun.kind}{noun.sign}" in about or ("*" in about and noun.kind not in BY_NAME)


def topic_at(
    scene: Scene, book: Codebook, index: int, about: frozenset[str], depth: int = 0
) -> tuple[int, TrendTopic] | None:
    """The topic that a noun is, or holds behind "of" and "in" or in a compound; the first that fits."""
    text = scene.text
    noun = topic_noun(text, book, index)
    if noun is not None and _fits(noun, about):
        return index, noun
    for member in dependents(text, index, "conj"):
        noun = topic_noun(text, book, member)
        if noun is not None and _fits(noun, about):
            return member, noun
    if "pair" in about and is_pair(scene, book, index):
        return index, PAIR
    if depth >= MAX_DEPTH or text.tokens[index].lemma not in book.words["topic_holders"]:
        return None
    for prep, inner in prepositions(text, index):
        if prep in {"of", "in", "for", "to", "on", "toward", "towards"}:
            if is_verbal(text.tokens[inner]):
                continue
            found = topic_at(scene, book, inner, about - {"pair"}, depth + 1)
            if found is not None:
                return found
    for below in dependents(text, index, "compound", "nmod"):
        noun = topic_noun(text, book, below)
        if noun is not None and _fits(noun, about):
            return below, noun
    return None


def is_pair(scene: Scene, book: Codebook, index: int) -> bool:
    """Whether a token stands for two parties: coordinated names, a plural that refers to both, or "the two sides"."""
    text = scene.text
    members = with_conjuncts(text, index)
    named = [m for i in members if (m := mention_at(scene, i)) is not None]
    if sum(len(m.actors) for m in named) >= 2:
        return True
    if text.tokens[index].lemma in book.words["side_nouns"]:
        words = {text.tokens[i].lemma for i in dependents(text, index, "nummod", "det", "amod")}
        return bool(words & {"two", "both"})
    return text.tokens[index].lemma in {"two", "both"} and text.tokens[index].dep in {"nsubj", "nsubjpass"}


def _first_topic(
    scene: Scene, book: Codebook, indices: list[int], about: frozenset[str]
) -> tuple[int, TrendTopic] | None:
    for index in indices:
        found = topic_at(scene, book, index, about)
        if found is not None:
            return found
    return None


def told(text: AnnotatedText, book: Codebook, verb: int) -> bool:
    """Whether a clause tells how things are: not an aim, a means or a mere possibility ("to ease", "by easing")."""
    for _ in range(MAX_DEPTH + 2):
        token = text.tokens[verb]
        if token.dep == "ROOT" or token.head == verb:
            bare = token.tag in {"VB", "VBP"} and child(text, verb, "nsubj", "nsubjpass", "expl", "csubj") is None
            return not bare or bool(auxiliaries(text, verb))
        if token.dep == "conj" and is_verbal(text.tokens[token.head]) and child(text, verb, "aux", "nsubj") is None:
            verb = token.head
            continue
        if token.dep in CLOSED_CLAUSES:
            return token.dep == "pcomp" and _sign_of(text, verb) is not None
        spoken = auxiliaries(text, verb)
        bare = token.tag == "VB" and (not spoken or "to" in spoken)
        if not bare and token.tag != "VBG":
            return True
        if not bare and (spoken or token.dep in {"advcl", "ROOT", "ccomp", "relcl", "acl", "parataxis"}):
            return True
        if token.dep == "xcomp" and text.tokens[token.head].lemma in book.words["raising_verbs"]:
            verb = token.head
            continue
        return False
    return False


def _sign_of(text: AnnotatedText, verb: int) -> int | None:
    """The noun of "a sign of easing" above a gerund, or ``None``."""
    prep = text.tokens[text.tokens[verb].head]
    above = text.tokens[prep.head]
    return above.i if prep.lemma == "of" and above.lemma in SIGNS else None


def _copula_topics(text: AnnotatedText, index: int) -> list[int]:
    """What a predicate says something of: subject of its copula, object of the verb it belongs to, noun before it."""
    token = text.tokens[index]
    above = token.head
    if token.dep == "conj" and above != index:
        return _copula_topics(text, above)
    governor = text.tokens[above]
    if governor.lemma == "as" and governor.pos in {"ADP", "SCONJ"} and is_verbal(text.tokens[governor.head]):
        return objects(text, governor.head)
    if token.dep in {"acomp", "attr", "oprd", "xcomp", "advcl", "ccomp", "prep", "advmod"} and is_verbal(governor):
        found = objects(text, above) if governor.lemma not in STATIVE else []
        return found + subjects(text, above)
    if token.dep in {"amod", "acl", "relcl", "prep", "appos", "npadvmod"} and above != index:
        return [above]
    own = child(text, index, "nsubj", "nsubjpass")
    return [own] if own is not None else []


def _noun_topics(text: AnnotatedText, index: int, direction: str = "") -> list[int]:
    """What a noun for a trend or a level can be about, nearest first; a rise or a fall is only "of" or "in" something."""
    if direction in {"up", "down"}:
        own = [inner for prep, inner in prepositions(text, index) if prep in {"of", "in"}]
        return own + dependents(text, index, "compound", "nmod")
    found = [inner for prep, inner in prepositions(text, index) if prep in ON_TOPIC]
    found += dependents(text, index, "compound", "nmod", "poss")
    token = text.tokens[index]
    above = token.head
    governor = text.tokens[above]
    if token.dep in {"attr", "oprd"}:
        found += _copula_topics(text, index)
    elif token.dep == "dobj":
        found += [inner for prep, inner in prepositions(text, above) if prep in ON_TOPIC]
        found += subjects(text, above)
    elif token.dep in {"nsubjpass", "nsubj"}:
        found += [inner for prep, inner in prepositions(text, above) if prep in ON_TOPIC]
    elif token.dep == "pobj" and (governor.lemma == "at" or is_verbal(text.tokens[governor.head])):
        found += _copula_topics(text, above)
    elif token.dep in {"appos", "compound"}:
        found.append(above)
    elif governor.i != index and token.dep == "conj":
        found += _noun_topics(text, above)[:1]
    return found


def _degree(text: AnnotatedText, index: int) -> str:
    """``superlative``, ``comparative`` or empty, of an adjective; "never better" is a superlative."""
    token = text.tokens[index]
    helpers = {text.tokens[i].text.lower() for i in dependents(text, index, "advmod", "amod", "neg", "npadvmod")}
    above = text.tokens[token.head]
    if token.dep in {"acomp", "oprd", "attr"}:
        helpers |= {text.tokens[i].text.lower() for i in dependents(text, above.i, "neg", "advmod")}
    if token.tag in {"JJS", "RBS"} or "most" in helpers or token.text.lower() in SUPERLATIVE_FORMS:
        return "superlative"
    if token.tag in {"JJR", "RBR"} or helpers & {"more", "less"}:
        ever = any(text.tokens[i].lemma == "ever" for i in subtree(text, index))
        return "superlative" if "never" in helpers or ever else "comparative"
    return ""


def resolve(direction: str, noun: TrendTopic, degree: str = "") -> str | None:
    """Up and down become better or worse by the topic's sign, superlatives lowest or highest."""
    if direction in {"up", "down"}:
        if noun.sign == "0":
            return None
        direction = "better" if (direction == "up") == (noun.sign == "+") else "worse"
    if degree == "superlative":
        direction = {"better": "highest", "worse": "lowest"}.get(direction, direction)
    return direction


def _constrained(scene: Scene, book: Codebook, index: int, trend: Trend) -> bool:
    text = scene.text
    for constraint in trend.when:
        if constraint.key == "gov":
            above = text.tokens[text.tokens[index].head]
            if above.lemma not in constraint.values or text.tokens[index].dep not in {"dobj", "nsubjpass", "conj"}:
                return False
        elif constraint.key == "neg":
            if not _negated(text, book, index):
                return False
        elif constraint.key == "degree":
            if _degree(text, index) not in constraint.values:
                return False
        elif constraint.key == "place":
            if text.tokens[index].dep in {"amod", "compound"}:
                return False
        elif not holds(scene, index, constraint):
            return False
    return True


def _negated(text: AnnotatedText, book: Codebook, index: int) -> bool:
    if is_negated(text, book, index):
        return True
    little = {text.tokens[i].text.lower() for i in dependents(text, index, "amod", "det", "advmod")}
    return bool(little & {"little", "scant", "hardly", "barely"})


def verb_claims(scene: Scene, book: Codebook, index: int, trends: tuple[Trend, ...]) -> Iterator[Claim]:
    """Claims of a verb: about its object, or its subject where it has none; of a participle about its noun."""
    text = scene.text
    token = text.tokens[index]
    before_noun = token.dep in {"amod", "compound"}
    if not before_noun and (child(text, index, "xcomp", "acomp") is not None or not told(text, book, index)):
        return
    for trend in trends:
        if not _constrained(scene, book, index, trend):
            continue
        places = [token.head] if before_noun else _verb_topics(text, index, trend)
        found = _first_topic(scene, book, places, trend.about)
        if found is None:
            continue
        direction = resolve(trend.direction, found[1])
        if direction is None or (trend.direction in {"up", "down"} and _counted(text, index)):
            continue
        sign = _sign_of(text, index)
        negated = not before_noun and _negated(text, book, index if sign is None else sign)
        yield Claim(
            token=index,
            topic=found[0],
            noun=found[1],
            direction=_denied(direction) if negated else direction,
            rank=3 if not before_noun else 2,
            anchor=index,
            words=(index, *dependents(text, index, "prt")),
            rule=_rule(trend),
        )
        return


def _verb_topics(text: AnnotatedText, verb: int, trend: Trend) -> list[int]:
    """What a verb can be about: its object, or the subject of one without.

    Where the object belongs to the idiom ("cast a shadow over"), it is what the prepositions name, then the subject.
    """
    found = objects(text, verb)
    if any(constraint.key in {"obj", "has"} and "NONE" not in constraint.values for constraint in trend.when):
        inner = [to for below in (verb, *found) for prep, to in prepositions(text, below) if prep in ON_TOPIC]
        return ([] if set(trend.lemma.split()) & {"raise"} else inner) + found + subjects(text, verb)
    return found or subjects(text, verb)


def _counted(text: AnnotatedText, verb: int) -> bool:
    """Whether a verb gives a figure ("rose to 110"), which is no claim about a trend."""
    return any(
        prep in {"to", "by", "from"} and any(text.tokens[i].pos == "NUM" for i in (inner, *text.children[inner]))
        for prep, inner in prepositions(text, verb)
    )


def _denied(direction: str) -> str:
    return "unchanged" if direction in {"better", "worse", "unchanged"} else direction


def _rule(trend: Trend) -> str:
    return f"trend/{trend.lemma}/{trend.pos}/{'|'.join(sorted(trend.about))}"


def _lasting(text: AnnotatedText, book: Codebook, index: int) -> bool:
    """Whether a state is said to go on ("*remain* tense", "*still* tense", "continues to be")."""
    token = text.tokens[index]
    if token.dep not in {"acomp", "oprd", "attr", "prep"}:
        return False
    copula = text.tokens[token.head]
    lasting = book.words["lasting_copulas"]
    if copula.lemma in lasting:
        return True
    return copula.dep == "xcomp" and text.tokens[copula.head].lemma in lasting


def adjective_claims(scene: Scene, book: Codebook, index: int, trends: tuple[Trend, ...]) -> Iterator[Claim]:
    """Claims of an adjective: about its noun, what it is said of, or what the level noun it marks belongs to."""
    text = scene.text
    token = text.tokens[index]
    degree = _degree(text, index)
    before_noun = token.dep in {"amod", "compound", "nmod"} and text.tokens[token.head].pos not in {"ADP", "SCONJ"}
    words: tuple[int, ...] = (index,)
    places = [token.head] if before_noun else _copula_topics(text, index)
    if token.dep == "pobj":
        places = _copula_topics(text, token.head)
    level = before_noun and word_of(text, token.head) in book.words["level_nouns"]
    if level:
        words = (index, token.head)
        places = [place for place in _noun_topics(text, token.head) if place != index]
    anchor = _carrier(text, index)
    if is_verbal(text.tokens[anchor]) and not before_noun and not told(text, book, anchor):
        return
    for trend in trends:
        if not _constrained(scene, book, index, trend):
            continue
        found = _first_topic(scene, book, places, trend.about)
        if found is None:
            continue
        topic, noun = found
        attributive = before_noun and not level
        if attributive and noun is PAIR:
            continue
        if attributive and degree != "superlative" and not _may_stand_before(scene, trend, noun, topic):
            continue
        direction = resolve(trend.direction, noun, degree)
        if direction is None:
            continue
        if attributive and direction in {"better", "highest"}:
            if _aimed_at(text, book, topic):
                continue
            anchor = clause_of(text, topic)
        if (
            _negated(text, book, index) or (attributive and _clause_negated(text, book, anchor))
        ) and degree != "superlative":
            direction = _opposed(direction) if degree != "comparative" else "unchanged"
        elif _lasting(text, book, index) and direction in {"worse", "better"} and not degree:
            direction = "unchanged"
        rank = 5 if degree == "superlative" else 3 if not before_noun else 1
        yield Claim(
            token=index, topic=topic, noun=noun, direction=direction, rank=rank, anchor=anchor, words=words,
            rule=_rule(trend),
        )  # fmt: skip
        return


def _opposed(direction: str) -> str:
    """What a denied state comes to: "not stable" is worse, "not bad" better."""
    return {"better": "worse", "worse": "better"}.get(direction, direction)


def _may_stand_before(scene: Scene, trend: Trend, noun: TrendTopic, topic: int) -> bool:
    """Whether an adjective before its noun claims anything.

    "Bitter war" only names the war and "close ties" claims nothing unless it is said whose; "strained ties" does.
    """
    if trend.direction in {"up", "down"} or trend.lemma.endswith("ing") or trend.direction == "uncertain":
        return True
    if noun.sign == "-":
        return False
    if trend.direction == "better" and noun.kind == "relation":
        return any(prep in {"between", "with"} for prep, _ in prepositions(scene.text, topic))
    return True


def _clause_negated(text: AnnotatedText, book: Codebook, verb: int) -> bool:
    """Whether a verb or the one it complements is negated ("are *not* going to have good relations")."""
    token = text.tokens[verb]
    if not is_verbal(token):
        return False
    above = text.tokens[token.head]
    return _negated(text, book, verb) or (token.dep == "xcomp" and is_verbal(above) and _negated(text, book, above.i))


def _aimed_at(text: AnnotatedText, book: Codebook, noun: int) -> bool:
    """Whether a good stands in a clause of aims ("to build stronger ties"); an ill there is taken as given."""
    current = noun
    for _ in range(MAX_DEPTH * 2):
        token = text.tokens[current]
        if is_verbal(token):
            return not told(text, book, current)
        if token.head == current:
            return False
        current = token.head
    return False


def _carrier(text: AnnotatedText, index: int) -> int:
    """The verb that carries a predicate, or the token itself."""
    token = text.tokens[index]
    if token.dep in {"acomp", "attr", "oprd", "dobj", "conj"} and token.head != index:
        above = text.tokens[token.head]
        return above.i if is_verbal(above) else _carrier(text, above.i) if token.dep == "conj" else index
    if token.dep == "pobj":
        above = text.tokens[text.tokens[token.head].head]
        return (
            above.i if is_verbal(above) and above.lemma in STATIVE | {"put", "bring", "hang", "hit", "reach"} else index
        )
    return index


def _stands_alone(text: AnnotatedText, index: int, noun: TrendTopic) -> bool:
    """Whether a noun is its own topic: "made progress", "a thaw between the two"."""
    if noun.kind == "relation":
        return any(prep in {"between", "with", "in"} for prep, _ in prepositions(text, index))
    return (
        noun.kind in {"hope", "deal"}
        and text.tokens[index].dep in {"dobj", "nsubjpass", "attr", "ROOT"}
        and (noun.sign == "+")
    )


def noun_claims(scene: Scene, book: Codebook, index: int, trends: tuple[Trend, ...]) -> Iterator[Claim]:
    """Claims of a noun: about what its prepositions name, or what it is said of."""
    text = scene.text
    token = text.tokens[index]
    anchor = _carrier(text, index)
    governed = token.dep in {"nsubj", "nsubjpass", "dobj"} and is_verbal(text.tokens[token.head])
    if governed and not told(text, book, token.head):
        return
    for trend in trends:
        if not _constrained(scene, book, index, trend):
            continue
        places = _noun_topics(text, index, trend.direction if trend.lemma not in EXTREMES else "")
        found = _first_topic(scene, book, [p for p in places if p != index], trend.about)
        if found is None:
            noun = topic_noun(text, book, index)
            if noun is None or not _stands_alone(text, index, noun):
                continue
            found = index, noun
        record = {text.tokens[i].lemma for i in dependents(text, index, "amod", "compound", "nmod")} & RECORD
        direction = resolve(trend.direction, found[1], "superlative" if record and trend.lemma in EXTREMES else "")
        if direction is None:
            continue
        above = text.tokens[token.head]
        denied = _negated(text, book, index) or (
            is_verbal(above) and token.dep in {"dobj", "attr", "nsubjpass", "nsubj"} and _negated(text, book, above.i)
        )
        yield Claim(
            token=index, topic=found[0], noun=found[1], direction=_denied(direction) if denied else direction,
            rank=4 if token.dep != "pobj" else 2, anchor=anchor, words=(index,), rule=_rule(trend),
        )  # fmt: skip
        return


def phrase_claims(scene: Scene, book: Codebook, index: int) -> Iterator[Claim]:
    """Claims of a preposition and its noun ("in tatters", "on the brink of war")."""
    text = scene.text
    token = text.tokens[index]
    if token.dep != "pobj":
        return
    prep = text.tokens[token.head]
    trends = book.trends.get((f"{prep.lemma} {word_of(text, index)}", "p"))
    if trends is None:
        return
    above = text.tokens[prep.head]
    if is_verbal(above) and not told(text, book, above.i):
        return
    inner = [to for name, to in prepositions(text, index) if name in {"of", "between", "in", "over", "with"}]
    places = _copula_topics(text, prep.i)
    for trend in trends:
        found = _first_topic(scene, book, places, trend.about) or _first_topic(scene, book, inner, trend.about)
        if found is None:
            continue
        direction = resolve(trend.direction, found[1])
        if direction is None:
            continue
        anchor = above.i if is_verbal(above) else index
        yield Claim(
            token=index, topic=found[0], noun=found[1], direction=direction, rank=4, anchor=anchor,
            words=(prep.i, index), rule=_rule(trend),
        )  # fmt: skip
        return


def attitude_claims(scene: Scene, book: Codebook, index: int, trends: tuple[Trend, ...]) -> Iterator[Claim]:
    """Claims of words of hope: what their clause or preposition is about, and who holds it."""
    text = scene.text
    token = text.tokens[index]
    nominal = token.pos in {"NOUN", "PROPN"}
    above = text.tokens[token.head]
    places = list(dependents(text, index, "ccomp", "xcomp", "acl", "relcl"))
    places += [inner for prep, inner in prepositions(text, index) if prep in {"about", "on", "over", "of", "for", "in"}]
    if is_verbal(above) and not nominal:
        places += dependents(text, above.i, "ccomp")
    elif is_verbal(above):
        places += [inner for prep, inner in prepositions(text, above.i) if prep in {"about", "on", "over"}]
    owners = dependents(text, index, "poss") if nominal else []
    if not owners and is_verbal(above):
        owners = subjects(text, above.i)
    holder = next((o for o in owners if mention_at(scene, o) is not None), None)
    if holder is None or (is_verbal(above) and not told(text, book, above.i)):
        return
    for place in places:
        hit = next(((i, noun) for i in subtree(text, place) if (noun := topic_noun(text, book, i)) is not None), None)
        if hit is None:
            continue
        direction = trends[0].direction
        less = any(text.tokens[i].lemma in {"less", "little", "hardly"} for i in dependents(text, index, "advmod"))
        if less or _negated(text, book, index) or (is_verbal(above) and _negated(text, book, above.i)):
            direction = _opposed(direction)
        yield Claim(
            token=index, topic=hit[0], noun=hit[1], direction=direction, rank=6,
            anchor=above.i if is_verbal(above) else index, words=(index,), rule=_rule(trends[0]), holder=holder,
        )  # fmt: skip
        return


def find_claims(scene: Scene, book: Codebook) -> Iterator[Claim]:
    """All claims of a text in the order of their words; several may be about one thing."""
    text, trends = scene.text, book.trends
    for token in text.tokens:
        pos, dep = token.pos, token.dep
        if pos in {"VERB", "AUX"} or token.tag.startswith("VB"):
            if dep in {"aux", "auxpass", "prep"}:
                continue
            attitudes = trends.get((token.text.lower(), "h"))
            if attitudes is not None:
                if child(text, token.i, "dobj") is None:
                    yield from attitude_claims(scene, book, token.i, attitudes)
            elif (token.text.lower(), "a") in trends and (
                dep in {"amod", "compound", "acomp", "oprd"} or (token.lemma, "v") not in trends
            ):
                yield from adjective_claims(scene, book, token.i, trends[token.text.lower(), "a"])
            elif (token.lemma, "v") in trends:
                yield from verb_claims(scene, book, token.i, trends[token.lemma, "v"])
        elif pos in {"ADJ", "ADV"}:
            attitudes = trends.get((token.lemma, "h"))
            if attitudes is not None:
                yield from attitude_claims(scene, book, token.i, attitudes)
            else:
                entry = trends.get((token.text.lower(), "a")) or trends.get((word_of(text, token.i), "a"))
                if entry is not None:
                    yield from adjective_claims(scene, book, token.i, entry)
        elif pos in {"NOUN", "PROPN"} and token.i not in scene.by_head:
            yield from _nominal_claims(scene, book, token.i)


def _nominal_claims(scene: Scene, book: Codebook, index: int) -> Iterator[Claim]:
    """Claims of a noun, and of headline words that the tagger takes for names."""
    text, trends = scene.text, book.trends
    token = text.tokens[index]
    word = word_of(text, index)
    if (word, "h") in trends:
        yield from attitude_claims(scene, book, index, trends[word, "h"])
    elif token.dep in {"compound", "amod"} and (word, "a") in trends:
        yield from adjective_claims(scene, book, index, trends[word, "a"])
    elif token.dep == "pobj" and (f"{text.tokens[token.head].lemma} {word}", "p") in trends:
        yield from phrase_claims(scene, book, index)
    elif (word, "n") in trends and token.dep not in {"compound", "nmod", "poss"}:
        yield from noun_claims(scene, book, index, trends[word, "n"])
