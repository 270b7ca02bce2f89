"""The desk as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from threading import Thread

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles

import dragoman
from dragoman.web import (
    actors,
    api,
    brief,
    claim,
    compare,
    facts,
    home,
    issues,
    login,
    network,
    positions,
    problems,
    proposals,
    relations,
    reports,
    review,
    rows,
    search,
    terms,
    uploads,
)
from dragoman.web import map as map_page
from dragoman.web.guard import Guard
from dragoman.web.settings import Settings
from dragoman.web.state import State

FORM_BYTES = 100_000
"""What a form may hold besides its file."""
ROUTERS: tuple[APIRouter, ...] = (
    home.router, facts.router, login.router, uploads.router, api.page,
    positions.router, issues.router, proposals.router, terms.router, reports.router, review.router,
    compare.router, actors.router, search.router, brief.router,
    relations.router, claim.router, network.router, map_page.router,
)  # fmt: skip
"""Pages, in the order in which an address is looked up."""


def make_app(settings: Settings) -> FastAPI:
    """A desk over one store, which is made if it is not there.

    Raises:
        StoreError: the store can't be opened.
    """
    state = State(settings)
    with state.store.changing():
        # Makes the file, or brings an older one up to date.
        pass

    @asynccontextmanager
    async def running(_: FastAPI) -> AsyncIterator[None]:
        if not settings.is_static:
            state.intake.start()
            state.warm()
            warming = Thread(target=rows.warm, args=(state,), name="warming rows", daemon=True)
            warming.start()
        yield
        if not settings.is_static:
            # A thread that is still in a library when the interpreter ends brings the process down.
            warming.join(timeout=30)
        state.close()

    app = FastAPI(
        title="Dragoman",
        version=dragoman.__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=running,
        max_body_size=settings.upload_bytes + FORM_BYTES,
    )
    app.state.desk = state
    for router in ROUTERS:
        app.include_router(router)
    app.state.api = api.make_api(state)
    app.mount("/api", app.state.api)
    app.mount("/static", StaticFiles(directory=str(files("dragoman.web") / "static")), name="static")
    problems.add_handlers(app)
    app.add_middleware(Guard, settings=settings)
    return app
