"""Builds annotated texts by hand, so that a test says itself what tree it stands on and needs no model.

One line a token, ``text lemma pos tag dep head``; a blank line ends a sentence::

    Velmora   velmora   PROPN NNP nsubjpass attacked
    was       be        AUX   VBD auxpass   attacked
    attacked  attack    VERB  VBN ROOT      -
    by        by        ADP   IN  agent     attacked
    Kestria   kestria   PROPN NNP pobj      by
    .         .         PUNCT .   punct     attacked

* ``head`` is the governing word as written, of the same sentence; ``word/2`` is its second occurrence; the root
  has ``-``.
* Words are joined by one space; punctuation, ``'s`` and ``n't`` stand close to the word before.

Mentions are named by their words: ``"Velmora = VEL"``. After the id may follow, in any order, a kind (``state``,
``group``, ...), a basis (``composed``, ``generic``, ...) and the flags ``adjectival`` and ``inferred``. Several actors
of one mention are joined with ``+``; an affiliation stands after a colon, as in ``"its envoys = VEL/GOV:VEL group
composed"``. The head of a mention is its last word; ``"envoys of Velmora = VEL @envoys"`` names another one.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.text import AnnotatedText, Document, Mention, MentionBasis, Sentence, Token

CLOSE = frozenset({".", ",", ";", ":", "?", "!", ")", "'s", "'", "n't"})
FIELDS = 6


def annotated(
    rows: str, mentions: Iterable[str] = (), *, published: date | None = None, document_id: str = "hand"
) -> AnnotatedText:
    """An annotated text from token rows and mentions in the notation above.

    Raises:
        ValueError: a row, a head or a mention is not written as the notation says.
    """
    text = ""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for number, block in enumerate(_blocks(rows)):
        first = len(tokens)
        words = [cells[0] for cells in block]
        for offset, (word, lemma, pos, tag, dep, head) in enumerate(block):
            text += "" if not text or word in CLOSE else " "
            above = first + (offset if head == "-" else _position(words, head))
            tokens.append(
                Token(
                    i=first + offset, text=word, lemma=lemma, pos=pos, tag=tag, dep=dep, head=above,
                    start=len(text), end=len(text) + len(word), sentence=number,
                )
            )  # fmt: skip
            text += word
        sentences.append(
            Sentence(index=number, first=first, last=len(tokens), start=tokens[first].start, end=len(text))
        )
    bare = AnnotatedText(
        document=Document(id=document_id, text=text, published=published),
        tokens=tuple(tokens),
        sentences=tuple(sentences),
    )
    found = sorted((_mention(bare, line) for line in mentions), key=lambda mention: (mention.first, mention.last))
    return AnnotatedText(document=bare.document, tokens=bare.tokens, sentences=bare.sentences, mentions=tuple(found))


def at(text: AnnotatedText, word: str) -> int:
    """Index of the token written ``word`` (``word/2`` for its second occurrence in the text)."""
    return _position([token.text for token in text.tokens], word)


def words(text: AnnotatedText, indices: Iterable[int]) -> list[str]:
    """The words at some indices, so that a test reads as language."""
    return [text.tokens[index].text for index in indices]


def actor(id: str, kind: ActorKind = ActorKind.STATE, affiliation: str | None = None) -> ActorRef:  # noqa: A002
    """An actor whose name is its id; a state is its own country and affiliation."""
    own = id if kind is ActorKind.STATE else None
    return ActorRef(id=id, name=id, kind=kind, country=own, affiliation=affiliation or own)


def _blocks(rows: str) -> list[list[list[str]]]:
    blocks: list[list[list[str]]] = [[]]
    for line in rows.strip().splitlines():
        cells = line.split()
        if not cells:
            blocks.append([])
        elif len(cells) != FIELDS:
            raise ValueError(f"{line!r} has {len(cells)} fields, not {FIELDS}")
        else:
            blocks[-1].append(cells)
    return [block for block in blocks if block]


def _position(words: list[str], wanted: str) -> int:
    word, _, number = wanted.partition("/")
    places = [index for index, other in enumerate(words) if other == word]
    which = int(number) if number else 1
    if len(places) < which:
        raise ValueError(f"no word {wanted!r} in {' '.join(words)!r}")
    return places[which - 1]


def _mention(text: AnnotatedText, line: str) -> Mention:
    written, equals, rest = line.partition("=")
    if not equals:
        raise ValueError(f"mention {line!r} has no '='")
    wanted = written.split()
    names, *marks = rest.split()
    starts = [i for i in range(len(text.tokens)) if [t.text for t in text.tokens[i : i + len(wanted)]] == wanted]
    if not starts:
        raise ValueError(f"no words {written.strip()!r} in the text")
    kind, basis, head = ActorKind.STATE, MentionBasis.NAME, starts[0] + len(wanted) - 1
    for mark in marks:
        if mark in set(ActorKind):
            kind = ActorKind(mark)
        elif mark in set(MentionBasis):
            basis = MentionBasis(mark)
        elif mark.startswith("@"):
            head = starts[0] + wanted.index(mark[1:])
        elif mark not in {"adjectival", "inferred"}:
            raise ValueError(f"unknown mark {mark!r} of mention {line!r}")
    refs = []
    for name in names.split("+"):
        actor_id, _, affiliation = name.partition(":")
        refs.append(actor(actor_id, kind, affiliation or None))
    return Mention(
        first=starts[0],
        last=starts[0] + len(wanted),
        head=head,
        actors=tuple(refs),
        basis=basis,
        inferred="inferred" in marks,
        adjectival="adjectival" in marks,
    )
