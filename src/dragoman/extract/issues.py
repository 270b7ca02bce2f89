"""What a stance is about: the noun phrase or clause of a text as a short phrase.

A noun phrase loses its article, its relative clauses, appositions and times; a clause becomes a noun phrase by its
gerund ("urged Kestria *to reopen the gate*" is about "reopening the gate"). The spans are always as written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.extract.arguments import Scene, mention_at
from dragoman.extract.attribution import span_of
from dragoman.model.actors import ActorKind
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Phrase
from dragoman.model.text import AnnotatedText, Mention, MentionBasis
from dragoman.syntax import antecedent, child, dependents, is_verbal, objects, prepositions

MAX_TOKENS = 24
"""Longest issue in tokens. Of 66 annotated issues the longest has 14; parses that run on are cut here."""
NAMED = frozenset({ActorKind.ARMED_GROUP, ActorKind.IGO})
"""Kinds whose descriptions ("the group", "the agency") get their name; "the regime" may be anybody's."""
NEAR = 2
"""Sentences between a description and the name it stands for; further off it is left as written."""
LOOSE = frozenset(
    {"relcl", "appos", "advcl", "parataxis", "dep", "ccomp", "mark", "intj", "npadvmod", "neg", "preconj"}
)
ADJUNCTS = frozenset(
    {
        "since", "after", "before", "during", "amid", "despite", "because", "according", "until", "till", "due",
        "while", "pending", "unlike", "like", "besides", "upon", "throughout",
    }
)  # fmt: skip
"""Prepositions that say when or why, not what."""
ARTICLES = frozenset({"a", "an", "the", "this", "that", "these", "those", "no", "both", "any", "such"})
REFRAINING = frozenset({"refrain", "abstain", "desist", "shun", "eschew"})
KEEPING = frozenset({"honour", "honor", "respect", "observe"})
QUOTES = frozenset('"“”„«»‘’`') | {"``", "''", "'"}
PRONOUNS = frozenset({"it", "they", "them", "this", "that", "these", "those", "same", "one", "so"})
VOWELS = frozenset("aeiou")


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """What a stance is about, before it is written down.

    Attributes:
        head: noun or verb that heads it.
        tokens: its tokens in text order.
        text: its words as a noun phrase.
        negated: the words say no to it ("not to go", "no line").
        pronoun: token of a pronoun that is all of it, whose noun has to be found.
        inner: token of a pronoun inside it whose noun has to be found ("ready to discuss *it*").
        refers: the noun it comes to: of that pronoun once it was found, or of "accept *the plan*".
    """

    head: int
    tokens: tuple[int, ...]
    text: str
    negated: bool = False
    pronoun: bool = False
    inner: int | None = None
    refers: int | None = None


def gerund(verb: str, doubling: frozenset[str] = frozenset()) -> str:
    """The -ing form of a verb: "reopening", "making", "letting", "dying"."""
    if verb.endswith("ie"):
        return f"{verb[:-2]}ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return f"{verb[:-1]}ing"
    closed = len(verb) > 2 and verb[-1] not in VOWELS | set("wxyh") and verb[-2] in VOWELS and verb[-3] not in VOWELS
    if verb in doubling or (closed and sum(letter in VOWELS for letter in verb) == 1):
        return f"{verb}{verb[-1]}ing"
    return f"{verb}ing"


def noun_issue(scene: Scene, book: Codebook, head: int, stop: Iterable[int] = ()) -> Issue | None:
    """The noun phrase of a token as an issue, or ``None`` for one that says nothing."""
    text = scene.text
    token = text.tokens[head]
    negated = any(text.tokens[i].text.lower() in {"no", "neither"} for i in dependents(text, head, "det"))
    if token.lemma == "none" or token.lemma in book.words["partitives"]:
        inner = [to for prep, to in prepositions(text, head) if prep == "of"]
        found = noun_issue(scene, book, inner[0], stop) if inner and not is_verbal(text.tokens[inner[0]]) else None
        if found is not None:
            return replace(found, negated=negated or token.lemma == "none")
    if token.lemma in PRONOUNS and (token.lemma == "one" or token.pos in {"PRON", "DET", "SCONJ", "ADJ", "ADV"}):
        return Issue(head=head, tokens=(head,), text=token.text, pronoun=True)
    if token.pos in {"PRON", "DET", "NUM", "SYM", "PUNCT", "X", "SPACE"} and child(text, head, "prep") is None:
        return None
    kept = _walk(scene, book, head, frozenset(stop))
    written = written_as(text, kept, _named(scene, kept))
    if not written:
        return None
    return Issue(head=head, tokens=tuple(kept), text=written, negated=negated)


def verb_issue(
    scene: Scene, book: Codebook, head: int, holders: frozenset[str] = frozenset(), stop: Iterable[int] = ()
) -> Issue | None:
    """The clause of a verb as an issue; its subject stays where it is not the holder.

    Args:
        holders: ids of those whose stance it is.
        stop: tokens that head issues of their own.
    """
    text = scene.text
    negated = child(text, head, "neg") is not None or _says_never(text, head) or _negative_object(text, head)
    if text.tokens[head].lemma in REFRAINING:
        shunned = [inner for prep, inner in prepositions(text, head) if prep == "from"] or objects(text, head)
        found = issue_of(scene, book, shunned[0], holders, stop) if shunned else None
        return replace(found, negated=found.negated == negated) if found is not None else None
    if text.tokens[head].lemma == "hear":
        heard = [inner for prep, inner in prepositions(text, head) if prep == "of"]
        if heard:
            return issue_of(scene, book, heard[0], holders, stop)
    if text.tokens[head].lemma == "do" and any(text.tokens[i].lemma in {"so", "that"} for i in text.children[head]):
        return Issue(head=head, tokens=(head,), text=text.tokens[head].text, negated=negated, pronoun=True)
    goal = _goal_of_going_on(text, head)
    if goal is not None:
        return verb_issue(scene, book, goal, holders | _subject_ids(scene, goal), stop)
    step = _progress(text, head)
    if step is not None:
        return issue_of(scene, book, step, holders, stop)
    if text.tokens[head].lemma == "let":
        inner = child(text, head, "ccomp", "xcomp")
        if inner is not None and child(text, inner, "nsubj", "nsubjpass") is not None:
            found = verb_issue(scene, book, inner, holders, stop)
            return replace(found, negated=found.negated != negated) if found is not None else None
    given = objects(text, head)
    if any(text.tokens[i].lemma in book.words["goal_nouns"] and child(text, i, "poss") is not None for i in given):
        return None  # "reaching their goals" says nothing of what they are
    going = child(text, head, "xcomp") if text.tokens[head].lemma == "go" and text.tokens[head].tag == "VBG" else None
    if going is not None:
        return verb_issue(scene, book, going, holders, stop)
    bare = _is_transparent(text, book, head, given)
    particle = child(text, head, "prt") is not None and text.tokens[head].lemma != "let"
    if bare and len(given) == 1 and not particle and child(text, head, "conj") is None:
        if text.tokens[given[0]].lemma in PRONOUNS | book.words["partitives"]:
            found = noun_issue(scene, book, given[0])
            return replace(found, negated=negated or found.negated) if found is not None else None
        kept = [i for i in _walk(scene, book, head, frozenset(stop)) if i != head]
        if not _own_subject(text, head) or given[0] not in dependents(text, head, "dobj"):
            kept = sorted({*kept, *_walk(scene, book, given[0], frozenset(stop))})
        written = written_as(text, kept, _named(scene, kept))
        if written:
            return Issue(head=head, tokens=tuple(kept), text=written, negated=negated, refers=given[0])
    kept = _walk(scene, book, head, frozenset(stop))
    subject = _own_subject(text, head)
    objected = dependents(text, head, "dobj")
    pointed = [i for i in objected if text.tokens[i].tag == "WDT" and text.tokens[i].lemma == "which"]
    replaced = {**_named(scene, kept), head: _as_noun(text, book, head)}
    for none in (i for noun in given for i in dependents(text, noun, "det") if text.tokens[i].text.lower() == "no"):
        replaced[none] = "any"
    for which in pointed:  # "amendments, *which* they declined to put to the vote"
        named = noun_issue(scene, book, antecedent(text, which), [head]) if antecedent(text, which) != which else None
        if named is None:
            return None
        replaced[which] = ""
        replaced[head] += f" {named.text}"
    for verb in _shared(text, head):
        if verb in kept:
            replaced[verb] = _as_noun(text, book, verb)
    if subject is not None and not _is_holder(scene, subject, holders):
        deed = _as_deed(scene, book, head, subject, kept, frozenset(stop))
        if deed is not None:
            return replace(deed, negated=negated)
        if text.tokens[head].tag != "VBG" and child(text, head, "auxpass") is None:
            replaced[head] = gerund(text.tokens[head].lemma, book.words["doubling_verbs"])
        kept = sorted({*kept, *_walk(scene, book, subject, frozenset(stop))})
    pointers = [i for i in dependents(text, head, "dobj") if text.tokens[i].lemma in {"it", "them", "that", "this"}]
    written = written_as(text, kept, replaced)
    if not written:
        return None
    nouns = [i for i in given if i not in pointers]
    return Issue(
        head=head,
        tokens=tuple(kept),
        text=written,
        negated=negated,
        inner=pointers[0] if len(pointers) == 1 else None,
        refers=nouns[0] if len(nouns) == 1 and len(given) == 1 else None,
    )


def _as_deed(
    scene: Scene, book: Codebook, verb: int, subject: int, kept: Sequence[int], stop: frozenset[int]
) -> Issue | None:
    """A clause without an object as a deed with a noun: "*lifting of* the blockade", "*resignation of* the mayor"."""
    text = scene.text
    noun = book.nominals.get(text.tokens[verb].lemma)
    passive = child(text, verb, "auxpass") is not None
    if passive and noun is None:
        noun = gerund(text.tokens[verb].lemma, book.words["doubling_verbs"])
    if noun is None or child(text, verb, "dobj") is not None or _needs_verb(text, book, verb):
        return None
    mention = scene.by_head.get(subject)
    if text.tokens[subject].pos != "PRON":
        words = _walk(scene, book, subject, stop)
        named = written_as(text, words, _named(scene, words))
    elif mention is not None and len(mention.actors) == 1:
        words, named = [subject], mention.actors[0].name
    else:
        return None
    rest = [i for i in kept if i > verb and i not in words]
    tokens = tuple(sorted({*words, verb, *rest}))
    article = "the " if any(text.tokens[i].lemma == "the" for i in dependents(text, subject, "det")) else ""
    phrase = " ".join(part for part in (f"{noun} of {article}{named}", written_as(text, rest) if rest else "") if part)
    return Issue(head=verb, tokens=tokens, text=phrase) if named else None


def _is_transparent(text: AnnotatedText, book: Codebook, verb: int, given: Sequence[int]) -> bool:
    """Whether a verb adds nothing to what it takes: who seeks to reach a deal seeks a deal."""
    lemma = text.tokens[verb].lemma
    if lemma in KEEPING:
        kept = book.classes["AGREEMENT"] | book.classes["CEASEFIRE"] | book.classes["LAW"] | book.words["partitives"]
        return bool(given) and text.tokens[given[0]].lemma in kept
    return lemma in book.words["transparent_verbs"] or lemma == "let"


def issue_of(
    scene: Scene, book: Codebook, head: int, holders: frozenset[str] = frozenset(), stop: Iterable[int] = ()
) -> Issue | None:
    """The issue of a token, by its part of speech."""
    token = scene.text.tokens[head]
    if is_verbal(token) and (token.dep not in {"pobj", "dobj"} or token.tag == "VBG"):
        return verb_issue(scene, book, head, holders, stop)
    return noun_issue(scene, book, head, stop)


def issue_phrase(scene: Scene, issue: Issue) -> Phrase:
    """The issue as a fact holds it."""
    runs = _runs(issue.tokens)
    return Phrase(text=issue.text, spans=tuple(span_of(scene.text, run[0], run[-1] + 1) for run in runs))


def written_as(text: AnnotatedText, tokens: list[int], replaced: Mapping[int, str] | None = None) -> str:
    """Words of some tokens: as the text has them, without quotation marks and without an article in front."""
    exchanged = replaced or {}
    kept = list(tokens)
    while kept and (text.tokens[kept[0]].text.lower() in ARTICLES or text.tokens[kept[0]].pos == "PUNCT"):
        kept.pop(0)
    while kept and (text.tokens[kept[-1]].pos in {"PUNCT", "CCONJ", "SCONJ"} or text.tokens[kept[-1]].dep == "case"):
        kept.pop()
    out, last = "", None
    for index in kept:
        token = text.tokens[index]
        if token.text in QUOTES and token.dep != "case":
            continue
        apart = last is not None and (index != last + 1 or text.tokens[last].end < token.start)
        out += (" " if apart and not token.text.startswith(",") else "") + exchanged.get(index, token.text)
        last = index
    return " ".join(out.replace(" ’s", "’s").replace(" 's", "'s").split())


def _named(scene: Scene, tokens: Iterable[int]) -> dict[int, str]:
    """Names for descriptions that stand for one actor: "victory over *the militant group*"."""
    found: dict[int, str] = {}
    for index in tokens:
        mention = scene.by_head.get(index)
        if mention is None or mention.basis is not MentionBasis.COREFERENCE or len(mention.actors) != 1:
            continue
        if scene.text.tokens[index].pos != "NOUN" or mention.actors[0].kind not in NAMED:
            continue
        if child(scene.text, index, "poss") is not None:
            continue
        before = mention.antecedent
        if before is None or scene.text.tokens[index].sentence - scene.text.tokens[before].sentence > NEAR:
            continue
        name = scene.by_token.get(before)
        written = text_of(scene.text, name) if name is not None else ""
        proper = scene.text.tokens[before].pos == "PROPN" and len(written.split()) <= len(
            mention.actors[0].name.split()
        )
        found[index] = written if proper else mention.actors[0].name
        for other in range(mention.first, mention.last):
            if other != index:
                found[other] = ""
        first = mention.first - 1
        if first >= 0 and scene.text.tokens[first].dep == "det":
            found[first] = ""
    return found


def text_of(text: AnnotatedText, mention: Mention) -> str:
    """A mention as written."""
    return text.document.text[text.tokens[mention.first].start : text.tokens[mention.last - 1].end]


def _runs(tokens: Iterable[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for index in tokens:
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _walk(scene: Scene, book: Codebook, head: int, stop: frozenset[int]) -> list[int]:
    """Tokens of the phrase below ``head`` that say what it is, in text order."""
    text = scene.text
    found, stack = [], [head]
    while stack:
        current = stack.pop()
        found.append(current)
        for below in text.children[current]:
            if below not in stop and _belongs(scene, book, current, below, head):
                stack.append(below)
    kept = set(found)
    # punctuation stays only between words that stay
    ordered = [
        i
        for i in sorted(kept)
        if text.tokens[i].pos != "PUNCT" or (i - 1 in kept and i + 1 in kept and text.tokens[i].text not in "()[]—–")
    ]
    return ordered[:MAX_TOKENS]


def _belongs(scene: Scene, book: Codebook, above: int, below: int, head: int) -> bool:
    text = scene.text
    token, governor = text.tokens[below], text.tokens[above]
    dep = token.dep
    if dep == "npadvmod" and below + 1 < len(text.tokens) and text.tokens[below + 1].text == "-":
        return True  # "*data*-sharing"
    if dep == "acl" and token.tag == "VBG" and token.lemma in {"last", "follow", "date", "regard", "concern", "begin"}:
        return False
    if dep == "acl" and (token.tag in {"VBZ", "VBP"} or child(text, below, "nsubj") is not None):
        return False
    if dep == "acl":
        cut = below > above and any(text.tokens[i].text in {",", "("} for i in range(above, below))
        return not cut
    if is_verbal(governor):
        if dep in {"nsubj", "nsubjpass", "csubj", "aux", "auxpass", "mark", "neg", "parataxis", "advcl", "dep", "expl"}:
            return above != head and dep in {"nsubj", "nsubjpass", "aux", "auxpass", "neg"}
        if dep == "conj":
            return is_verbal(token) and below in _shared(text, above)
        if dep == "cc":
            return any(i > below for i in _shared(text, above))
        if dep == "advmod" and governor.dep == "amod":
            return True
        if dep == "advmod":
            return below > above and below not in scene.timed and token.lemma not in book.words["loose_adverbs"]
        if dep == "npadvmod":
            return False
        if dep == "relcl":
            return False
    else:
        if dep in LOOSE:
            return False
        if dep == "advmod" and (token.lemma in book.words["loose_adverbs"] or below > above):
            return False
        if dep == "conj" and ((is_verbal(token) and token.tag != "VBG") or _is_own_matter(text, book, below)):
            return False
        if dep == "relcl":
            return False
    if dep == "prep" and is_verbal(governor) and below < above:
        return False
    if dep == "prep":
        long = any(text.tokens[i].lemma == "long" for i in text.children[below])
        long = long or (token.lemma == "on" and any(text.tokens[i].lemma == "condition" for i in text.children[below]))
        return not long and token.lemma not in ADJUNCTS and not any(i in scene.timed for i in text.children[below])
    if below in scene.timed and dep in {"nummod", "nmod"}:
        return True
    return dep != "punct" or token.text not in QUOTES


def _is_own_matter(text: AnnotatedText, book: Codebook, noun: int) -> bool:
    """A coordinated noun that carries a stance of its own ("the plan and *his opposition* to a state")."""
    return (text.tokens[noun].lemma, "n") in book.stances and child(text, noun, "poss") is not None


def _shared(text: AnnotatedText, verb: int) -> list[int]:
    """Verbs coordinated with "and" or "or" that have no subject of their own."""
    joined = [text.tokens[i].lemma for i in dependents(text, verb, "cc")]
    if any(word not in {"and", "or"} for word in joined):
        return []
    finite = text.tokens[verb].tag in {"VBD", "VBZ", "VBP"}
    found = []
    for other in dependents(text, verb, "conj"):
        same = (text.tokens[other].tag in {"VBD", "VBZ", "VBP"}) == finite
        if is_verbal(text.tokens[other]) and same and child(text, other, "nsubj", "nsubjpass", "aux") is None:
            found += [other, *_shared(text, other)]
    return found


def _as_noun(text: AnnotatedText, book: Codebook, verb: int) -> str:
    token = text.tokens[verb]
    doubling = book.words["doubling_verbs"]
    if token.tag == "VBG":
        return token.text.lower()
    if child(text, verb, "auxpass") is not None:
        return f"being {token.text}"
    if token.tag == "VBN" and child(text, verb, "aux") is None:
        return token.text
    noun = book.nominals.get(token.lemma)
    if noun is not None and not _needs_verb(text, book, verb):
        return f"{noun} of" if child(text, verb, "dobj") is not None else noun
    return gerund(token.lemma, doubling)


def _needs_verb(text: AnnotatedText, book: Codebook, verb: int) -> bool:
    """Whether what goes with a verb does not go with its noun (adverbs, particles, clauses, coordination)."""
    if child(text, verb, "prt", "xcomp", "ccomp", "acomp", "attr", "oprd", "dative") is not None or _shared(text, verb):
        return True
    first = child(text, verb, "dobj")
    return (first is not None and first != verb + 1 and text.tokens[verb + 1].dep == "advmod") or any(
        below > verb and text.tokens[below].lemma not in book.words["loose_adverbs"]
        for below in dependents(text, verb, "advmod")
    )


def _own_subject(text: AnnotatedText, verb: int) -> int | None:
    return child(text, verb, "nsubj", "nsubjpass")


def _subject_ids(scene: Scene, verb: int) -> frozenset[str]:
    subject = _own_subject(scene.text, verb)
    mention = mention_at(scene, subject) if subject is not None else None
    return frozenset(actor.id for actor in mention.actors) if mention is not None else frozenset()


def _is_holder(scene: Scene, subject: int, holders: frozenset[str]) -> bool:
    """Whether the subject of a clause is the holder, or a pronoun that says no more."""
    mention = mention_at(scene, subject)
    if mention is None:
        return scene.text.tokens[subject].pos in {"PRON", "DET"}
    if {actor.id for actor in mention.actors} & holders:
        return True
    if scene.text.tokens[subject].tag == "PRP" and len(mention.actors) == 1 and holders:
        return not (mention.actors[0].kind is ActorKind.PERSON and mention.actors[0].affiliation)
    sides = {actor.affiliation for actor in mention.actors if actor.affiliation}
    return bool(sides & holders) or (
        mention.basis is MentionBasis.COREFERENCE and scene.text.tokens[subject].pos == "PRON"
    )


def _says_never(text: AnnotatedText, verb: int) -> bool:
    return any(text.tokens[i].lemma in {"never", "not"} for i in dependents(text, verb, "advmod"))


def _negative_object(text: AnnotatedText, verb: int) -> bool:
    for below in dependents(text, verb, "dobj"):
        if text.tokens[below].lemma in {"none", "nothing"}:
            return True
        if any(text.tokens[i].text.lower() == "no" for i in dependents(text, below, "det")):
            return True
    return False


def _goal_of_going_on(text: AnnotatedText, verb: int) -> int | None:
    """What is fought on for: the "until" clause of "will fight until ..."."""
    if text.tokens[verb].lemma not in {
        "continue",
        "fight",
        "keep",
        "persist",
        "press",
        "persevere",
        "struggle",
        "battle",
    }:
        return None
    for clause in dependents(text, verb, "advcl"):
        if any(text.tokens[i].lemma in {"until", "till"} for i in dependents(text, clause, "mark")):
            return clause
    return None


def _progress(text: AnnotatedText, verb: int) -> int | None:
    """What progress is made in: "progress can be made *in addressing* ..."."""
    made = [*dependents(text, verb, "nsubjpass", "dobj")]
    if text.tokens[verb].lemma not in {"make", "achieve"} or not any(
        text.tokens[i].lemma in {"progress", "headway", "advance"} for i in made
    ):
        return None
    for host in (verb, *made):
        for prep, inner in prepositions(text, host):
            if prep in {"in", "on", "toward", "towards", "with"}:
                return inner
    return None
