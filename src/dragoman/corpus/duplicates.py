"""Near duplicates: one wire report in several outlets."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.corpus.copies import THRESHOLD, CopyFinder
from dragoman.model.text import Document


def near_duplicates(documents: Iterable[Document], *, threshold: float = THRESHOLD) -> list[tuple[str, ...]]:
    """Group documents that carry the same report, however far apart they came out.

    Each document is compared with the first of every group, and joins the most similar one from ``threshold`` on, if
    half of the shorter text is in the longer one too. Some kilobytes are kept of a document, so that documents may be a
    stream.

    Args:
        documents: in the order in which the first of a group is wanted; the same id twice counts once.
        threshold: least share of runs of words that the beginnings have in common, 0 to 1.

    Returns:
        Groups of two or more document ids, in the order of their first documents.
    """
    finder = CopyFinder(window=None, days=None, threshold=threshold)
    groups: dict[str, dict[str, None]] = {}
    for document in documents:
        copy = finder.look(document)
        groups.setdefault(copy.of_document if copy else document.id, {})[document.id] = None
    return [tuple(group) for group in groups.values() if len(group) > 1]
