"""Which way the components of a pipeline run: taken apart, over numpy's products, or spaCy's own as they are."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragoman.annotate.encoder import Array, Encoder, encode, take_apart
from dragoman.annotate.matmul import BUNDLED, chosen_matmul, close, is_right, one_thread
from dragoman.annotate.transitions import Stepper, annotate_docs, take_stepper

if TYPE_CHECKING:
    from spacy.tokens import Doc

CHECKED = (
    "The envoys of both states met on Monday and agreed that talks on the border would go on until spring.",
    'He called it "delusional"; Gerda Pohlmann, who had said so before, did not.',
    "Yes.",
)
"""Made-up texts on which both ways must agree when a model is loaded."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Components that run one after another on texts.

    Attributes:
        components: spaCy's own.
        encoder: stands for the first of them if that makes the vectors of words; stepper: for the last.
    """

    components: tuple[Any, ...]
    encoder: Encoder | None = None
    stepper: Stepper | None = None


def pipeline_engine(components: Sequence[Any], make_doc: Callable[[str], Doc]) -> Engine:
    """An engine for a tagger and parser that listen to one model of word vectors, first of the components."""
    from spacy.pipeline import DependencyParser, Tok2Vec

    parts = tuple(components)
    if len(parts) < 2 or not isinstance(parts[0], Tok2Vec) or not isinstance(parts[-1], DependencyParser):
        return Engine(components=parts)
    return _agreed(parts, parts[0].model, make_doc)


def recogniser_engine(component: Any, make_doc: Callable[[str], Doc]) -> Engine:
    """An engine for a name recogniser with word vectors of its own."""
    layers = component.model.layers
    model = layers[0].layers[0] if layers and layers[0].layers else None
    return _agreed((component,), model, make_doc)


def _agreed(components: tuple[Any, ...], model: Any, make_doc: Callable[[str], Doc]) -> Engine:
    """The components taken apart, if they can be and give the same on a few texts; else as they are."""
    plain = Engine(components=components)
    if chosen_matmul() == BUNDLED:
        return plain
    encoder, stepper = take_apart(model), take_stepper(components[-1])
    if encoder is None or stepper is None:
        return plain
    with one_thread():
        fast = Engine(components=components, encoder=encoder, stepper=stepper)
        if is_right() and _same(fast, plain, model, make_doc):
            return fast
    logger.warning("numpy's matrix multiplication differs from the bundled one here: the bundled one is used")
    return plain


def _same(fast: Engine, plain: Engine, model: Any, make_doc: Callable[[str], Doc]) -> bool:
    texts = [make_doc(text) for text in CHECKED]
    if fast.encoder is None:
        return False
    pairs = zip(encode(fast.encoder, texts), model.predict(texts), strict=True)
    if not all(close(found, wanted) for found, wanted in pairs):
        return False
    columns: list[int | str] = ["TAG", "DEP", "HEAD", "SENT_START", "ENT_TYPE", "ENT_IOB"]
    ours, theirs = ([doc.to_array(columns) for doc in run(e, [make_doc(t) for t in CHECKED])] for e in (fast, plain))
    return all((found == wanted).all() for found, wanted in zip(ours, theirs, strict=True))


def run(engine: Engine, docs: list[Doc]) -> list[Doc]:
    """Run all components on texts, in order."""
    if not docs:
        return docs
    if engine.encoder is None or engine.stepper is None:
        for component in engine.components:
            docs = list(component.pipe(docs, batch_size=max(1, len(docs))))
        return docs
    with one_thread():
        vectors: list[Array] = encode(engine.encoder, docs)
        for doc, vector in zip(docs, vectors, strict=True):
            doc.tensor = vector  # type: ignore[assignment]  # spaCy's stub says float64
        for component in engine.components[1:-1]:
            docs = list(component.pipe(docs, batch_size=max(1, len(docs))))
        annotate_docs(engine.stepper, docs, vectors)
    return docs
