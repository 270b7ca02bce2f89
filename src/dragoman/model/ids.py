"""Content hashes: the same input gives the same id on every machine."""

from __future__ import annotations

import hashlib
import json

ID_LENGTH = 16
"""Hex digits kept of the SHA-256 digest: 64 bits, a collision in ten million rows has odds of 1 in 370,000."""

ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def content_id(*parts: object) -> str:
    """Return 16 hex digits that depend only on ``parts``.

    Args:
        parts: values that JSON can hold (str, int, float, bool, None, and lists or tuples of them).

    Raises:
        TypeError: a part can't be written as JSON.
    """
    canonical = ENCODER.encode(parts)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


def slug(text: str) -> str:
    """Lower-case words joined by hyphens, for ids (``gaza-strip``)."""
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
