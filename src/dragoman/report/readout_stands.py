"""Who stands where: a matrix of issues and parties where it fits, else a list by issue, and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.relations.issues import Issue
from dragoman.relations.parties import Party
from dragoman.relations.positions import Cell, Change, Matrix, Stand
from dragoman.report.readout_lines import INDENT, LINE_WIDTH, MOST_LINES, Context, Line, notes, rendered, section

ISSUE_WIDTH, PARTY_WIDTH = 22, 15
"""Least columns for the names of issues, and for a party: room for "conditional" and a name of two short words."""
WIDE_ISSUE, WIDE_PARTY = 50, 26
"""Columns beyond which wider ones only spread the table."""
LEAST_PARTIES, LEAST_ISSUES = 2, 2
"""Less than so many make no matrix."""


def stance(stand: Stand) -> str:
    """The stance as a word of the list."""
    return stand.position.stance.replace("_", " ")


def stands(matrix: Matrix, context: Context, width: int) -> list[RenderableType]:
    """The section for a terminal so wide."""
    if not matrix.cells:
        return []
    found: list[RenderableType] = [Text(), Text("Who stands where", style="bold")]
    shared = [issue for issue in matrix.issues if _holders(matrix, issue) >= LEAST_PARTIES]
    parties = [party for party in matrix.parties if any((party.id, issue.id) in matrix.cells for issue in shared)]
    fits = ISSUE_WIDTH + PARTY_WIDTH * len(parties) + INDENT <= width
    in_table = shared if fits and len(shared) >= LEAST_ISSUES and len(parties) >= LEAST_PARTIES else []
    if in_table:
        found.append(Padding(_table(matrix, in_table, parties, context, width - INDENT), (0, 0, 0, INDENT)))
    listed = [line for issue in matrix.issues if issue not in in_table for line in _issue(matrix, issue, context)]
    if listed:
        found += [*([Text()] if in_table else []), Constrain(rendered(listed, 2 * MOST_LINES), LINE_WIDTH)]
    return found + changes(matrix.changes, context)


def _holders(matrix: Matrix, issue: Issue) -> int:
    return sum((party.id, issue.id) in matrix.cells for party in matrix.parties)


def _table(matrix: Matrix, issues: Sequence[Issue], parties: Sequence[Party], context: Context, width: int) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column("", ratio=2, min_width=ISSUE_WIDTH - 1, overflow="fold")
    for party in parties:
        table.add_column(Text(party.name), ratio=1, min_width=PARTY_WIDTH - 1, overflow="fold")
    table.width = min(width, WIDE_ISSUE + WIDE_PARTY * len(parties))
    for issue in issues:
        cells = (matrix.cells.get((party.id, issue.id)) for party in parties)
        table.add_row(Text(issue.label), *(_cell(cell, context) if cell else "" for cell in cells))
    return table


def _cell(cell: Cell, context: Context) -> RenderableType:
    lines: list[RenderableType] = []
    for stand in cell.latest:
        lines.append(Text(stance(stand), style="bold"))
        if stand.ascribed_by:
            lines.append(Text(f"says {stand.ascribed_by}", style="italic"))
        lines.append(Text(context.ref(stand.position), style="cyan"))
    return Group(*lines)


def _issue(matrix: Matrix, issue: Issue, context: Context) -> Iterator[Line]:
    """The parties of an issue; one alone on a line with it."""
    cells = [matrix.cells[party.id, issue.id] for party in matrix.parties if (party.id, issue.id) in matrix.cells]
    entries = [(stand, cell) for cell in cells for stand in cell.latest]
    if len(entries) > 1:
        yield Line(text=Text(issue.label, style="underline"), ref="")
    for stand, _ in entries:
        line = Text.assemble(_holder(stand), ": ", (stance(stand), "bold"))
        if len(entries) == 1:
            line.append(f" · {issue.label}")
        said = f"says {stand.ascribed_by}" if stand.ascribed_by else ""
        contested = str(stand.position.factuality) if stand.contested else ""
        strength = "" if stand.position.strength == "plain" else f"put {STRENGTHS[stand.position.strength]}"
        line.append(notes(strength, contested, said, context.report(stand.position)), style="italic")
        yield Line(text=line, ref=context.ref(stand.position), deeper=int(len(entries) > 1))


STRENGTHS = {"weak": "cautiously", "strong": "strongly"}


def _holder(stand: Stand) -> str:
    """The party, and who speaks for it."""
    name = stand.position.holder.name
    return stand.party.name if name == stand.party.name else f"{stand.party.name} ({name})"


def changes(found: Sequence[Change], context: Context) -> list[RenderableType]:
    """Moves from one side to another, both sentences referred to."""
    lines: list[Line] = []
    for change in found:
        lines.append(
            Line(
                text=Text.assemble(
                    f"{change.party.name} on {change.issue.label}: was ",
                    (stance(change.before), "bold"),
                    (notes(_told(change.before, context)), "italic"),
                ),
                date=change.before.day,
                ref=context.ref(change.before.position),
            )
        )
        lines.append(
            Line(
                text=Text.assemble(
                    "then ", (stance(change.after), "bold"), (notes(_told(change.after, context)), "italic")
                ),
                date=change.after.day,
                ref=context.ref(change.after.position),
                deeper=1,
            )
        )
    return [Constrain(block, LINE_WIDTH) for block in section("Changes of position", lines)]


def _told(stand: Stand, context: Context) -> str:
    holder = stand.position.holder.name
    who = holder if holder != stand.party.name else ""
    said = f"says {stand.ascribed_by}" if stand.ascribed_by else ""
    return " · ".join(filter(None, (who, said, context.report(stand.position))))
