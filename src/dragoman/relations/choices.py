"""What the user decides about issues, in a YAML file: names, phrases that belong together, phrases that do not.

issues:
  - name: Cease-fire
    phrases: [the truce plan, "cease-fire*"]   # these, and what matches with * for any words
split:
  - [release of hostages, release of prisoners]  # never one issue
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from dragoman.relations.labels import trimmed

Marks = frozenset[tuple[int, int]]


class ChoicesError(ValueError):
    """A file of issues can't be used; one line says where and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Names by pattern, in order, and groups of patterns that stay apart."""

    named: tuple[tuple[re.Pattern[str], str], ...] = ()
    apart: tuple[tuple[re.Pattern[str], ...], ...] = ()
    memory: dict[str, str | None] = field(default_factory=dict, compare=False, repr=False)

    def name_of(self, text: str) -> str | None:
        """The name that the user gives to a phrase, or ``None``."""
        if not self.named:
            return None
        key = _plain(text)
        if key not in self.memory:
            self.memory[key] = next((name for pattern, name in self.named if pattern.fullmatch(key)), None)
        return self.memory[key]

    def marks(self, text: str) -> Marks:
        """Which patterns of which splits a phrase matches."""
        key = _plain(text)
        return frozenset(
            (split, number)
            for split, patterns in enumerate(self.apart)
            for number, pattern in enumerate(patterns)
            if pattern.fullmatch(key)
        )


def kept_apart(one: Marks, other: Marks) -> bool:
    """Whether the user keeps two phrases with these marks apart."""
    return any(split == same and number != another for split, number in one for same, another in other)


NO_CHOICES = Choices()


def _plain(text: str) -> str:
    return trimmed(text).lower().replace("’", "'")


def load_choices(path: Path) -> Choices:
    """Read a file of issues.

    Raises:
        ChoicesError: it can't be read or is not of this form; names file and line, or the entry.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ChoicesError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ChoicesError(f"{path}: not UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark is not None else ""
        raise ChoicesError(f"{path}{where}: not YAML: {getattr(error, 'problem', None) or error}") from error
    try:
        return parse_choices(content)
    except ChoicesError as error:
        raise ChoicesError(f"{path}: {error}") from error


def parse_choices(content: Any) -> Choices:
    """Choices out of parsed YAML.

    Raises:
        ChoicesError: says which entry is wrong.
    """
    if content is None:
        return NO_CHOICES
    if not isinstance(content, dict) or not set(content) <= {"issues", "split"}:
        raise ChoicesError("expected the keys 'issues' and 'split'")
    named: list[tuple[re.Pattern[str], str]] = []
    for number, entry in enumerate(_list(content.get("issues"), "issues"), 1):
        where = f"issues, entry {number}"
        if not isinstance(entry, dict) or not set(entry) <= {"name", "phrases"}:
            raise ChoicesError(f"{where}: expected 'name' and 'phrases'")
        name = entry.get("name")
        if not isinstance(name, str) or not name.strip():
            raise ChoicesError(f"{where}: 'name' must be text")
        phrases = _texts(entry.get("phrases"), f"{where} ({name}), phrases")
        named += [(_pattern(text), name.strip()) for text in (name, *phrases)]
    apart = tuple(
        tuple(_pattern(text) for text in _texts(entry, f"split, entry {number}", least=2))
        for number, entry in enumerate(_list(content.get("split"), "split"), 1)
    )
    return Choices(named=tuple(named), apart=apart)


def _list(value: Any, where: str) -> Sequence[Any]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise ChoicesError(f"{where}: expected a list")
    return value


def _texts(value: Any, where: str, least: int = 0) -> Sequence[str]:
    found = _list(value, where)
    if len(found) < least or not all(isinstance(text, str) and text.strip() for text in found):
        raise ChoicesError(f"{where}: expected a list of {'two or more ' if least else ''}phrases")
    return found


def _pattern(text: str) -> re.Pattern[str]:
    """A phrase as a pattern of the whole phrase, ``*`` standing for any words."""
    parts = (re.escape(part) for part in _plain(text).split("*"))
    return re.compile(".*".join(parts))
