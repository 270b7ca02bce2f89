"""Tables of what reviews come to, in words, and as CSV, Markdown and LaTeX for an appendix."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.model.reviews import How, Sample
from dragoman.relations.agreement import VERDICT, Agreement, FieldShare, Precision, Share
from dragoman.report.words import count

UNDEFINED = "undefined"
"""Instead of a figure where nothing varies, so that there is no agreement to be had by chance."""
NO_PRECISION = (
    "No precision: these facts were chosen for their low confidence, so that more of them are wrong than of all facts."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table in words.

    Attributes:
        note: what its figures are, in full sentences.
        numbers: places of the columns that hold numbers.
    """

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


def precision_table(found: Sequence[Precision]) -> Table:
    """Precision by kind."""
    return Table(
        title="Precision by kind of fact",
        note=(
            "Over facts drawn at random; each counts once, with the verdict that most reviewers gave, the harsher one"
            " of two that as many gave. As coded: accepted. With corrections: the text says it, some field had to be"
            " corrected. Brackets hold the 95 % interval after Wilson. Facts that were skipped do not count."
        ),
        columns=("Kind", "n", "Accepted", "Corrected", "Rejected", "As coded", "With corrections"),
        rows=tuple(
            (
                each.kind, f"{each.n:,}", f"{each.accepted:,}", f"{each.corrected:,}", f"{each.rejected:,}",
                share_of(each.strict), share_of(each.lenient),
            )
            for each in found
        ),
        numbers=frozenset({1, 2, 3, 4}),
    )  # fmt: skip


def fields_table(found: Sequence[FieldShare]) -> Table:
    """Share of correct fields."""
    return Table(
        title="Correct fields",
        note=(
            "Over the facts drawn at random that were not rejected: how often the field was left as coded. Where"
            " several judged a fact, a field that half of them corrected counts as wrong."
        ),
        columns=("Kind", "Field", "n", "Correct", "Share"),
        rows=tuple(
            (each.kind, field_name(each.field), f"{each.right.n:,}", f"{each.right.count:,}", share_of(each.right))
            for each in found
            if each.right.n
        ),
        numbers=frozenset({2, 3}),
    )


def agreement_table(found: Sequence[Agreement]) -> Table:
    """Agreement by kind and field."""
    return Table(
        title="Agreement between reviewers",
        note=(
            "Over what at least two reviewers judged: the verdict (accept, correct, reject), and each field of the"
            " facts that both kept. Alike: share of pairs of judgements that are the same. Alpha: Krippendorff's,"
            " nominal; undefined where all judgements are the same, which is no sign of disagreement. Reviewers saw"
            " what was coded, so that they agree more than people who code from the text alone."
        ),
        columns=("Kind", "Field", "n", "Alike", "Alpha"),
        rows=tuple(
            (each.kind, field_name(each.field), f"{each.n:,}", number(each.alike), number(each.alpha))
            for each in found
            if each.n
        ),
        numbers=frozenset({2, 3, 4}),
    )


def pairs_table(found: Sequence[Agreement]) -> Table:
    """Cohen's kappa of each two reviewers."""
    return Table(
        title="Agreement of each two reviewers",
        note="Kappa: Cohen's; undefined where both always gave the same one value.",
        columns=("Kind", "Field", "Reviewers", "n", "Alike", "Kappa"),
        rows=tuple(
            (each.kind, field_name(each.field), f"{pair.first}, {pair.second}", f"{pair.n:,}", number(pair.alike),
             number(pair.kappa))
            for each in found
            for pair in each.pairs
        ),
        numbers=frozenset({3, 4, 5}),
    )  # fmt: skip


def tables_of(
    precisions: Sequence[Precision], fields: Sequence[FieldShare], agreements: Sequence[Agreement]
) -> list[Table]:
    """All tables that have rows."""
    made = (
        precision_table(precisions),
        fields_table(fields),
        agreement_table(agreements),
        pairs_table(agreements),
    )
    return [table for table in made if table.rows]


def about(samples: Sequence[Sample]) -> str:
    """The samples that figures are about, in a line: how they were drawn, from what, and how many."""
    return "; ".join(map(_about, samples)) or "no sample"


def _about(sample: Sample) -> str:
    how = "drawn at random" if sample.how is How.RANDOM else "those with the lowest confidence"
    wanted = ", ".join(f"{name} {value}" for name, value in sample.wanted.items())
    from_ = ", ".join(f"{n:,} {kind}{'' if n == 1 else 's'}" for kind, n in sample.population.items())
    only = f" with {wanted}" if wanted else ""
    return (
        f"sample {sample.name!r} of {sample.made:%Y-%m-%d}: {count(len(sample.fact_ids), 'fact')}, {how} (seed"
        f" {sample.seed}), of {from_}{only}"
    )


FIELD_NAMES = {VERDICT: "the verdict", "plover": "PLOVER type"}


def field_name(field: str) -> str:
    """A field in words."""
    return FIELD_NAMES.get(field, field.replace("_", " "))


def number(value: float | None) -> str:
    """A figure with two digits, or that it is not defined."""
    return UNDEFINED if value is None else f"{value:.2f}"


def share_of(share: Share) -> str:
    """A share with its interval."""
    if share.value is None or share.low is None or share.high is None:
        return UNDEFINED
    return f"{share.value:.2f} [{share.low:.2f}, {share.high:.2f}]"


RECORD = ("table", "kind", "field", "reviewers", "measure", "n", "value", "low", "high")
Record = dict[str, str | int | float | None]


def records_of(
    precisions: Sequence[Precision], fields: Sequence[FieldShare], agreements: Sequence[Agreement]
) -> Iterator[Record]:
    """One row a figure (columns :data:`RECORD`); a figure that is not defined has an empty value."""
    for each in precisions:
        yield _record("precision", each.kind, "", "as_coded", each.strict)
        yield _record("precision", each.kind, "", "with_corrections", each.lenient)
    for share in fields:
        yield _record("field", share.kind, share.field, "correct", share.right)
    for found in agreements:
        if found.n:
            row: Record = {"table": "agreement", "kind": found.kind, "field": found.field, "n": found.n}
            yield {**dict.fromkeys(RECORD), **row, "measure": "alike", "value": found.alike}
            yield {**dict.fromkeys(RECORD), **row, "measure": "alpha", "value": found.alpha}
        for pair in found.pairs:
            row = {
                "table": "pair", "kind": found.kind, "field": found.field, "n": pair.n,
                "reviewers": f"{pair.first}, {pair.second}",
            }  # fmt: skip
            yield {**dict.fromkeys(RECORD), **row, "measure": "alike", "value": pair.alike}
            yield {**dict.fromkeys(RECORD), **row, "measure": "kappa", "value": pair.kappa}


def _record(table: str, kind: str, field: str, measure: str, share: Share) -> Record:
    row: Record = {
        "table": table, "kind": kind, "field": field, "reviewers": "", "measure": measure, "n": share.n,
        "value": share.value, "low": share.low, "high": share.high,
    }  # fmt: skip
    return row


def as_csv(records: Iterator[Record]) -> str:
    """Records as CSV."""
    text = io.StringIO()
    table = csv.DictWriter(text, fieldnames=RECORD, lineterminator="\n")
    table.writeheader()
    table.writerows(records)
    return text.getvalue()


MARKDOWN = {ord(sign): f"\\{sign}" for sign in "\\`*_{}[]<>#|~$"}


def as_markdown(tables: Sequence[Table], about: str) -> str:
    """Tables as Markdown.

    Args:
        about: what they are about, a line under the heading.
    """
    parts = ["# Review of coded facts", _md(about)]
    for table in tables:
        aligned = ("---:" if place in table.numbers else "---" for place in range(len(table.columns)))
        lines = [_md_row(table.columns), f"| {' | '.join(aligned)} |", *map(_md_row, table.rows)]
        parts += [f"## {_md(table.title)}", _md(table.note), "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def _md(text: str) -> str:
    return " ".join(text.split()).translate(MARKDOWN)


def _md_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(_md, cells))} |"


LATEX = {
    ord("\\"): r"\textbackslash{}", ord("~"): r"\textasciitilde{}", ord("^"): r"\textasciicircum{}",
    ord("<"): r"\textless{}", ord(">"): r"\textgreater{}", ord("|"): r"\textbar{}", ord('"'): r"\textquotedbl{}",
    **{ord(sign): f"\\{sign}" for sign in "&%$#_{}"},
    # A row that begins so would be read as the length after a line end.
    ord("["): "{[}", ord("]"): "{]}",
}  # fmt: skip


def as_latex(tables: Sequence[Table], about: str) -> str:
    """Tables as LaTeX, for a paper that loads ``booktabs`` and has T1 or Unicode fonts."""
    return "\n".join([f"% {' '.join(about.split())}", "", *(_latex(table) for table in tables)])


def _latex(table: Table) -> str:
    columns = "".join("r" if place in table.numbers else "l" for place in range(len(table.columns)))
    lines = [
        r"\begin{table}", r"\centering", rf"\caption{{{_tex(table.title)}. {_tex(table.note)}}}",
        rf"\begin{{tabular}}{{{columns}}}", r"\toprule", _tex_row(table.columns), r"\midrule",
        *map(_tex_row, table.rows), r"\bottomrule", r"\end{tabular}", r"\end{table}", "",
    ]  # fmt: skip
    return "\n".join(lines)


def _tex(text: str) -> str:
    return " ".join(text.split()).translate(LATEX)


def _tex_row(cells: Sequence[str]) -> str:
    return " & ".join(map(_tex, cells)) + r" \\"
