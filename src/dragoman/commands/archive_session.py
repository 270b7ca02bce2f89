"""One run of reading into an archive: what is said about it while worker processes do the work."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import ExitStack
from time import monotonic

from dragoman.batch.coding import BACKGROUND, FAILED, READ, Outcome
from dragoman.batch.reading import Plan, read_into
from dragoman.batch.units import Unit, Watch
from dragoman.commands.progress import Meter
from dragoman.commands.tally import look_into, summary, warn
from dragoman.commands.terminal import note, say
from dragoman.desk.problems import Exit, UserError
from dragoman.desk.reading import PASSED_OVER, At, total_size
from dragoman.model.text import Document, DocumentError
from dragoman.report.words import count
from dragoman.store import StoreError
from dragoman.store.archive_runs import OPEN


class ArchiveSession:
    """Carries out one ``dragoman read`` into an archive."""

    def __init__(self, plan: Plan, *, quiet: bool) -> None:
        self._plan = plan
        self._quiet = quiet
        self._counts: Counter[str] = Counter()
        self._facts: Counter[str] = Counter()
        self._meter = Meter(shown=False, total=None)

    def run(self) -> Exit:
        """Read everything and say what was done.

        Raises:
            UserError: nothing can begin, or the archive failed on the way; whole parts stay.
        """
        plan, counts = self._plan, self._counts
        watch = Watch(found=self._found, known=self._known, failed=self._failed)
        began = monotonic()
        try:
            with ExitStack() as stack:
                shown = sys.stderr.isatty() and not self._quiet
                total = total_size(plan.paths) if shown else None
                self._meter = stack.enter_context(Meter(shown=shown, total=total))
                run = read_into(plan, watch, self._unit)
        except StoreError as error:
            raise UserError(str(error), Exit.STORE) from error
        except KeyboardInterrupt:
            kept = f"whole parts are in {plan.archive}, run the same again to go on"
            raise UserError(f"stopped after {count(counts[READ], 'document')}; {kept}", Exit.STOPPED) from None
        found = counts[READ] + counts["known"]
        if found and not self._quiet:
            say(summary(counts, self._facts, monotonic() - began, plan.archive))
            note(look_into(self._facts, plan.archive))
            if run is not None and run.state == OPEN:
                note(
                    "The run stays open until all shares are read; the last job closes it, or the same without --units"
                )
        if not counts[FAILED]:
            return Exit.DONE
        return Exit.FAILED if found else Exit.USAGE

    def _found(self, at: At, document: Document) -> None:
        warn(self._counts, at, document, self._note)

    def _known(self, number: int) -> None:
        self._counts["known"] += number

    def _failed(self, error: DocumentError) -> None:
        if error.reason.startswith(PASSED_OVER):
            self._note(f"{error.location}: {error.reason}")
            return
        self._counts[FAILED] += 1
        self._meter.note(f"{error.location}: {error.reason}")

    def _unit(self, unit: Unit, outcome: Outcome) -> None:
        for name, number in outcome.counts.items():
            if name not in {READ, FAILED, BACKGROUND}:
                self._facts[name] += number
        self._counts[READ] += outcome.counts.get(READ, 0)
        self._counts[BACKGROUND] += outcome.counts.get(BACKGROUND, 0)
        told = {item.entry for item in unit.items if isinstance(item.entry, DocumentError)}
        for error in outcome.errors:
            if error not in told:  # those were told when they were found
                self._counts[FAILED] += 1
                self._meter.note(f"{error.location}: {error.reason}")
        self._meter.update(unit.done, len(unit.items))

    def _note(self, line: str) -> None:
        if not self._quiet:
            self._meter.note(line)
