"""Part of speech and lemma of a word by its form, tag and place in the tree: worked out once, then looked up.

spaCy's attribute ruler matches some 180 patterns against every word, and with the rule lemmatizer after it took 20 to
21 % of our reading (wire stories, long articles). What the two say of a word follows from its written form, its tag and
its dependency label alone, but for a few patterns of two words ("gon na", "there is"); so each such combination is
looked up, the ruler is asked once about words that its patterns name and once about all others of a tag and label, and
texts in which a pattern of several words may match go through both whole. Over 601 texts of 429,798 words the tokens
were the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

RULER, LEMMATIZER, INDEX = "attribute_ruler", "lemmatizer", "lemma_index"
ASKED, TESTS = frozenset({"TAG", "DEP", "LOWER", "IS_SPACE"}), frozenset({"IN", "REGEX"})
"""What patterns may ask of a word, and how they may ask for its form, so that a word can be looked at by itself."""
STAND_IN = "dragoman"
"""Stands for all words that no pattern names."""
MOST = 200_000
"""Combinations that are kept, some 60 MB; beyond it the table is begun anew. 600 texts of 429,000 words have 60,000."""
Key = tuple[int, int, int]
BOUND_PREFIXES = (
    "cease",
    "de",
    "re",
    "co",
    "counter",
    "walk",
    "sit",
    "no",
    "crack",
    "stand",
    "cross",
    "pull",
    "show",
    "air",
    "car",
    "mid",
    "by",
    "run",
)
"""First parts that make one word with what follows the hyphen ("cease-fire", "counter-proposal", "re-open")."""


class Said(NamedTuple):
    """What the attribute ruler says of a word by itself.

    Attributes:
        pos, tag, morph: as spaCy writes them.
        lemma: empty where the lemmatizer is to say.
        opens, follows: true if a pattern of several words may begin, or go on, with this word.
    """

    pos: str
    tag: str
    morph: str
    lemma: str
    opens: bool
    follows: bool


class Form(NamedTuple):
    """What stands in our own token for a word of some form, tag and label.

    Attributes:
        pos, tag, dep, lemma: as in our own token.
        is_space: true for white space, which is no token of ours.
        opens, follows: as in :class:`Said`.
    """

    pos: str
    tag: str
    dep: str
    lemma: str
    is_space: bool
    opens: bool = False
    follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """The ruler's patterns, as far as a word by itself is concerned.

    Attributes:
        openers, followers: matchers of the first words of patterns of several words, and of those after them.
        named: words in lower case that some pattern names; shaped: expressions that some pattern tries on a word.
    """

    openers: Any
    followers: Any
    named: frozenset[str]
    shaped: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The components that say what a form is, and what they have said.

    Attributes:
        vocab: the pipeline's.
        ruler, lemmatizer: the components; ``patterns`` is ``None`` if they can't be asked word by word.
        fixes: right lemmas of verb forms that the models get wrong.
        said: by word (empty where no pattern names it), tag and label; known: by hashes of written form, tag and label.
        lemmas: by word, part of speech, features, and what the ruler says of its lemma.
    """

    vocab: Any
    ruler: Any
    lemmatizer: Any
    patterns: Patterns | None
    fixes: Mapping[str, str]
    said: dict[tuple[str, str, str], Said] = field(default_factory=dict, repr=False)
    known: dict[Key, Form] = field(default_factory=dict, repr=False)
    lemmas: dict[tuple[str, str, str, str], str] = field(default_factory=dict, repr=False)


def load_forms(nlp: Language, fixes: Mapping[str, str]) -> Forms:
    """Forms of a pipeline; without patterns where it has a ruler or lemmatizer that looks at more than single words."""
    parts = {name: nlp.get_pipe(name) if name in nlp.pipe_names else None for name in (RULER, LEMMATIZER)}
    alone = nlp.pipe_names[-2:] == [RULER, LEMMATIZER] and getattr(parts[LEMMATIZER], "mode", "") == "rule"
    if alone:
        _index_as_sets(parts[LEMMATIZER])
    return Forms(
        vocab=nlp.vocab,
        ruler=parts[RULER],
        lemmatizer=parts[LEMMATIZER],
        patterns=_patterns(nlp.vocab, parts[RULER]) if alone else None,
        fixes=fixes,
    )


def _index_as_sets(lemmatizer: Any) -> None:
    """Make sets of the lists of known lemmas, which have up to 21,000 words and are searched for each new form."""
    if INDEX in lemmatizer.lookups:
        table = lemmatizer.lookups.get_table(INDEX)
        for key, words in list(table.items()):
            table[key] = frozenset(words)


def _patterns(vocab: Any, ruler: Any) -> Patterns | None:
    """The patterns of a ruler, or ``None`` if some pattern asks for more than a word's form, tag and label."""
    from spacy.matcher import Matcher

    listed = [pattern for rule in ruler.patterns for pattern in rule["patterns"]]
    words = [word for pattern in listed for word in pattern]
    tests = [
        word["LOWER"] if isinstance(word["LOWER"], dict) else {"IN": [word["LOWER"]]}
        for word in words
        if "LOWER" in word
    ]
    if not {key for word in words for key in word} <= ASKED or not {key for test in tests for key in test} <= TESTS:
        return None
    openers, followers = Matcher(vocab, validate=False), Matcher(vocab, validate=False)
    chains = [pattern for pattern in listed if len(pattern) > 1]
    if chains:
        openers.add("part", [[chain[0]] for chain in chains])
        followers.add("part", [[word] for chain in chains for word in chain[1:]])
    return Patterns(
        openers=openers,
        followers=followers,
        named=frozenset(word for test in tests for word in test.get("IN", ())),
        shaped=tuple(re.compile(str(test["REGEX"])) for test in tests if "REGEX" in test),
    )


def learn_forms(forms: Forms, keys: Iterable[Sequence[Key]]) -> None:
    """Work out the forms of parsed texts that were not met before, all together.

    Args:
        keys: for each text the hashes of written form, tag and label of each word.
    """
    if forms.patterns is None:
        return
    if len(forms.known) > MOST:
        forms.known.clear()
        forms.lemmas.clear()
    known, strings = forms.known, forms.vocab.strings
    new = [key for key in dict.fromkeys(chain.from_iterable(keys)) if key not in known]
    words = [(strings[word], strings[tag], strings[dep]) for word, tag, dep in new]
    said = [_said(forms, forms.patterns, word, tag, dep) for word, tag, dep in words]
    lemmas = _lemmas(forms, [(word, one) for (word, _, _), one in zip(words, said, strict=True)])
    for key, (word, _, dep), one, lemma in zip(new, words, said, lemmas, strict=True):
        known[key] = Form(one.pos, one.tag, dep, lemma, word.isspace(), one.opens, one.follows)


def _lemmas(forms: Forms, words: Sequence[tuple[str, Said]]) -> list[str]:
    """Lemmas of words; the lemmatizer is asked about those that it was not asked about before, all together."""
    from spacy.tokens import Doc as NewDoc

    known = forms.lemmas
    keys = [(word, said.pos, said.morph, said.lemma) for word, said in words]
    new = {key: one for key, one in zip(keys, words, strict=True) if key not in known}
    if new:
        said = [one for _, one in new.values()]
        alone = NewDoc(
            forms.vocab,
            words=[word for word, _ in new.values()],
            pos=[one.pos for one in said],
            tags=[one.tag for one in said],
            morphs=[one.morph for one in said],
            lemmas=[one.lemma for one in said],
        )
        for key, token in zip(new, forms.lemmatizer(alone), strict=True):
            known[key] = _lemma(token, forms.fixes)
    return [known[key] for key in keys]


def forms_of(forms: Forms, doc: Doc, keys: Sequence[Key]) -> list[Form]:
    """The forms of all words of a text, in order; those of its words were learnt before."""
    if forms.patterns is None:
        return [_form(token, forms) for token in doc]
    found = [forms.known[key] for key in keys]
    if any(form.opens for form in found) and any(a.opens and b.follows for a, b in pairwise(found)):
        return [_form(token, forms) for token in forms.lemmatizer(forms.ruler(doc))]
    return found


def _said(forms: Forms, patterns: Patterns, word: str, tag: str, dep: str) -> Said:
    """What the ruler says of a word; words that no pattern names are all one to it."""
    lower = word.lower()
    is_named = lower in patterns.named or word.isspace() or any(shape.search(lower) for shape in patterns.shaped)
    key = (lower if is_named else "", tag, dep)
    found = forms.said.get(key)
    if found is None:
        from spacy.tokens import Doc as NewDoc

        alone = NewDoc(forms.vocab, words=[word if is_named else STAND_IN], tags=[tag], deps=[dep], heads=[0])
        opens, follows = bool(patterns.openers(alone)), bool(patterns.followers(alone))
        one = forms.ruler(alone)[0]
        lemma = one.lemma_ if one.lemma else ""
        found = Said(one.pos_, one.tag_, str(one.morph), lemma, opens, follows)
        forms.said[key] = found
    return found


def _form(token: Any, forms: Forms) -> Form:
    return Form(token.pos_, token.tag_, token.dep_, _lemma(token, forms.fixes), token.is_space)


def _lemma(token: Any, fixes: Mapping[str, str]) -> str:
    """Lemma in lower case; spelling variants with a hyphen are joined ("cease-fire" is "ceasefire")."""
    if token.lower_ in fixes and token.pos_ in {"VERB", "AUX"}:
        return fixes[token.lower_]
    lemma: str = token.lemma_.lower()
    if "-" in lemma[1:-1] and lemma.split("-")[0] in BOUND_PREFIXES:
        return lemma.replace("-", "")
    return lemma
