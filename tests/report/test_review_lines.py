"""Tables of a review for an appendix: numbers as they are, and nothing in them that breaks the format."""

from __future__ import annotations

import csv
import io
from datetime import datetime

from dragoman.model.reviews import How, Sample
from dragoman.relations.agreement import Agreement, PairAgreement, Precision, share
from dragoman.report.review_lines import Table, about, as_csv, as_latex, as_markdown, records_of, tables_of

PRECISION = Precision(
    kind="event", n=10, accepted=7, corrected=2, rejected=1, strict=share(7, 10), lenient=share(9, 10)
)
PAIR = PairAgreement(first="A_da & Co", second="B|o", n=4, alike=1.0, kappa=None)
AGREED = Agreement(kind="event", field="verdict", n=4, alike=1.0, alpha=None, pairs=(PAIR,))


def test_what_is_not_defined_is_said_so_and_left_empty_in_the_file() -> None:
    tables = tables_of([PRECISION], [], [AGREED])
    assert [table.title for table in tables] == [
        "Precision by kind of fact", "Agreement between reviewers", "Agreement of each two reviewers",
    ]  # fmt: skip
    assert tables[1].rows == (("event", "the verdict", "4", "1.00", "undefined"),)
    rows = list(csv.DictReader(io.StringIO(as_csv(records_of([PRECISION], [], [AGREED])))))
    assert [row["value"] for row in rows if row["measure"] in {"alpha", "kappa"}] == ["", ""]
    assert [float(row["value"]) for row in rows if row["table"] == "precision"] == [0.7, 0.9]


def test_markdown_and_latex_hold_names_as_they_are() -> None:
    tables = tables_of([PRECISION], [], [AGREED])
    markdown, latex = as_markdown(tables, "about"), as_latex(tables, "about\nmore")
    assert r"A\_da & Co, B\|o" in markdown
    assert r"A\_da \& Co, B\textbar{}o" in latex
    assert "% about more\n" in latex
    assert latex.count(r"\begin{table}") == latex.count(r"\end{table}") == 3
    assert "95 \\% interval" in latex


def test_hostile_cells_do_not_leave_their_place() -> None:
    table = Table(title="T", note="N", columns=("A", "B"), rows=(("\\input{x} % ^~", "[1]\n| <b>"),))
    latex = as_latex([table], "")
    assert r"\input" not in latex
    assert r"\textbackslash{}input\{x\} \% \textasciicircum{}\textasciitilde{} & {[}1{]} \textbar{}" in latex
    line = as_markdown([table], "").splitlines()[-1]
    assert line == r"| \\input\{x\} % ^\~ | \[1\] \| \<b\> |"


def test_a_sample_is_told_with_its_seed_and_what_it_was_drawn_from() -> None:
    sample = Sample(
        id="1", name="first", made=datetime(2031, 3, 1), maker="Ada", how=How.RANDOM, seed=7,
        wanted={"actor": "Velmora"}, population={"event": 202, "proposal": 1}, fact_ids=("a", "b"),
    )  # fmt: skip
    assert about([sample]) == (
        "sample 'first' of 2031-03-01: 2 facts, drawn at random (seed 7), of 202 events, 1 proposal with actor Velmora"
    )
    assert about([]) == "no sample"
