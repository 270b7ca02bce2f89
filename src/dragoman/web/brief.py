"""The briefing: a form, the brief below it, and the same brief as a file."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import Response

from dragoman.desk.briefing import asked_of, brief_of
from dragoman.desk.problems import UserError
from dragoman.relations.relate import Relations
from dragoman.report.brief import Brief
from dragoman.report.brief_files import FORMS, rendered
from dragoman.report.brief_html import html_body
from dragoman.report.brief_rows import Asked
from dragoman.store import Store
from dragoman.web.filters import Words
from dragoman.web.links import link
from dragoman.web.render import render
from dragoman.web.state import State, state_of

router = APIRouter()
NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What was typed; ``go`` tells an empty form that was sent from one that was only opened."""

    topic: str = ""
    pair: str = ""
    actor: str = ""
    since: str = ""
    until: str = ""
    full: str = ""
    go: str = ""

    @property
    def query(self) -> dict[str, str]:
        """What the address says of it."""
        found = {name: getattr(self, name) for name in ("topic", "pair", "actor", "since", "until", "full")}
        return {name: value for name, value in found.items() if value}

    @property
    def asked(self) -> Asked:
        """The same, understood.

        Raises:
            UserError: a value can't be understood.
        """
        return asked_of(
            topic=self.topic, pair=self.pair, actor=self.actor, since=self.since, until=self.until,
            is_full=bool(self.full),
        )  # fmt: skip


def form_of(
    topic: Words = "",
    pair: Words = "",
    actor: Words = "",
    since: Words = "",
    until: Words = "",
    full: Annotated[str, Query(max_length=10)] = "",
    go: Annotated[str, Query(max_length=10)] = "",
) -> Form:
    """The form of a request."""
    return Form(
        topic=topic.strip(), pair=pair.strip(), actor=actor.strip(), since=since.strip(), until=until.strip(),
        full=full, go=go,
    )  # fmt: skip


FormOf = Annotated[Form, Depends(form_of)]


@router.get("/brief")
def brief_page(request: Request, form: FormOf) -> Response:
    """The form, and the brief if one is asked for."""
    state = state_of(request)
    made: Brief | None = None
    problem, is_waiting = "", False
    # A page that is a file has no form to ask with: it is the brief of all reports.
    if form.query or form.go or state.settings.is_static:
        try:
            asked = form.asked
            with state.reading() as store:
                found = state.related.now(store.stamp())
            is_waiting = found.value is None
            if not is_waiting:
                made = _brief(state, asked)
        except UserError as error:
            problem = error.on_page
    return render(
        request,
        "brief.html",
        title="Brief" if made is None else f"Brief: {made.title}",
        status=400 if problem else 200,
        form=form,
        body=html_body(made, desk=True) if made is not None else "",
        problem=problem,
        is_waiting=is_waiting,
        forms=[(each, link(f"/brief.{each}", **{**form.query, "go": "1"})) for each in FORMS],
        command=_command(form),
    )


@router.get("/brief.{form_name}")
def brief_file(request: Request, form_name: str, form: FormOf) -> Response:
    """The brief as a file."""
    if form_name not in FORMS:
        raise HTTPException(404, f"There are {', '.join(FORMS)}, not {form_name[:20]!r}.")
    asked = form.asked
    content = rendered(_brief(state_of(request), asked), form_name)
    name = NOT_IN_NAMES.sub("-", asked.title.lower()).strip("-")[:LONGEST_NAME] or "reports"
    headers = {"Content-Disposition": f'attachment; filename="brief-{name}.{form_name}"'}
    return Response(content, media_type=FORMS[form_name][0], headers=headers)


def _brief(state: State, asked: Asked) -> Brief:
    def reading() -> AbstractContextManager[Store]:
        return state.reading()

    with state.reading() as store:
        stamp = store.stamp()
    found = state.related.now(stamp)
    related: Relations | None = found.value.relations if found.value is not None and found.is_current else None
    settings = state.settings
    return brief_of(reading, asked, settings.choices, related=related, store_name=settings.store.name)


def _command(form: Form) -> str:
    """The command that gives the same brief."""
    options = [f"--{key} {_in_shell(value)}" for key, value in form.query.items() if key != "full"]
    return " ".join(["dragoman brief", *options, *(["--full"] if form.full else []), "-o brief.pdf"])


def _in_shell(value: str) -> str:
    return value if re.fullmatch(r"[\w.-]+", value) else "'" + value.replace("'", "'\\''") + "'"
