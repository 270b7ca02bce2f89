"""From words for trends and states to claims: which word says which way what goes.

A claim is a word of the table of trends and, in its place in the tree, a topic: the noun an adjective stands before,
the subject of a copula, the object or the subject of a verb, what a noun's prepositions name.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.extract.arguments import Scene, mention_at
from dragoman.extract.marks import clause_of
from dragoman.extract.trend_clauses import SETTLED, count_claims, short_of_claims, whether_claims
from dragoman.extract.trend_topics import FORMS, PAIR, Claim, first_topic, resolve, topic_noun, word_of
from dragoman.extract.trend_tree import (
    aimed_at,
    carrier,
    clause_negated,
    copula_topics,
    degree_of,
    gives_figure,
    goes_on,
    is_less,
    noun_topics,
    preposition_of,
    said_not,
    sign_of,
    stands_before,
    told,
    verb_topics,
)
from dragoman.extract.triggers import holds
from dragoman.model.codebook import Codebook, Trend, TrendTopic
from dragoman.model.text import AnnotatedText
from dragoman.syntax import child, dependents, is_verbal, prepositions, subjects, subtree

RECORD = frozenset({"all", "time", "all-time", "record", "historic", "new", "historical"})
"""Before "low" or "high" these make a superlative."""
COMPLETING = frozenset({"comp", "prt", "has"})
"""Constraints that name what completes a verb ("*failed* to agree", "*turned* ugly"); other rows need it complete."""
DOUBTS = frozenset({"doubt", "doubtful", "sceptical", "skeptical", "scepticism", "skepticism"})
CHANCES = frozenset({"chance", "prospect", "possibility", "likelihood", "hope"})
"""What may come about and has not: "a *chance* of progress" claims no progress."""
REMAINING = frozenset({"remain", "stay", "continue"})
ATTITUDE_ON = frozenset({"about", "on", "over", "of", "for", "in", "by"})
SLIGHT = frozenset({"small", "slight", "faint"})
EXTREMES = frozenset({"low", "high", "nadir", "peak"})
OTHER_HEADS = SETTLED | FORMS.keys() | {"whether"}
"""Words that may carry a claim besides those of the table."""
OPEN_KINDS = frozenset({"talks", "deal", "relation", "conflict", "plan"})
"""What hope or doubt is about where its words name nothing ("both sides are optimistic")."""


def _constrained(scene: Scene, book: Codebook, index: int, trend: Trend) -> bool:
    text = scene.text
    for constraint in trend.when:
        if constraint.key == "gov":
            above = text.tokens[text.tokens[index].head]
            if above.lemma not in constraint.values or text.tokens[index].dep not in {
                "dobj",
                "nsubjpass",
                "conj",
                "attr",
            }:
                return False
        elif constraint.key == "neg":
            longer = any(text.tokens[i].lemma in {"long", "longer"} for i in text.children[index])
            if longer or not said_not(text, book, index):
                return False  # "no longer agree" says that something has changed
        elif constraint.key == "degree":
            if degree_of(text, index) not in constraint.values:
                return False
        elif constraint.key == "clause":
            if text.tokens[index].dep in {"relcl", "acl", "amod"}:
                return False  # "the fighting that *erupted* in May" only says which fighting
        elif constraint.key == "before":
            below = [i for i in {index, carrier(text, index)} for i in dependents(text, i, "prep", "advmod")]
            if not any(text.tokens[i].lemma in constraint.values for i in below):
                return False
        elif constraint.key == "place":
            before_noun = text.tokens[index].dep in {"amod", "compound"}
            if before_noun or (text.tokens[index].dep == "advmod" and "said" in constraint.values):
                return False
        elif constraint.key.startswith("pobj:") and trend.pos == "a":
            if not any(holds(scene, place, constraint) for place in {index, carrier(text, index)}):
                return False
        elif not holds(scene, index, constraint):
            return False
    return True


def verb_claims(scene: Scene, book: Codebook, index: int, trends: tuple[Trend, ...]) -> Iterator[Claim]:
    """Claims of a verb: about its object, or its subject where it has none; of a participle about its noun."""
    text = scene.text
    token = text.tokens[index]
    before_noun = token.dep in {"amod", "compound"}
    if before_noun and _opens_phrase(text, index):
        return
    if not before_noun and not told(text, book, index):
        return
    completed = not before_noun and child(text, index, "xcomp", "acomp") is not None
    for trend in trends:
        if not trend.when and trend.lemma in REMAINING and _is_link(text, index):
            continue
        if completed and not any(constraint.key in COMPLETING for constraint in trend.when):
            continue
        if not _constrained(scene, book, index, trend):
            continue
        places = [token.head] if before_noun else verb_topics(text, index, trend)
        found = first_topic(scene, book, places, trend.about)
        if found is None:
            continue
        direction = resolve(trend.direction, found[1])
        if direction is None or (trend.direction in {"up", "down"} and gives_figure(text, index)):
            continue
        if before_noun and direction == "unchanged":
            continue  # "continued fighting" names the fighting and claims nothing
        sign = sign_of(text, index)
        negated = (
            not before_noun
            and not any(constraint.key == "neg" for constraint in trend.when)
            and said_not(text, book, index if sign is None else sign)
        )
        yield Claim(
            token=index,
            topic=found[0],
            noun=found[1],
            direction=_denied(direction) if negated else direction,
            rank=1 if token.dep in {"acl", "relcl"} else 2 if before_noun else 4 if trend.when else 3,
            anchor=index,
            words=(index, *dependents(text, index, "prt")),
            rule=_rule(trend),
        )
        return


def _is_link(text: AnnotatedText, index: int) -> bool:
    """Whether a verb only links its subject to what it is ("the war *remains* a resource", "remained at war")."""
    states = any(text.tokens[i].lemma in {"at", "under", "on", "out"} for i in dependents(text, index, "prep"))
    return states or child(text, index, "attr", "oprd", "acomp") is not None


def _opens_phrase(text: AnnotatedText, index: int) -> bool:
    """Whether a participle is rather a gerund with its object ("*Restoring* trust takes time")."""
    token = text.tokens[index]
    first = index == text.sentences[token.sentence].first
    return token.tag == "VBG" and (first or text.tokens[index - 1].tag in {"IN", "TO", "``"})


def _denied(direction: str) -> str:
    return "unchanged" if direction in {"better", "worse", "unchanged"} else direction


def _rule(trend: Trend) -> str:
    return f"trend/{trend.lemma}/{trend.pos}/{'|'.join(sorted(trend.about))}"


def adjective_claims(scene: Scene, book: Codebook, index: int, trends: tuple[Trend, ...]) -> Iterator[Claim]:
    """Claims of an adjective: about its noun, what it is said of, or what the level noun it marks belongs to."""
    text = scene.text
    token = text.tokens[index]
    degree = degree_of(text, index)
    noun_after = stands_before(text, index)
    before_noun = noun_after is not None
    words: tuple[int, ...] = (index,)
    places = [noun_after] if noun_after is not None else copula_topics(text, index)
    if token.dep == "pobj":  # "at their worst"; "at best" is an adverb
        places = copula_topics(text, token.head) if child(text, index, "poss", "det") is not None else []
    level = before_noun and word_of(text, token.head) in book.words["level_nouns"]
    if level:
        words = (index, token.head)
        places = [place for place in noun_topics(text, token.head) if place != index]
    anchor = carrier(text, index)
    if is_verbal(text.tokens[anchor]) and not before_noun and not told(text, book, anchor):
        return
    for trend in trends:
        if not _constrained(scene, book, index, trend):
            continue
        found = first_topic(scene, book, places, trend.about)
        if found is None:
            continue
        topic, noun = found
        attributive = before_noun and not level
        if (attributive and (noun is PAIR or noun.lemma == "thing")) or _is_idiom(text, index):
            continue
        if attributive and degree != "superlative" and not _may_stand_before(scene, trend, noun, topic):
            continue
        less = is_less(text, index)
        said = "worse" if trend.direction == "uncertain" and degree else trend.direction  # "shakier than before"
        direction = resolve(_lessened(said) if less else said, noun, degree)
        if direction is None:
            continue
        if direction in {"better", "highest"} and text.tokens[index - 1].lemma == "too":
            continue  # a toll that is "too low" is one that is not believed
        if attributive and direction in {"better", "highest"}:
            if aimed_at(text, book, topic):
                continue
            anchor = clause_of(text, topic)
        if (
            said_not(text, book, index) or (attributive and clause_negated(text, book, anchor))
        ) and degree != "superlative":
            direction = _opposed(direction) if degree != "comparative" else "unchanged"
        elif _is_unchanged(text, book, index, trend, degree):
            direction = "unchanged"
        rank = 5 if degree == "superlative" else 3 if not before_noun else 1
        yield Claim(
            token=index, topic=topic, noun=noun, direction=direction, rank=rank, anchor=anchor, words=words,
            rule=_rule(trend),
        )  # fmt: skip
        return


def _is_unchanged(text: AnnotatedText, book: Codebook, index: int, trend: Trend, degree: str) -> bool:
    """Whether a state is said to go on ("remain tense", "as far apart as ever"); what is unsure remains unsure."""
    lasts = goes_on(text, book, index) and not degree and trend.lemma not in book.words["unsure_adjectives"]
    return lasts or _as_ever(text, index)


def _as_ever(text: AnnotatedText, index: int) -> bool:
    """Whether "as ever" stands behind an adjective."""
    words = [text.tokens[i].lemma for i in range(index + 1, min(index + 3, len(text.tokens)))]
    return words == ["as", "ever"] or words == ["as", "before"]


def _is_idiom(text: AnnotatedText, index: int) -> bool:
    """Whether an adjective says nothing itself: "as *good* as over", "*apart* from", "not so much *wide* as deep"."""
    before = [text.tokens[i].lemma for i in range(max(0, index - 2), index)]
    ends = index + 1 < len(text.tokens) and text.tokens[index + 1].pos == "PUNCT"
    if before == ["so", "much"] or (before[-1:] == ["at"] and ends and degree_of(text, index) == "superlative"):
        return True
    around = [text.tokens[i].lemma for i in (index - 1, index + 1) if 0 <= i < len(text.tokens)]
    return (around == ["as", "as"] and not _as_ever(text, index)) or (
        text.tokens[index].lemma == "apart" and around[-1] == "from"
    )


def _opposed(direction: str) -> str:
    """What a denied state comes to: "not stable" is worse, "not bad" better."""
    return {"better": "worse", "worse": "better"}.get(direction, direction)


def _lessened(direction: str) -> str:
    return {"up": "down", "down": "up"}.get(direction, _opposed(direction))


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


def _stands_alone(text: AnnotatedText, index: int, noun: TrendTopic) -> bool:
    """Whether a noun is its own topic: "made progress", "a thaw between the two"."""
    if noun.kind == "relation":
        return any(prep in {"between", "with", "in"} for prep, _ in prepositions(text, index))
    if noun.kind == "step" and child(text, index, "compound", "amod") is not None:
        return False  # "a peace movement", "the Neocon movement"
    placed = text.tokens[index].dep in {"dobj", "nsubjpass", "attr", "ROOT"}
    return placed and noun.sign == "+" and noun.kind in {"hope", "deal", "step"}


def noun_claims(scene: Scene, book: Codebook, index: int, trends: tuple[Trend, ...]) -> Iterator[Claim]:
    """Claims of a noun: about what its prepositions name, or what it is said of."""
    text = scene.text
    token = text.tokens[index]
    anchor = carrier(text, index)
    governed = token.dep in {"nsubj", "nsubjpass", "dobj"} and is_verbal(text.tokens[token.head])
    if governed and (not told(text, book, token.head) or _is_over(text, token.head)):
        return
    for trend in trends:
        if not _constrained(scene, book, index, trend):
            continue
        places = noun_topics(text, index, trend.direction if trend.lemma not in EXTREMES else "")
        found = first_topic(scene, book, [p for p in places if p != index], trend.about)
        if found is None:
            noun = topic_noun(text, book, index)
            if noun is None or not _stands_alone(text, index, noun):
                continue
            found = index, noun
        degree = _degree_of_noun(text, index, trend)
        direction = resolve(trend.direction, found[1], degree)
        if direction is None:
            continue
        above = text.tokens[token.head]
        sign = sign_of(text, index) if token.dep == "pobj" else None
        denied = said_not(text, book, index if sign is None else sign) or (
            is_verbal(above) and token.dep in {"dobj", "attr", "nsubjpass", "nsubj"} and said_not(text, book, above.i)
        )
        chance = token.dep == "pobj" and text.tokens[text.tokens[token.head].head].lemma in CHANCES
        if chance and not denied:
            continue
        yield Claim(
            token=index, topic=found[0], noun=found[1], direction=_denied(direction) if denied else direction,
            rank=5 if degree else 4 if token.dep != "pobj" else 2, anchor=anchor, words=(index,), rule=_rule(trend),
        )  # fmt: skip
        return


def _is_over(text: AnnotatedText, verb: int) -> bool:
    """Whether a copula says that its subject has ended ("the thaw is *over*")."""
    return any(text.tokens[i].lemma in {"over", "finished", "dead"} for i in text.children[verb])


def _degree_of_noun(text: AnnotatedText, index: int, trend: Trend) -> str:
    """``superlative`` for "the most serious rupture" and "an all-time low", else empty."""
    before = dependents(text, index, "amod", "compound", "nmod")
    record = trend.lemma in EXTREMES and any(text.tokens[i].lemma in RECORD for i in before)
    most = [i for i in before if degree_of(text, i) == "superlative" and text.tokens[i].lemma not in SLIGHT]
    return "superlative" if record or most else ""


def phrase_claims(scene: Scene, book: Codebook, index: int) -> Iterator[Claim]:
    """Claims of a preposition and its noun ("in tatters", "on the brink of war")."""
    text = scene.text
    prep = text.tokens[preposition_of(text, index)]
    if prep.i == index:
        return
    if prep.lemma == "of" and text.tokens[prep.head].lemma == "out":
        prep = text.tokens[prep.head]
    trends = _phrase_trends(text, book, index)
    outer = prep.i
    if text.tokens[prep.head].lemma == "back":
        outer = prep.head  # "*back* on track"
    above = text.tokens[text.tokens[outer].head]
    if is_verbal(above) and not told(text, book, above.i):
        return
    inner = [to for name, to in prepositions(text, index) if name in {"of", "between", "in", "over", "with"}]
    places = copula_topics(text, outer)
    if places and places[0] > above.i:
        inner = []  # "puts thousands at risk of death" is about the thousands
    for trend in trends:
        of_inner = trend.about - {"place"}  # "on the edge of the capital"
        found = first_topic(scene, book, places, trend.about) or first_topic(scene, book, inner, of_inner)
        if found is None or not _constrained(scene, book, index, trend):
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


def _phrase_trends(text: AnnotatedText, book: Codebook, index: int) -> tuple[Trend, ...]:
    """Rows for a preposition and its noun, as a lemma or as written ("in ruin", "at odds", "out of control")."""
    prep = text.tokens[preposition_of(text, index)]
    outer = "out " if prep.lemma == "of" and text.tokens[prep.head].lemma == "out" else ""
    for word in (word_of(text, index), text.tokens[index].text.lower()):
        found = book.trends.get((f"{outer}{prep.lemma} {word}", "p"))
        if found is not None:
            return found
    return ()


def attitude_claims(scene: Scene, book: Codebook, index: int, trends: tuple[Trend, ...]) -> Iterator[Claim]:
    """Claims of words of hope: what their clause or preposition is about, and who holds it."""
    text = scene.text
    token = text.tokens[index]
    nominal = token.pos in {"NOUN", "PROPN"}
    above = text.tokens[token.head]
    places = list(dependents(text, index, "ccomp", "xcomp", "acl", "relcl"))
    places += [inner for prep, inner in prepositions(text, index) if prep in ATTITUDE_ON]
    if is_verbal(above) and not nominal:
        places += dependents(text, above.i, "ccomp")
    elif is_verbal(above):
        places += [inner for prep, inner in prepositions(text, above.i) if prep in {"about", "on", "over"}]
    owners = dependents(text, index, "poss") if nominal else []
    if is_verbal(token) and trends[0].pos == "hv":
        above = token
    if not owners and is_verbal(above):
        owners = subjects(text, above.i)
    holder = next((o for o in owners if mention_at(scene, o) is not None), None)
    if holder is None or (is_verbal(above) and not told(text, book, above.i)):
        return
    found = _first_noun(text, book, places) or (None if nominal else _open_topic(text, book, index))
    if found is None or (found[1].sign == "-" and trends[0].lemma in DOUBTS):
        return  # who doubts that a quarrel will be stirred up is no pessimist
    direction = trends[0].direction
    less = any(text.tokens[i].lemma in {"less", "little", "hardly"} for i in dependents(text, index, "advmod"))
    if less or said_not(text, book, index) or (is_verbal(above) and said_not(text, book, above.i)):
        direction = _opposed(direction)
    yield Claim(
        token=index, topic=found[0], noun=found[1], direction=direction, rank=6,
        anchor=above.i if is_verbal(above) else index, words=(index,), rule=_rule(trends[0]), holder=holder,
    )  # fmt: skip


def _first_noun(text: AnnotatedText, book: Codebook, places: list[int]) -> tuple[int, TrendTopic] | None:
    """The first topic below some tokens."""
    for place in places:
        for index in subtree(text, place):
            noun = topic_noun(text, book, index)
            if noun is not None and noun.kind != "place":
                return index, noun
    return None


def _open_topic(text: AnnotatedText, book: Codebook, index: int) -> tuple[int, TrendTopic] | None:
    """What hope is about where its clause does not say: the topic of its sentence or of the one before."""
    sentence = text.tokens[index].sentence
    for number in (sentence, sentence - 1):
        if number < 0:
            continue
        for token in text.tokens[text.sentences[number].first : text.sentences[number].last]:
            noun = topic_noun(text, book, token.i)
            if noun is not None and noun.kind in OPEN_KINDS:
                return token.i, noun
    return None


def headline_claims(scene: Scene, book: Codebook, index: int, trends: tuple[Trend, ...]) -> Iterator[Claim]:
    """Claims of a headline whose verb the tagger took for a part of a name ("Border *Talks Stall*")."""
    text = scene.text
    places = [i for i in dependents(text, index, "compound") if i == index - 1]
    for trend in trends:
        if any("NONE" not in constraint.values for constraint in trend.when):
            continue
        found = first_topic(scene, book, places, trend.about)
        direction = resolve(trend.direction, found[1]) if found is not None else None
        if found is not None and direction is not None:
            yield Claim(
                token=index, topic=found[0], noun=found[1], direction=direction, rank=3, anchor=index, words=(index,),
                rule=_rule(trend),
            )  # fmt: skip
            return


def find_claims(scene: Scene, book: Codebook) -> Iterator[Claim]:
    """All claims of a text in the order of their words; several may be about one thing."""
    text, trends = scene.text, book.trends
    counts = [token.i for token in text.tokens if token.pos == "NUM" and token.dep == "nummod"]
    for index in sorted({*text.index.holding(book.heads["trends"], OTHER_HEADS), *counts}):
        token = text.tokens[index]
        pos, dep = token.pos, token.dep
        if is_verbal(token):
            if dep in {"aux", "auxpass", "prep"}:
                continue
            attitudes = trends.get((token.text.lower(), "h")) or trends.get((token.lemma, "hv"))
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
            attitudes = trends.get((token.lemma, "h"), ())
            held = list(attitude_claims(scene, book, token.i, attitudes)) if attitudes else []
            yield from held
            if not held:
                entry = trends.get((token.text.lower(), "a")) or trends.get((word_of(text, token.i), "a"))
                if entry is not None:
                    yield from adjective_claims(scene, book, token.i, entry)
        elif pos in {"NOUN", "PROPN"} and token.i not in scene.by_head:
            yield from _nominal_claims(scene, book, token.i)
        elif pos == "SCONJ" and token.lemma == "whether":
            yield from whether_claims(scene, book, token.i)
        elif pos == "NUM" and dep == "nummod":
            yield from count_claims(scene, book, token.i)


def _nominal_claims(scene: Scene, book: Codebook, index: int) -> Iterator[Claim]:
    """Claims of a noun, and of headline words that the tagger takes for names."""
    text, trends = scene.text, book.trends
    token = text.tokens[index]
    word = word_of(text, index)
    if word in SETTLED:
        yield from short_of_claims(scene, book, index)
    if (word, "h") in trends:
        yield from attitude_claims(scene, book, index, trends[word, "h"])
    elif token.dep in {"compound", "amod"} and (word, "a") in trends:
        yield from adjective_claims(scene, book, index, trends[word, "a"])
    elif preposition_of(text, index) != index and _phrase_trends(text, book, index):
        yield from phrase_claims(scene, book, index)
    elif token.pos == "PROPN" and (token.text.lower().removesuffix("s"), "v") in trends:
        yield from headline_claims(scene, book, index, trends[token.text.lower().removesuffix("s"), "v"])
    elif (word, "n") in trends and token.dep not in {"compound", "nmod", "poss"}:
        yield from noun_claims(scene, book, index, trends[word, "n"])
