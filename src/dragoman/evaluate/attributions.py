"""Attributions as sets of words: gold and found ones aligned by content, and counted word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dragoman.evaluate.scores import Score
from dragoman.model.facts import Statement
from dragoman.model.text import AnnotatedText, Span

FOUND = 0.5
"""Word F1 at which a gold content counts as found."""
Words = frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attributed:
    """One attribution, gold or found: indices of the tokens of each part, punctuation left out.

    Attributes:
        head: token that heads the source, or ``None`` without a source.
        head_word: its lower-cased text, or that of the speaker as written.
        direct: the content stands in quotation marks as a whole.
    """

    content: Words
    source: Words = frozenset()
    cue: Words = frozenset()
    head: int | None = None
    head_word: str = ""
    direct: bool = False


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts over one or many texts.

    Attributes:
        counts: (measure, ``right``/``found``/``gold``) to number.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, measure: str, right: int, found: int, gold: int) -> None:
        """Add counts to one measure."""
        self.counts[measure, "right"] += right
        self.counts[measure, "found"] += found
        self.counts[measure, "gold"] += gold

    def score(self, measure: str) -> Score:
        """Score of one measure."""
        return Score(
            right=self.counts[measure, "right"],
            found=self.counts[measure, "found"],
            gold=self.counts[measure, "gold"],
        )


class WordIndex:
    """Finds the words of a text (tokens with a letter or digit) by character offsets."""

    def __init__(self, text: AnnotatedText) -> None:
        self.text = text
        self.at: dict[int, int] = {}
        for token in text.tokens:
            if any(character.isalnum() for character in token.text):
                for offset in range(token.start, token.end):
                    self.at[offset] = token.i

    def words(self, spans: Iterable[tuple[int, int]]) -> Words:
        """Words that the spans touch."""
        return frozenset(self.at[i] for start, end in spans for i in range(start, end) if i in self.at)

    def head(self, words: Words) -> int | None:
        """The word of a phrase whose governor lies outside of it, the first if there are several."""
        tokens = self.text.tokens
        for i in sorted(words):
            if tokens[i].head not in words or tokens[i].head == i:
                return i
        return min(words, default=None)

    def attributed(
        self,
        *,
        content: Iterable[tuple[int, int]],
        source: Iterable[tuple[int, int]],
        cue: Iterable[tuple[int, int]],
        written: str = "",
        direct: bool = False,
    ) -> Attributed:
        """An attribution of character offsets."""
        sources = self.words(source)
        head = self.head(sources)
        word = self.text.tokens[head].text if head is not None else next(iter(written.split()[-1:]), "")
        return Attributed(
            content=self.words(content),
            source=sources,
            cue=self.words(cue),
            head=head,
            head_word=word.lower(),
            direct=direct,
        )


def _offsets(spans: Iterable[Span]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


def found_statements(index: WordIndex, statements: Iterable[Statement]) -> list[Attributed]:
    """Our statements; what one cue attributes makes one attribution: joint speakers, and quotes that go on."""
    joint: dict[tuple[tuple[int, int], ...], list[Statement]] = {}
    for statement in statements:
        cue = _offsets(span for role, span in statement.match.spans if role == "cue")
        joint.setdefault(tuple(cue or _offsets(statement.content)), []).append(statement)
    found = []
    for ones in joint.values():
        content = sorted({span for one in ones for span in _offsets(one.content)})
        by_role: dict[str, list[Span]] = {}
        for one in ones:
            for role, span in one.match.spans:
                by_role.setdefault(role, []).append(span)
        found.append(
            index.attributed(
                content=content,
                source=_offsets(by_role.get("speaker", ())),
                cue=_offsets(by_role.get("cue", ())),
                written=ones[0].written,
                direct=ones[0].direct,
            )
        )
    return [one for one in found if one.content]


def word_f1(one: Words, other: Words) -> float:
    """F1 of two sets of words."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def align(gold: Sequence[Attributed], found: Sequence[Attributed]) -> list[tuple[int, int]]:
    """Pairs of indices (gold, found): each at most once, the contents that overlap most first."""
    holders: dict[int, list[int]] = {}
    for f, one in enumerate(found):
        for word in one.content:
            holders.setdefault(word, []).append(f)
    scored = []
    for g, one in enumerate(gold):
        shared = Counter(f for word in one.content for f in holders.get(word, ()))
        scored += [(2 * n / (len(one.content) + len(found[f].content)), g, f) for f, n in shared.items()]
    pairs, used_gold, used_found = [], set(), set()
    for _, g, f in sorted(scored, key=lambda item: (-item[0], item[1], item[2])):
        if g not in used_gold and f not in used_found:
            used_gold.add(g)
            used_found.add(f)
            pairs.append((g, f))
    return pairs


def outermost(found: Sequence[Attributed]) -> list[Attributed]:
    """Those whose content does not stand inside the content of another."""
    ordered = sorted(found, key=lambda one: -len(one.content))
    kept: list[Attributed] = []
    holders: dict[int, list[Attributed]] = {}
    for one in ordered:
        first = next(iter(one.content))
        if not any(one.content <= other.content for other in holders.get(first, ())):
            kept.append(one)
            for word in one.content:
                holders.setdefault(word, []).append(one)
    return kept


def tally(gold: Sequence[Attributed], found: Sequence[Attributed], into: Tally) -> None:
    """Count one text."""
    pairs = align(gold, found)
    for part in ("content", "source", "cue"):
        right = sum(len(getattr(gold[g], part) & getattr(found[f], part)) for g, f in pairs)
        into.add(
            f"{part} words", right, sum(len(getattr(f, part)) for f in found), sum(len(getattr(g, part)) for g in gold)
        )
        same = sum(1 for g, f in pairs if getattr(gold[g], part) and getattr(gold[g], part) == getattr(found[f], part))
        into.add(
            f"{part} exact", same, sum(1 for f in found if getattr(f, part)), sum(1 for g in gold if getattr(g, part))
        )
    outer = outermost(found)
    right = sum(len(gold[g].content & outer[f].content) for g, f in align(gold, outer))
    into.add("outermost words", right, sum(len(f.content) for f in outer), sum(len(g.content) for g in gold))
    told, ours = {w for g in gold for w in g.content}, {w for f in found for w in f.content}
    into.add("any content words", len(told & ours), len(ours), len(told))
    good = [(gold[g], found[f]) for g, f in pairs if word_f1(gold[g].content, found[f].content) >= FOUND]
    into.add("content found", len(good), len(found), len(gold))
    for name, direct in (("direct", True), ("indirect", False)):
        wanted = sum(1 for g in gold if g.direct is direct)
        got = sum(1 for g, _ in good if g.direct is direct)
        into.add(f"{name} content found", got, sum(1 for f in found if f.direct is direct), wanted)
    sourced = [(g, f) for g, f in good if g.head is not None]
    into.add("speaker head", sum(1 for g, f in sourced if same_head(g, f)), len(sourced), len(sourced))


def same_head(gold: Attributed, found: Attributed) -> bool:
    """Whether the found speaker covers the head of the gold source, or is written with the same head word."""
    return gold.head in found.source or bool(gold.head_word and gold.head_word == found.head_word)
