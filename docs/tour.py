"""A tour of Dragoman over the example that comes with it, as a marimo notebook.

    marimo edit docs/tour.py     # as a notebook
    python docs/tour.py          # as a script: the same, printed

It needs no network and no data of your own, and gives the same each time.
"""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="A tour of Dragoman")

with app.setup:
    import tempfile
    from datetime import date
    from importlib.resources import files
    from pathlib import Path
    from textwrap import dedent

    import altair as alt
    import marimo as mo
    import polars as pl
    from rich.console import Console, RenderableType

    import dragoman
    from dragoman import ontology
    from dragoman.corpus.readers import read_documents
    from dragoman.desk.briefing import asked_of, brief_of
    from dragoman.desk.claims import Asking
    from dragoman.desk.news import entry_has_words
    from dragoman.desk.setup import setup_of
    from dragoman.desk.tables import Wording, looking_at_table, query_of, read_scale
    from dragoman.exchange.frames import to_polars
    from dragoman.model.dyads import Way
    from dragoman.relations.claims import parse_claim
    from dragoman.relations.diff import diff
    from dragoman.relations.diff_sides import Window, part_by_day
    from dragoman.relations.index import with_index
    from dragoman.relations.relate import relate
    from dragoman.relations.series import build_series
    from dragoman.report.brief_md import markdown
    from dragoman.report.charts import conditions_chart, positions_chart, series_chart
    from dragoman.report.claim_lines import claim_lines
    from dragoman.report.diff_lines import diff_lines, diff_summary
    from dragoman.report.explain import explain
    from dragoman.report.readout_lines import Context
    from dragoman.report.readout_terms import proposals, terms_together
    from dragoman.report.series_lines import series_notes, series_table
    from dragoman.report.standing import changes_list
    from dragoman.report.words import names
    from dragoman.store import open_store

    EXAMPLE = Path(str(files("dragoman").joinpath("data", "example")))
    WIDTH = 96

    def as_text(*parts: RenderableType) -> str:
        """What the command line would print."""
        console = Console(width=WIDTH, color_system=None)
        with console.capture() as capture:
            for part in parts:
                console.print(part)
        return "\n".join(line.rstrip() for line in capture.get().splitlines()).strip("\n")

    def tell(text: str) -> mo.Html:
        """Text in the notebook; printed as well when the notebook runs as a script."""
        if mo.app_meta().mode == "script":
            print(f"{text}\n")  # noqa: T201
        return mo.plain_text(text)

    def head(text: str) -> mo.Html:
        """Prose in the notebook; printed as well when the notebook runs as a script."""
        text = dedent(text).strip("\n")
        if mo.app_meta().mode == "script":
            print(f"{text}\n")  # noqa: T201
        return mo.md(text)


@app.cell(hide_code=True)
def _():
    head("""
    # A tour of Dragoman

    Dragoman reads news of international affairs and gives back the diplomacy in it as data that can be checked: who
    did what to whom, who said what, who wants what and on which terms. Every row points at the words it stands on.

    The reports of this tour come with the package. They tell of an invented quarrel: **Velmora** and **Kestria** over
    the Sorrel Valley, with **Talvia** in between and an armed group, the **Red Ridge Front**, on the ground.
    """)
    return


@app.cell(hide_code=True)
def _():
    head("""
    ## 1. Read

    `dragoman.load` loads the language model and the tables of actors; the file beside the example adds its invented
    ones. Reading runs on this machine: no text leaves it.
    """)
    return


@app.cell
def _():
    reader = dragoman.load(actors=[EXAMPLE / "actors.yaml"])
    documents = list(read_documents([EXAMPLE / "documents.jsonl"]))
    reports = list(reader.read_documents(documents))
    return reader, reports


@app.cell
def _(reports):
    _kinds = [type(fact).__name__.lower() for report in reports for fact in report.facts]
    counts = pl.Series("kind", _kinds).value_counts(sort=True).sort("count", "kind", descending=[True, False])
    tell("\n".join(f"{n:4} {kind}s" for kind, n in counts.rows()))
    return (counts,)


@app.cell
def _(counts):
    alt.Chart(counts).mark_bar().encode(
        x=alt.X("count:Q", title="facts"), y=alt.Y("kind:N", sort="-x", title=None), tooltip=["kind", "count"]
    ).properties(width=480, height=190, title="What was found in twenty reports")
    return


@app.cell(hide_code=True)
def _():
    head("""
    ## 2. Facts with their sentences

    Below are the events of one report. *Told as* is how the report presents each: asserted by the outlet, reported by
    somebody, alleged, denied, threatened. These are never mixed, and an event that is only recalled is marked.
    """)
    return


@app.cell
def _(reports):
    report = next(each for each in reports if each.document.title == "Velmora turns down Talvian plan")

    def sentence(fact):
        span = fact.evidence[0]
        return " ".join(report.document.text[span.start : span.end].split())

    events = pl.DataFrame(
        [
            {
                "source": names(event.sources),
                "type": event.plover,
                "target": names(event.targets),
                "told as": str(event.factuality) + (", background" if event.background else ""),
                "sentence": sentence(event),
            }
            for event in report.events
        ]
    )
    mo.ui.table(events, selection=None)
    return events, report


@app.cell
def _(events):
    tell("\n".join(f"{row[0]} - {row[1]} - {row[2] or 'nobody named'} ({row[3]})" for row in events.rows()))
    return


@app.cell(hide_code=True)
def _():
    head("""
    ## 3. Why is it coded so?

    `explain` shows what stands behind a fact of any kind: the sentence with the words that matched, the rule, who says
    so, and where the date comes from. On the command line it is `dragoman explain 3f9a1c`.
    """)
    return


@app.cell
def _(report):
    _told = [event for event in report.events if event.plover == "REJECT" and event.targets]
    rejection = max(_told, key=lambda event: (event.confidence, len(event.attribution)))
    explained = as_text(
        explain(rejection, report.document, types=ontology.load_event_types(), cameo=ontology.load_cameo())
    )
    tell(explained)
    return explained, rejection


@app.cell(hide_code=True)
def _():
    head("""
    ## 4. A store

    All that follows is about many reports at once. A store is one DuckDB file; here it lies in a temporary folder.
    """)
    return


@app.cell
def _(reader, reports):
    _folder = tempfile.TemporaryDirectory(prefix="dragoman-tour-")
    path = Path(_folder.name) / "tour.duckdb"
    with open_store(path) as _store:
        _run = _store.begin_run(setup_of(reader, [EXAMPLE / "actors.yaml"]), ("tour",))
        for _report in reports:
            _store.add(_report, _run)
    with open_store(path, read_only=True) as _store:
        rows = _store.facts()
        _length = _store.id_length()
    # The folder goes when nothing holds on to it any more.
    folder = _folder
    items = [(row.fact, row.document) for row in rows]
    found = relate(items)
    context = Context(documents={}, shorten=lambda key: key[:_length])
    return context, folder, found, items, path


@app.cell(hide_code=True)
def _():
    head("""
    ## 5. Who stands where

    Positions on the same thing come together whatever words a report uses for it. The newest stance of each party:
    """)
    return


@app.cell
def _(found):
    positions_chart(found.matrix)
    return


@app.cell(hide_code=True)
def _():
    head("Where a party moved, both sentences are shown, the older first:")
    return


@app.cell
def _(context, found):
    moves = as_text(changes_list(found.matrix.changes, context))
    tell(moves)
    return (moves,)


@app.cell(hide_code=True)
def _():
    head("""
    ## 6. What is on the table

    A proposal is followed over all reports: its terms, its versions, who answered what and when.
    """)
    return


@app.cell
def _(context, found):
    tracks = as_text(*proposals(found.tracks[:2], context))
    tell(tracks)
    return (tracks,)


@app.cell(hide_code=True)
def _():
    head("""
    ## 7. What hangs on what

    Conditions make a graph. Where one thing is to come only after another, and that only after the first, neither can
    begin: a deadlock.
    """)
    return


@app.cell
def _(context, found):
    deadlock = as_text(*terms_together(found.terms, context))
    tell(deadlock)
    return (deadlock,)


@app.cell
def _(found):
    conditions_chart(found.terms)
    return


@app.cell(hide_code=True)
def _():
    head("""
    ## 8. A relation over time, and a claim about it

    A month's value is the mean of its events on the Goldstein scale. It measures reported interaction, not merit, and
    the number of events always stands beside it. Twenty reports are few: most months here are too thin for an index.
    """)
    return


@app.cell
def _(path):
    claimed = "Relations between Velmora and Kestria lowest since March 2031"
    with looking_at_table(path) as _table:
        _wording = Wording(table=_table)
        _built = build_series(_table, query_of(_wording, "Velmora", "Kestria"))
        series = with_index(_built[Way.BOTH])
        _ask = Asking(table=_table, wording=_wording, datasets=(), include=frozenset(), scale=read_scale("goldstein"))
        _claim = parse_claim(claimed, as_of="2031-05", known=_ask.knows)
        finding = _ask.check(_claim, _wording.side(_claim.first), _wording.side(_claim.second))
    tell(as_text(series_table(series), *series_notes(series)))
    return claimed, finding, series


@app.cell
def _(series):
    series_chart([series])
    return


@app.cell(hide_code=True)
def _():
    head("""
    "Lowest since ..." can be put to the test. The answer is *holds*, *does not hold*, *too close to tell* or *cannot be
    tested*, always with the numbers. With so few events the honest answer here is the last:
    """)
    return


@app.cell
def _(claimed, finding):
    answer = as_text(*claim_lines(finding))
    tell(f"{claimed}, as of May 2031\n\n{answer}")
    return (answer,)


@app.cell(hide_code=True)
def _():
    head("""
    ## 9. What changed

    `diff` sets the facts of a day or later against those before: new stances, answers, terms and events, each with a
    direction where there is enough to tell one.
    """)
    return


@app.cell
def _(context, items):
    _window = Window(since=date(2031, 6, 10), until=None)
    _parted = part_by_day(items, _window)
    changed = diff(_parted.before, _parted.after, beside=_parted.beside, window=_window)
    _roadmap = changed.only(lambda entry: entry_has_words(entry, "roadmap"))
    news = as_text(diff_lines(_roadmap, context, 4))
    tell(f"Since 10 June 2031: {diff_summary(changed)}. On the roadmap:\n\n{news}")
    return changed, news


@app.cell(hide_code=True)
def _():
    head("""
    ## 10. A brief

    `brief` puts the rows on a topic together: what changed, who stands where, terms, relations, what is only alleged,
    what is not known. No sentence is written by a model, and each has a note with outlet, date and the sentence it
    stands on. On the command line it is `dragoman brief --topic crossing
    --since 2031-06-10 -o brief.pdf`. Its beginning, with the first of its notes:
    """)
    return


@app.cell
def _(path):
    _asked = asked_of(topic="crossing", since="2031-06-10")
    briefing = markdown(brief_of(lambda: open_store(path, read_only=True), _asked))
    _sections, _, _notes = briefing.partition("\n[^1]: ")
    tell(_sections.partition("\n## Positions that others ascribe")[0] + "\n\n[^1]: " + _notes.partition("\n")[0])
    return (briefing,)


@app.cell(hide_code=True)
def _():
    head("""
    ## 11. Take it with you

    Any list is a table: polars, Arrow, pandas, CSV, Parquet, and the layouts of ICEWS, GDELT and POLECAT
    (`dragoman export`). Figures keep who gave them, and are never added up:
    """)
    return


@app.cell
def _(items):
    figures = to_polars(((fact, document) for fact, document in items if type(fact).__name__ == "Figure"), "figure")
    claims = figures.select("date", "claimant", "measure", "counted", "written", "low", "high", "factuality").filter(
        pl.col("measure").is_in(["killed", "injured", "killed_or_injured"])
    )
    mo.ui.table(claims, selection=None)
    return (claims,)


@app.cell
def _(claims):
    tell(as_text(str(claims.select("claimant", "counted", "written", "low", "high"))))
    return


@app.cell(hide_code=True)
def _():
    head("""
    ## Where to go from here

    Read reports of your own with `dragoman read FILES --date 2024-02-08 --store mine.duckdb`, then open the desk with
    `dragoman serve --store mine.duckdb`. Commands are in `docs/cli.md`, fields of rows in `docs/data.md`, and how the
    reading works and how often it is wrong in `docs/method.md` and `docs/evaluation.md`.
    """)
    return


if __name__ == "__main__":
    app.run()
