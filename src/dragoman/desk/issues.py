"""Issues as they are asked for: the user's own file of them, and the facts they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from dragoman.desk.problems import UserError
from dragoman.relations.choices import NO_CHOICES, Choices, ChoicesError, load_choices
from dragoman.relations.issues import Issue, Issues
from dragoman.relations.relate import Item, relate
from dragoman.store import FactFilter, Store
from dragoman.store.queries import REFERENCE, issue_words, plain

WITH_ISSUES = ("position", "proposal", "condition")
"""Kinds whose phrases are put together to issues over the whole store."""


def read_choices(path: Path | None) -> Choices:
    """The user's file of issues, if there is one.

    Raises:
        UserError: it can't be used; says why.
    """
    if path is None:
        return NO_CHOICES
    try:
        return load_choices(path)
    except ChoicesError as error:
        raise UserError(str(error)) from error


def related_items(store: Store) -> list[Item]:
    """Facts of a store that issues are made of."""
    return [(row.fact, row.document) for row in store.iter_facts(FactFilter(kinds=WITH_ISSUES))]


def in_issue(store: Store, wanted: FactFilter, choices: Choices) -> FactFilter:
    """The same filter with the facts of the issues that are meant, however the reports put them.

    An issue is meant if its id is given, if its label has the words, or if a fact about it has the id that is given; a
    fact whose own words are meant comes with it.
    """
    return in_issue_of(store, wanted, relate(related_items(store), choices).issues)


def in_issue_of(store: Store, wanted: FactFilter, found: Issues) -> FactFilter:
    """The same where the issues of the store are at hand."""
    given = wanted.issue or ""
    by_words = {row.fact.id for row in store.iter_facts(FactFilter(kinds=wanted.kinds, issue=given))}
    words, reference = issue_words(given), given.strip().lower()
    meant = {issue.id for issue in found.issues if issue.id == reference or _has(words, issue.label)}
    if REFERENCE.match(reference):
        meant |= {issue.id for key, issue in found.of.items() if key.startswith(reference)}
    by_issue = {key.partition("/")[0] for key, issue in found.of.items() if issue.id in meant}
    return replace(wanted, issue=None, ids=sorted(by_words | by_issue))


def _has(words: Sequence[str], label: str) -> bool:
    text = " ".join(issue_words(label))
    return bool(words) and all(word in text for word in words)


def has_words(issue: Issue, search: str) -> bool:
    """Whether an issue is the one with this id, or has these words in its label or in a wording."""
    word = plain(search)
    return issue.id == search or any(
        word in plain(text) for text in (issue.label, *(text for text, _ in issue.wordings))
    )
