"""Dragoman reads news of international affairs and gives back the diplomacy in it as data that can be checked.

import dragoman

reader = dragoman.load()
report = reader.read(text, published="2024-02-08")
[(event.plover, event.factuality, event.trigger) for event in report.events]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.pipeline import Reader, Report, load

__all__ = ["Reader", "Report", "load"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Load the pipeline on first use, so that ``dragoman --help`` need not wait for it (PEP 562)."""
    if name in __all__:
        from dragoman import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
