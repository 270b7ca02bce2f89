"""A set of ids that takes eight bytes each, for a hundred million documents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.uint64]

FRESH = 1 << 16
"""So many ids wait in a Python set before they are sorted into an array; 6 MB."""


class KnownIds:
    """Ids of 16 hex digits, kept as sorted arrays that are merged when they are of like size.

    A look-up is a binary search in each of a dozen arrays at most.
    """

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._sorted: list[Numbers] = []
        self._fresh: set[int] = set()
        for key in ids:
            self.add(key)

    def __contains__(self, key: str) -> bool:
        return self._has(int(key, 16))

    def __len__(self) -> int:
        return len(self._fresh) + sum(len(numbers) for numbers in self._sorted)

    def add(self, key: str) -> bool:
        """Add an id; ``False`` if it was there."""
        number = int(key, 16)
        if self._has(number):
            return False
        self._fresh.add(number)
        if len(self._fresh) >= FRESH:
            self._settle()
        return True

    def numbers(self) -> Numbers:
        """All of them in order."""
        import numpy as np

        self._settle()
        if len(self._sorted) > 1:
            self._sorted = [np.sort(np.concatenate(self._sorted), kind="stable")]
        return self._sorted[0] if self._sorted else np.empty(0, dtype=np.uint64)

    def _has(self, number: int) -> bool:
        if number in self._fresh:
            return True
        if not self._sorted:
            return False
        import numpy as np

        wanted = np.uint64(number)
        for numbers in self._sorted:
            place = int(numbers.searchsorted(wanted))
            if place < len(numbers) and numbers[place] == wanted:
                return True
        return False

    def _settle(self) -> None:
        if not self._fresh:
            return
        import numpy as np

        self._sorted.append(np.sort(np.fromiter(self._fresh, dtype=np.uint64, count=len(self._fresh))))
        self._fresh = set()
        while len(self._sorted) > 1 and len(self._sorted[-2]) < 2 * len(self._sorted[-1]):
            last = [self._sorted.pop(), self._sorted.pop()]
            self._sorted.append(np.sort(np.concatenate(last), kind="stable"))
