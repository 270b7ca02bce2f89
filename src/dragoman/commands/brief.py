"""``dragoman brief``: a briefing on a topic, a pair or an actor, every sentence with a footnote."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.issues_file import IssuesOption
from dragoman.commands.look import FromOption, StoreOption, ToOption, looking
from dragoman.commands.terminal import note, out
from dragoman.desk.arguments import DEFAULT_STORE
from dragoman.desk.briefing import asked_of, brief_of
from dragoman.desk.issues import read_choices
from dragoman.desk.problems import UserError
from dragoman.report.words import count

FORMATS = ("md", "html", "docx", "pdf")
OutputOption = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help=f"Where to write; the ending says what: {', '.join(f'.{form}' for form in FORMATS)}. Without it, Markdown"
        " without pictures goes to standard output.",
    ),
]


def brief(
    output: OutputOption = None,
    store: StoreOption = DEFAULT_STORE,
    topic: Annotated[
        str, typer.Option(metavar="WORDS", help="Facts whose sentence or issue has all these words.")
    ] = "",
    pair: Annotated[str, typer.Option(metavar="A,B", help="What two actors do, say and want of one another.")] = "",
    actor: Annotated[str, typer.Option(metavar="NAME", help="Facts in which this actor has a part.")] = "",
    since: FromOption = None,
    until: ToOption = None,
    issues_file: IssuesOption = None,
    full: Annotated[bool, typer.Option("--full", help="All sentences of each section, not the first ten.")] = False,
) -> None:
    """Write a briefing from rows: what changed, who stands where, terms, relations, what is alleged or not known.

    No sentence is written by a model. Each has a footnote with outlet, date and the sentence it stands on, and a brief
    with a name, number or quotation that its footnotes do not have is not written.
    """
    form = output.suffix.lower().removeprefix(".") if output is not None else "md"
    if form not in FORMATS:
        raise UserError(
            f"-o {output}: the ending says the format; there are {', '.join(f'.{each}' for each in FORMATS)}"
        )
    asked = asked_of(topic=topic, pair=pair, actor=actor, since=since or "", until=until or "", is_full=full)
    made = brief_of(lambda: looking(store), asked, read_choices(issues_file), store_name=str(store))
    if output is None:
        from dragoman.report.brief_md import markdown

        out().file.write(markdown(made))
        return
    from dragoman.report.brief_files import save_brief

    try:
        save_brief(made, output)
    except OSError as error:
        raise UserError(f"-o {output}: {error.strerror}") from error
    sentences = sum(len(section.sentences) for section in made.sections)
    note(f"Written: {output} ({count(sentences, 'sentence')}, {count(len(made.footnotes), 'footnote')})")
