"""What reviews come to: figures as a page and as tables for a paper, corrected facts, corrected actors."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response, StreamingResponse

from dragoman.desk.review_actors import actor_file, named_actors
from dragoman.desk.review_results import Results, results_of, reviewed_rows
from dragoman.desk.reviewing import sample_with
from dragoman.directory import load_directory
from dragoman.exchange.reviewed import FIELDS, FORMS, write_reviewed
from dragoman.model.reviews import Sample
from dragoman.report.review_lines import NO_PRECISION, about, as_csv, as_latex, as_markdown, records_of, tables_of
from dragoman.store import Store
from dragoman.web.downloads import BLOCK, IN_MEMORY, WRITERS
from dragoman.web.links import Value
from dragoman.web.render import render
from dragoman.web.review_forms import check_may_see, may_see, reviewer_of
from dragoman.web.state import state_of

router = APIRouter()
SampleId = Annotated[str, Query(max_length=64)]
LISTED = 200
"""Samples that can be chosen, the newest."""


def _chosen(store: Store, sample: str) -> list[Sample]:
    return [sample_with(store, sample)] if sample else store.samples()


@router.get("/review/results")
def results(request: Request, sample: SampleId = "", show: str = "") -> Response:
    """Precision, correct fields and agreement, for those who are done or say that they want to see it."""
    reviewer = reviewer_of(request)
    with state_of(request).reading() as store:
        samples = _chosen(store, sample)
        is_open = may_see(store, samples, reviewer, show)
        found = results_of(store, samples) if is_open else None
        every = store.samples(limit=LISTED)
    wanted: dict[str, Value] = {"sample": sample, "show": show}
    return render(
        request, "review_results.html", title="Results of the review", found=found, samples=every, sample=sample,
        wanted=wanted, tables=_tables(found) if found else [], about=about(found.samples) if found else "",
        kinds=list(FIELDS), forms=FORMS, no_precision=NO_PRECISION,
    )  # fmt: skip


def _tables(found: Results) -> Sequence[object]:
    return tables_of(found.precisions, found.fields, found.agreements)


TABLES: Mapping[str, tuple[str, Callable[[Results], str]]] = {
    "csv": ("text/csv", lambda found: as_csv(records_of(found.precisions, found.fields, found.agreements))),
    "md": (
        "text/markdown",
        lambda found: as_markdown(tables_of(found.precisions, found.fields, found.agreements), about(found.samples)),
    ),
    "tex": (
        "application/x-tex",
        lambda found: as_latex(tables_of(found.precisions, found.fields, found.agreements), about(found.samples)),
    ),
}
"""Media type and writer of the tables by ending."""


@router.get("/review/results.{form}")
def download_results(request: Request, form: str, sample: SampleId = "", show: str = "") -> Response:
    """The figures as a file."""
    if form not in TABLES:
        raise HTTPException(404, f"There are {', '.join(TABLES)}, not {form[:20]!r}.")
    with state_of(request).reading() as store:
        samples = _chosen(store, sample)
        check_may_see(store, samples, reviewer_of(request), show)
        found = results_of(store, samples)
    media, write = TABLES[form]
    return _file(write(found), media, f"review.{form}")


@router.get("/review/export/{kind}.{form}")
def download_facts(request: Request, kind: str, form: str, show: str = "") -> Response:
    """All facts of a kind with the corrections over them."""
    if form not in FORMS or kind not in FIELDS:
        raise HTTPException(404, f"There are {', '.join(FIELDS)} as {', '.join(FORMS)}.")
    # Closed by the response when it is sent, or by its finaliser when it is not.
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    with state_of(request).reading() as store:
        check_may_see(store, store.samples(), reviewer_of(request), show)
        write_reviewed(reviewed_rows(store, kind), kind, file.write, form)
    file.seek(0)
    blocks = iter(lambda: file.read(BLOCK), b"")
    return StreamingResponse(blocks, media_type=WRITERS[form][0], headers=_as_file(f"{kind}s-reviewed.{form}"))


@router.get("/review/actors.yaml")
def download_actors(request: Request, show: str = "") -> Response:
    """Corrected actors as entries of the user's actor file."""
    state = state_of(request)
    with state.reading() as store:
        check_may_see(store, store.samples(), reviewer_of(request), show)
        named = named_actors(store)
    return _file(actor_file(named, load_directory(state.settings.actors)), "application/yaml", "actors.yaml")


def _file(content: str, media: str, name: str) -> Response:
    return Response(
        content.encode("utf-8", "backslashreplace"), media_type=f"{media}; charset=utf-8", headers=_as_file(name)
    )


def _as_file(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}
