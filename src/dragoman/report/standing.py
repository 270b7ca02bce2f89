"""Tables of what a whole store comes to: issues, changes of position, conditions, loops and shared steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.text import Text

from dragoman.model.facts import Condition, Fact, Position, Proposal
from dragoman.relations.conditions import Edge, Terms, antecedent_key
from dragoman.relations.issues import Issue
from dragoman.relations.parties import Party
from dragoman.relations.positions import Cell, Change, Stand
from dragoman.relations.relate import Item, Relations
from dragoman.report.readout_lines import Context, Line, rendered, section
from dragoman.report.readout_terms import terms_together
from dragoman.report.tables import NARROW, WIDE, WIDER, plain_table
from dragoman.report.words import count, listed

MOST_WORDINGS = 4
RIGHT = {"justify": "right"}


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRow:
    """An issue with what the store has on it.

    Attributes:
        parties: who stands somewhere on it, most positions first, then whose conditions it is in.
        positions, proposals, conditions: facts that name it.
    """

    issue: Issue
    parties: tuple[Party, ...]
    positions: tuple[Fact, ...]
    proposals: tuple[Fact, ...]
    conditions: tuple[Fact, ...]


def issue_rows(found: Relations, items: Sequence[Item]) -> list[IssueRow]:
    """One row for each issue, those that are spoken of most first."""
    on: dict[str, dict[type[Fact], dict[str, Fact]]] = {issue.id: {} for issue in found.issues.issues}
    for fact, _ in items:
        if isinstance(fact, Position | Proposal):
            on[found.issues.of[fact.id].id].setdefault(type(fact), {})[fact.id] = fact
        elif isinstance(fact, Condition):
            for number in range(len(fact.antecedents) + 1):
                issue = found.issues.of[antecedent_key(fact, number)]
                on[issue.id].setdefault(Condition, {})[fact.id] = fact
    cells_on: dict[str, list[Cell]] = defaultdict(list)
    for (_, key), cell in found.matrix.cells.items():
        cells_on[key].append(cell)
    rows = []
    for issue in found.issues.issues:
        cells = sorted(cells_on[issue.id], key=lambda cell: (-len(cell.history), cell.party.name))
        setters = (
            found.parties.of(fact.set_by)
            for fact in on[issue.id].get(Condition, {}).values()
            if isinstance(fact, Condition) and fact.set_by is not None
        )
        facts = {kind: tuple(by_id.values()) for kind, by_id in on[issue.id].items()}
        rows.append(
            IssueRow(
                issue=issue,
                parties=tuple(dict.fromkeys((*(cell.party for cell in cells), *setters))),
                positions=facts.get(Position, ()),
                proposals=facts.get(Proposal, ()),
                conditions=facts.get(Condition, ()),
            )
        )
    return rows


def issues_table(rows: Sequence[IssueRow], width: int) -> RenderableType:
    """Issues with their counts, parties and wordings, ending in the id that ``--issue`` takes."""
    if width < NARROW:
        return Group(*(_issue_line(row) for row in rows))
    wide, wider = width >= WIDE, width >= WIDER
    table = plain_table(
        ("Issue", {"ratio": 4}), ("Positions", RIGHT), *([("Proposals", RIGHT), ("Conditions", RIGHT)] if wide else []),
        ("Parties", {"ratio": 3}), *([("As reports put it", {"ratio": 6})] if wider else []),
        ("Id", {"ratio": 3, "style": "cyan"}),
    )  # fmt: skip
    table.expand = True
    for row in rows:
        numbers = [str(len(row.proposals)), str(len(row.conditions))] if wide else []
        table.add_row(
            Text(row.issue.label), str(len(row.positions)), *numbers, Text(_names(row.parties)),
            *([Text(_wordings(row.issue))] if wider else []), Text(row.issue.id),
        )  # fmt: skip
    return table


def _issue_line(row: IssueRow) -> Text:
    told = f" · {count(len(row.positions), 'position')}" + (f" · {_names(row.parties)}" if row.parties else "")
    return Text.assemble((row.issue.label, "bold"), told, " ", (row.issue.id, "cyan"))


def _names(parties: Sequence[Party]) -> str:
    return ", ".join(party.name for party in parties)


def _wordings(issue: Issue) -> str:
    shown = ", ".join(f"{text} {number}" for text, number in issue.wordings[:MOST_WORDINGS])
    more = len(issue.wordings) - MOST_WORDINGS
    return shown + (f", and {more} more" if more > 0 else "")


def changes_list(found: Sequence[Change], context: Context) -> RenderableType:
    """Changes of position, each with both sentences."""
    lines = []
    for change in found:
        lines.append(_change_line(f"{change.party.name} on {change.issue.label}: was ", change.before, context, 0))
        lines.append(_change_line("then ", change.after, context, 1))
    return rendered(lines, len(lines))


def _change_line(lead: str, stand: Stand, context: Context, deeper: int) -> Line:
    text = Text.assemble(lead, (stand.position.stance.replace("_", " "), "bold"))
    holder = stand.position.holder.name
    notes = [holder if holder != stand.party.name else "", f"says {stand.ascribed_by}" if stand.ascribed_by else ""]
    text.append("".join(f" · {note}" for note in notes if note), style="italic")
    return Line(
        text=text,
        date=stand.day or "undated",
        ref=context.ref(stand.position),
        below=Text(sentence(stand), style="dim"),
        deeper=deeper,
    )


def sentence(stand: Stand) -> str:
    """The sentence that a stand is told in."""
    span = stand.position.evidence[0]
    return " ".join(stand.document.text[span.start : span.end].split())


def terms_list(found: Terms, context: Context, most: int | None = None) -> RenderableType:
    """Loops and shared steps, then the edges, at most so many."""
    lines = [_edge_line(edge, context) for edge in found.edges]
    blocks = [*terms_together(found, context), *section("What hangs on what", lines, most or max(1, len(lines)))]
    # Each section begins with a blank line; the first needs none.
    return Group(*blocks[1:])


def _edge_line(edge: Edge, context: Context) -> Line:
    text = Text.assemble((edge.goal.label, "bold"), " waits for ", (edge.step.label, "bold"))
    kinds = listed(sorted({str(each.condition.type) for each in edge.told}))
    whose = listed([party.name for party in edge.parties]) or "not said whose condition"
    times = count(len(edge.told), "time") if len(edge.told) > 1 else ""
    text.append("".join(f" · {note}" for note in (kinds, whose, times) if note), style="italic")
    return Line(text=text, ref=context.ref(edge.told[0].condition))
