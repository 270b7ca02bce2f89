"""Which matrix multiplication the models run on: numpy's (OpenBLAS in its wheels) or the one bundled with spaCy.

numpy's is the faster one, and lets :mod:`dragoman.annotate.encoder` and :mod:`dragoman.annotate.transitions` do in
large steps what the bundled components do in small ones. Since old kernels are known to be wrong on some processors, it
is compared with plain sums when a model is loaded, and left alone if they differ.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

VARIABLE = "DRAGOMAN_MATMUL"
BUNDLED, OPENBLAS = "bundled", "openblas"
SHAPES = ((1, 64, 106), (7, 288, 288), (16, 64, 106), (64, 96, 64), (150, 576, 288), (333, 288, 288), (40, 64, 1024))
"""(rows, inner, columns) of products that the small models ask for, odd numbers of rows among them."""
TOLERANCE = 1e-4
"""Largest difference that is allowed, relative to the size of the terms; rounding alone gives about 1e-6."""


def chosen_matmul() -> str:
    """``openblas`` or ``bundled``, as the environment variable ``DRAGOMAN_MATMUL`` says.

    Raises:
        ValueError: it says something else.
    """
    said = os.environ.get(VARIABLE, "").strip().lower() or OPENBLAS
    if said not in (BUNDLED, OPENBLAS):
        raise ValueError(f"{VARIABLE} is {said!r}: give {OPENBLAS!r} or {BUNDLED!r}")
    return said


@cache
def is_right() -> bool:
    """Whether numpy's products agree with plain sums on this machine; a few milliseconds, once."""
    chance = np.random.default_rng(1)
    for rows, inner, columns in SHAPES:
        left = chance.standard_normal((rows, inner), dtype=np.float32)
        right = chance.standard_normal((columns, inner), dtype=np.float32)
        if not close(left @ right.T, np.einsum("ik,jk->ij", left, right, optimize=False)):
            return False
    return True


def close(found: np.ndarray, wanted: np.ndarray) -> bool:
    """Whether two arrays agree but for rounding; never if one has something that is no number."""
    return bool(np.abs(found - wanted).max(initial=0.0) <= TOLERANCE * max(1.0, np.abs(wanted).max(initial=0.0)))


@cache
def _pools() -> Any:
    """The thread pools of this process, or ``None`` where threadpoolctl is not installed."""
    try:
        controller = import_module("threadpoolctl").ThreadpoolController
    except ImportError:
        return None
    return controller()


def one_thread() -> AbstractContextManager[Any]:
    """Products on one thread, so that processes side by side don't fight for cores.

    Without threadpoolctl, ``OPENBLAS_NUM_THREADS=1`` in the environment does the same.
    """
    pools = _pools()
    limited: AbstractContextManager[Any] = _as_is() if pools is None else pools.limit(limits=1, user_api="blas")
    return limited


@contextmanager
def _as_is() -> Iterator[None]:
    yield
