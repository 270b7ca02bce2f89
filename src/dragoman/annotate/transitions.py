"""spaCy's transition parser and name recogniser, stepped from here, with the same weights and moves.

spaCy's own loop gives the interpreter's lock back and takes it again in each of its small functions; that was half of
the parser's time (on 150 wire stories 0.45 s in its loop, 0.17 s in the plain one here over its public parts, with the
same trees).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dragoman.annotate.encoder import Array

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepper:
    """A transition component taken apart.

    Attributes:
        component: spaCy's, for its moves and for writing into texts.
        narrow, narrow_bias: from word vectors to those that moves are chosen by.
        lower: spaCy's layer that works out in advance what each word adds in each role.
        scores, scores_bias: from a state to a score for each move.
        unseen: moves that are never taken.
    """

    component: Any
    narrow: Array
    narrow_bias: Array
    lower: Any
    scores: Array
    scores_bias: Array
    unseen: tuple[int, ...]


def take_stepper(component: Any) -> Stepper | None:
    """A stepper with the weights of a parser or recogniser, or ``None`` if it is built in another way."""
    from thinc.api import NumpyOps

    model = component.model
    try:
        if component.cfg["beam_width"] != 1 or not model.attrs["has_upper"]:
            return None
        linear, lower, upper = model.layers[0].layers[-1], model.layers[1].copy(), model.layers[2]
        if (linear.name, lower.name, upper.name) != ("linear", "precomputable_affine", "linear"):
            return None
        if model.layers[0].layers[-2].name != "list2array" or lower.get_dim("nP") < 2:
            return None
        lower._to_ops(NumpyOps(use_blis=False))
        return Stepper(
            component=component,
            narrow=np.ascontiguousarray(linear.get_param("W").T),
            narrow_bias=linear.get_param("b"),
            lower=lower,
            scores=np.ascontiguousarray(upper.get_param("W").T),
            scores_bias=upper.get_param("b"),
            unseen=tuple(sorted(model.attrs["unseen_classes"])),
        )
    except (AttributeError, IndexError, KeyError, TypeError):
        return None


def annotate_docs(stepper: Stepper, docs: Sequence[Doc], vectors: Sequence[Array]) -> None:
    """Write trees or names into texts.

    Args:
        vectors: of the words of each text.
    """
    from spacy.ml.parser_model import ParserStepModel

    component = stepper.component
    narrow = np.concatenate(vectors) @ stepper.narrow
    narrow += stepper.narrow_bias
    model = ParserStepModel(
        docs,
        [lambda docs, is_train: (narrow, None), stepper.lower, None],
        has_upper=False,
        train=False,
    )
    states = component.moves.init_batch(docs)
    going = [state for state in states if not state.is_final()]
    barred = list(stepper.unseen)
    while going:
        hidden = model.state2vec.predict(model.get_token_ids(going))
        scores = hidden @ stepper.scores
        scores += stepper.scores_bias
        if barred:
            scores[:, barred] = scores.min()
        going = component.transition_states(going, scores)
    component.set_annotations(docs, states)
