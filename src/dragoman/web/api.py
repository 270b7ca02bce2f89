"""The REST API below ``/api``: all that the command line lists, as pages of JSON, and what describes it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response

import dragoman
from dragoman.web import api_facts, api_related, api_relations, api_store, problems
from dragoman.web.api_answers import Answers
from dragoman.web.api_parts import PROBLEMS
from dragoman.web.api_worked import Worked
from dragoman.web.render import render
from dragoman.web.state import State

ROUTERS: tuple[APIRouter, ...] = (api_store.router, api_facts.router, api_related.router, api_relations.router)
DESCRIPTION = """What is in the store, as JSON, for reading. Every list is paged (`page`, `size` up to 200) and answers
`items`, `total`, `page`, `pages` and `next`. Answers have an `ETag`; with `If-None-Match` an unchanged one is 304.
Unknown parameters are refused. Days that end before they begin hold nothing. On this machine no token is needed; a desk
that other machines reach wants it as `Authorization: Bearer TOKEN`."""
TAGS = (
    ("store", "Documents, actors, errors, runs and imports."),
    ("facts", "Facts of each kind, each with the sentence it stands on."),
    ("together", "What the facts come to together: issues, changes, terms, what is new, days."),
    ("relations", "How sides are reported to act towards one another."),
)
SECURITY = {"token": {"type": "http", "scheme": "bearer", "description": "The token that the desk printed once."}}
DOCUMENT = "/openapi.json"

page = APIRouter()


def make_api(state: State) -> FastAPI:
    """The API over the store of a desk, to be mounted at ``/api``."""
    api = _routed()
    api.state.desk, api.state.worked = state, Worked()
    described = describe(needs_token=bool(state.settings.token_hash))
    api.state.described = described
    api.add_api_route(DOCUMENT, lambda: JSONResponse(described), include_in_schema=False)
    problems.add_handlers(api)
    api.add_exception_handler(RequestValidationError, _wrong_value)
    api.add_middleware(Answers, state=state)
    return api


def _routed() -> FastAPI:
    api = FastAPI(
        title="Dragoman", version=dragoman.__version__, docs_url=None, redoc_url=None, openapi_url=None,
        redirect_slashes=False,
    )  # fmt: skip
    for router in ROUTERS:
        api.include_router(router, responses=PROBLEMS)
    return api


def _wrong_value(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return problems.answer(request, 422, "; ".join(map(_told, error.errors()[:3])))


def _told(wrong: Any) -> str:
    """One wrong value in a line."""
    name, message = (*wrong["loc"], "address")[1], str(wrong["msg"]).removeprefix("Value error, ")
    if wrong["type"] == "extra_forbidden":
        message = "there is no such parameter here; /api lists them"
    elif wrong["type"] == "string_pattern_mismatch":
        message = "it has a NUL character in it"
    return f"{str(name)[:40]}: {message}"


def describe(*, needs_token: bool) -> dict[str, Any]:
    """The OpenAPI document.

    Args:
        needs_token: the desk answers other machines too, so that every address wants the token.
    """
    api = _routed()
    made = get_openapi(
        title=api.title,
        version=api.version,
        openapi_version="3.1.0",
        description=DESCRIPTION,
        routes=api.routes,
        tags=[{"name": name, "description": told} for name, told in TAGS],
        servers=[{"url": "/api"}],
    )
    made.setdefault("components", {})["securitySchemes"] = SECURITY
    for operation in (each for path in made["paths"].values() for each in path.values()):
        # An address can't say null: what has no default has no default.
        for parameter in operation.get("parameters", ()):
            if parameter["schema"].get("default", ...) is None:
                del parameter["schema"]["default"]
        if not needs_token:
            operation["responses"].pop("401", None)
    if needs_token:
        made["security"] = [{"token": []}]
    return made


@page.get("/api")
def overview(request: Request) -> Response:
    """What the API has, for people."""
    paths = request.app.state.api.state.described["paths"]
    groups = [
        (name, told, [(path, each["get"]) for path, each in paths.items() if name in each["get"]["tags"]])
        for name, told in TAGS
    ]
    return render(request, "api.html", title="API", groups=groups, document="/api" + DOCUMENT)
