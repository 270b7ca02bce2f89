"""Adding reports: by drag and drop, as files, or pasted; with progress while they are read."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Annotated, Any

from fastapi import APIRouter, Form, Header, HTTPException, Request, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from dragoman.corpus.sources import FORMATS
from dragoman.desk.intake import PUBLISHED, PUBLISHER, SUFFIX, TITLE, Intake
from dragoman.desk.problems import UserError
from dragoman.store import Upload
from dragoman.web.filters import LONGEST, PageNumber, day_of
from dragoman.web.guard import is_form_token
from dragoman.web.links import Paging
from dragoman.web.render import render
from dragoman.web.state import State, state_of

router = APIRouter()
MOST_FILES = 100
"""Files of one upload."""
PASTED = "pasted text"
LISTED = 20
"""Files on a page."""
TICK = 0.3
"""Seconds between looks at the progress; an article takes about as long to read."""
SUFFIXES = tuple(
    sorted({*FORMATS, *(f"{suffix}.gz" for suffix, form in FORMATS.items() if form not in {"pdf", "docx", "parquet"})})
)
"""Endings of files that can be read; the ending is all that is taken of a name, besides showing it."""


@router.get("/add")
def show(request: Request, page: PageNumber = 1) -> Response:
    """The form, and what was added."""
    state = state_of(request)
    with state.reading() as store:
        found = store.uploads(limit=LISTED + 1, offset=(page - 1) * LISTED)
    total = (page - 1) * LISTED + len(found)
    return render(
        request, "add.html", title="Add reports", uploads=found[:LISTED], progress=state.intake.progress,
        paging=Paging(path="/add", wanted={}, page=page, total=total, size=LISTED), suffixes=SUFFIXES,
        most_megabytes=state.settings.upload_bytes // 1_000_000,
    )  # fmt: skip


@router.post("/add")
async def add(
    request: Request,
    form_token: Annotated[str, Form()] = "",
    x_form_token: Annotated[str, Header()] = "",
    files: Sequence[UploadFile] = (),
    text: Annotated[str, Form()] = "",
    title: Annotated[str, Form(max_length=1000)] = "",
    published: Annotated[str, Form(max_length=LONGEST)] = "",
    publisher: Annotated[str, Form(max_length=LONGEST)] = "",
    accept: Annotated[str, Header()] = "",
) -> Response:
    """Keep what was given; it is in the store when this is answered, and read afterwards."""
    if not is_form_token(form_token or x_form_token, request.state):
        raise HTTPException(403, "The form is out of date; load the page again and send it once more.")
    day = day_of(published, "date")
    about = {PUBLISHED: day.isoformat() if day else "", PUBLISHER: publisher.strip()}
    given = [(file.filename or "file", await file.read()) for file in files if file.filename or file.size]
    taken = [(name, content, {**about, SUFFIX: suffix_of(name)}) for name, content in given]
    if text.strip():
        taken.append(
            (
                title.strip()[:80] or PASTED,
                text.encode("utf-8", "replace"),
                {**about, TITLE: title.strip(), SUFFIX: ".txt"},
            )
        )
    if not taken:
        raise UserError("nothing was given; choose a file or paste a text")
    if len(taken) > MOST_FILES:
        raise UserError(
            f"{len(taken)} files at once are too many; at most {MOST_FILES}, or all texts in one JSONL or CSV file"
        )
    kept = await run_in_threadpool(_keep, state_of(request).intake, taken)
    if "application/json" in accept:
        return JSONResponse([{"id": upload.id, "name": upload.name} for upload in kept], status_code=201)
    return RedirectResponse("/add", 303)


def suffix_of(name: str) -> str:
    """The ending of a file's name, if it is one that can be read.

    Raises:
        UserError: it is another one.
    """
    parts = [part.lower() for part in PurePosixPath(name.replace("\\", "/")).suffixes]
    for suffix in ("".join(parts[-2:]), "".join(parts[-1:])):
        if suffix in SUFFIXES:
            return suffix
    raise UserError(f"{name[-80:]}: files of this kind are not read; there are {', '.join(sorted(FORMATS))}")


def _keep(intake: Intake, taken: Sequence[tuple[str, bytes, Mapping[str, str]]]) -> list[Upload]:
    kept = []
    for name, content, options in taken:
        upload = Upload(
            id=secrets.token_hex(8),
            name=name[-LONGEST:],
            received=datetime.now(UTC).replace(tzinfo=None),
            options=options,
        )
        intake.add(upload, content)
        kept.append(upload)
    return kept


@router.get("/add/progress", response_class=EventSourceResponse)
async def progress(request: Request) -> AsyncIterable[ServerSentEvent]:
    """What is read now and what became of the files, sent whenever it changes."""
    state = state_of(request)
    seen = -1
    while not state.is_closing and not await request.is_disconnected():
        now = state.intake.progress
        if now.version != seen:
            seen = now.version
            yield ServerSentEvent(data=await run_in_threadpool(_news, state), event="progress")
        await asyncio.sleep(TICK)


def _news(state: State) -> Mapping[str, Any]:
    now = state.intake.progress
    with state.reading() as store:
        found = store.uploads(limit=LISTED)
    return {
        "upload": now.upload,
        "stage": now.stage,
        "done": now.done,
        "total": now.total,
        "files": [
            {
                "id": each.id,
                "state": str(each.state),
                "reason": each.reason,
                "documents": each.documents,
                "facts": each.facts,
            }
            for each in found
        ],
    }
