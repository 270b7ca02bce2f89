"""Which sentences are on a topic that is given in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from dragoman.model.dated import DatedSentence
from dragoman.model.text import Document

OPENING = 500
"""Characters at the top of a text that say what it is about: the title and two or three sentences."""


class Topic:
    """Words that must all be there, or other words that begin with them: "Egypt" is also "Egyptian"."""

    def __init__(self, words: str) -> None:
        self.words = tuple(word.replace("-", "") for word in _plain(words).split())
        self._patterns = tuple(_beginning(word) for word in _plain(words).split())
        self._joined = tuple(map(_beginning, self.words))

    def has(self, text: str) -> bool:
        """Whether a text has all the words, in any order; true without words.

        Case, accents and hyphens make no difference: "ceasefire" is also "cease-fire".
        """
        if not self._patterns:
            return True
        plain = _plain(text)
        joined = plain.replace("-", "")
        pairs = zip(self._patterns, self._joined, strict=True)
        return all(one.search(plain) or other.search(joined) for one, other in pairs)

    def of(self, document: Document, sentences: Sequence[DatedSentence]) -> list[DatedSentence]:
        """The sentences of a report that are on the topic: all if its title or beginning is, else those that are."""
        if self.has(f"{document.title} {document.text[:OPENING]}"):
            return list(sentences)
        return [sentence for sentence in sentences if self.has(sentence.text)]


def _beginning(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}")


def _plain(text: str) -> str:
    """Lower case without accents."""
    parts = unicodedata.normalize("NFD", text.lower())
    return "".join(part for part in parts if not unicodedata.combining(part))
