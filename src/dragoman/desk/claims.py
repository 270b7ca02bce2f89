"""Claims as they are asked about: words of the user, or the assessments of a store."""

from __future__ import annotations

from dragoman import ontology
from dragoman.desk.problems import UserError
from dragoman.desk.tables import Wording
from dragoman.model.dyads import EventTable, Member, Period, Scale, Side
from dragoman.model.facts import Assessment
from dragoman.relations.claim_model import Cause, Claim, Finding, Reason
from dragoman.relations.claim_tests import check_claim
from dragoman.relations.claims import claim_of
from dragoman.relations.index import with_index
from dragoman.relations.scales import scales_of
from dragoman.store import StoredFact


class Asking:
    """What is asked of all claims of one command."""

    def __init__(
        self,
        *,
        table: EventTable,
        wording: Wording,
        datasets: tuple[str, ...],
        include: frozenset[str],
        scale: Scale,
    ) -> None:
        self.wording = wording
        self._table, self._datasets, self._include, self._scale = table, datasets, include, scale
        known = scales_of(ontology.load_event_types())
        self._others = [known[name] for name in ("goldstein", "balance") if known[name] != scale]

    def knows(self, name: str) -> bool:
        """Whether somebody is called so."""
        try:
            self.wording.side(name)
        except UserError:
            return False
        return True

    def check(self, claimed: Claim, first: Side, second: Side) -> Finding:
        """Test a claim about two sides.

        Raises:
            UserError: they are the same.
        """
        try:
            return check_claim(
                claimed,
                self._table,
                first,
                second,
                datasets=self._datasets,
                include=self._include,
                scale=self._scale,
                scales=self._others,
                index=with_index,
            )
        except ValueError as error:
            raise UserError(str(error)) from error

    def of(self, stored: StoredFact, period: Period) -> Finding | Reason:
        """Test an assessment of a report, or say why that can't be done."""
        assert isinstance(stored.fact, Assessment)
        claimed = claim_of(stored.fact, period=period)
        if isinstance(claimed, Reason):
            return claimed
        first, second = (
            self._side(key, name) for key, name in zip(claimed.ids or (), (claimed.first, claimed.second), strict=True)
        )
        if first.members == second.members:
            return Reason(cause=Cause.NO_PAIR, why=f"{claimed.first} and {claimed.second} are one side here")
        return self.check(claimed, first, second)

    def _side(self, key: str, name: str) -> Side:
        """The side of an actor that a fact names; one that neither tables nor rows know has no events."""
        for written in (key, name):
            if self.knows(written):
                return self.wording.side(written)
        return Side(id=key, name=name, members=(Member(actor=key),))
