"""Part of speech and lemma of a word by its form, tag and place in the tree: worked out once, then looked up.

spaCy's attribute ruler matches some 180 patterns against every word, and with the rule lemmatizer after it took 20 to
21 % of our reading (wire stories, long articles). What the two say of a word follows from its written form, its tag and
its dependency label alone, but for a few patterns of two words ("gon na", "there is"); so both are asked once about
each such combination, on a text of one word, and texts in which a pattern of several words may match go through them
whole. Over 601 texts of 429,798 words the tokens were the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

RULER, LEMMATIZER = "attribute_ruler", "lemmatizer"
SEEN_BY_FORM = frozenset({"TAG", "DEP", "LOWER", "ORTH", "TEXT", "SHAPE", "LENGTH", "IS_SPACE", "IS_PUNCT"})
"""What a pattern may ask of a word so that its form, tag and label decide; "OP" and others are not among them."""
MOST = 200_000
"""Combinations that are kept, some 60 MB; 1,000 wire stories have 20,000. Beyond it they are worked out anew."""
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


class Form(NamedTuple):
    """What stands in our own token for a word of some form, tag and label.

    Attributes:
        pos, tag, dep, lemma: as in our own token.
        is_space: true for white space, which is no token of ours.
        opens, follows: true if a pattern of several words may begin, or go on, with this word.
    """

    pos: str
    tag: str
    dep: str
    lemma: str
    is_space: bool
    opens: bool
    follows: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The components that say what a form is, and what they have said.

    Attributes:
        vocab: the pipeline's.
        components: attribute ruler and lemmatizer, in the order they run; none if they can't be asked word by word.
        openers, followers: matchers of the first words of patterns of several words, and of those after them.
        fixes: right lemmas of verb forms that the models get wrong.
        known: by hashes of written form, tag and label.
    """

    vocab: Any
    components: tuple[Any, ...]
    openers: Any
    followers: Any
    fixes: Mapping[str, str]
    known: dict[tuple[int, int, int], Form] = field(default_factory=dict, repr=False)


def load_forms(nlp: Language, fixes: Mapping[str, str]) -> Forms:
    """Forms of a pipeline; without components of its own where it has a ruler or lemmatizer that looks at more."""
    from spacy.matcher import Matcher

    chains = _chains(nlp)
    parts = [
        [Matcher(nlp.vocab, validate=False), [chain[0] for chain in chains or ()]],
        [Matcher(nlp.vocab, validate=False), [word for chain in chains or () for word in chain[1:]]],
    ]
    for matcher, words in parts:
        if words:
            matcher.add("part", [[word] for word in words])
    return Forms(
        vocab=nlp.vocab,
        components=() if chains is None else tuple(nlp.get_pipe(name) for name in (RULER, LEMMATIZER)),
        openers=parts[0][0],
        followers=parts[1][0],
        fixes=fixes,
    )


def _chains(nlp: Language) -> list[Sequence[Mapping[Any, Any]]] | None:
    """Patterns of several words; ``None`` if some pattern or the lemmatizer asks for more than a form tells."""
    if nlp.pipe_names[-2:] != [RULER, LEMMATIZER] or getattr(nlp.get_pipe(LEMMATIZER), "mode", "") != "rule":
        return None
    patterns = [pattern for rule in nlp.get_pipe(RULER).patterns for pattern in rule["patterns"]]  # type: ignore[attr-defined]
    asked = {str(key).upper() for pattern in patterns for word in pattern for key in word}
    return [pattern for pattern in patterns if len(pattern) > 1] if asked <= SEEN_BY_FORM else None


def forms_of(forms: Forms, doc: Doc, keys: Iterable[tuple[int, int, int]]) -> list[Form]:
    """The forms of all words of a parsed text, in order.

    Args:
        keys: hashes of written form, tag and label of each word.
    """
    if not forms.components:
        return [_form(token, forms) for token in doc]
    known = forms.known
    try:
        found = [known[key] for key in keys]
    except KeyError:
        found = [_looked_up(forms, doc, i, key) for i, key in enumerate(keys)]
    if any(a.opens and b.follows for a, b in pairwise(found)):
        for component in forms.components:
            doc = component(doc)
        return [_form(token, forms) for token in doc]
    return found


def _looked_up(forms: Forms, doc: Doc, i: int, key: tuple[int, int, int]) -> Form:
    from spacy.tokens import Doc as NewDoc

    found = forms.known.get(key)
    if found is not None:
        return found
    token = doc[i]
    alone = NewDoc(forms.vocab, words=[token.text], tags=[token.tag_], deps=[token.dep_], heads=[0])
    opens, follows = bool(forms.openers(alone)), bool(forms.followers(alone))
    for component in forms.components:
        alone = component(alone)
    found = _form(alone[0], forms, opens, follows)
    if len(forms.known) >= MOST:
        forms.known.clear()
    forms.known[key] = found
    return found


def _form(token: Any, forms: Forms, opens: bool = False, follows: bool = False) -> Form:
    return Form(token.pos_, token.tag_, token.dep_, _lemma(token, forms.fixes), token.is_space, opens, follows)


def _lemma(token: Any, fixes: Mapping[str, str]) -> str:
    """Lemma in lower case; spelling variants with a hyphen are joined ("cease-fire" is "ceasefire")."""
    if token.lower_ in fixes and token.pos_ in {"VERB", "AUX"}:
        return fixes[token.lower_]
    lemma: str = token.lemma_.lower()
    if "-" in lemma[1:-1] and lemma.split("-")[0] in BOUND_PREFIXES:
        return lemma.replace("-", "")
    return lemma
