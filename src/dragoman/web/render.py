"""Pages from templates; everything in them is escaped unless it was made as HTML here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

import dragoman
from dragoman.report import words
from dragoman.web.links import link
from dragoman.web.rich_html import html_of
from dragoman.web.state import State, state_of

NAVIGATION = (
    ("/", "Home"),
    ("/reports", "Reports"),
    ("/facts/event", "Facts"),
    ("/relations", "Relations"),
    ("/positions", "Positions"),
    ("/proposals", "Proposals"),
    ("/terms", "Terms"),
    ("/compare", "Compare"),
    ("/actors", "Actors"),
    ("/review", "Review"),
    ("/brief", "Brief"),
)
"""Address and name of the main pages; what needs a server is left out of pages that are files."""
BELOW: Mapping[str, tuple[str, ...]] = {
    "/facts/event": ("/facts", "/fact"),
    "/relations": ("/relations", "/network", "/map", "/claim"),
    "/positions": ("/positions", "/issues"),
}
"""Where the pages of a main page lie, if not below its own address."""
NEEDS_SERVER = frozenset({"/review", "/search"})


@cache
def templates() -> Environment:
    """The templates, compiled when they are first asked for."""
    made = Environment(
        loader=PackageLoader("dragoman.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"html": html_of, "day": words.day, "shortened": words.shortened, "counted": words.count}
    made.globals |= {"link": link, "version": dragoman.__version__}
    return made


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """A page.

    Args:
        template: file name below ``templates``.
        context: what it shows.
    """
    state = state_of(request)
    page = templates().get_template(template).render(**_common(request, state), **context)
    return HTMLResponse(page, status_code=status)


def _common(request: Request, state: State) -> Mapping[str, Any]:
    is_static = state.settings.is_static
    return {
        "path": request.url.path,
        "query": request.query_params,
        "form_token": getattr(request.state, "form_token", ""),
        "is_static": is_static,
        "navigation": [
            (address, name, _is_below(request.url.path, address))
            for address, name in NAVIGATION
            if not (is_static and address in NEEDS_SERVER)
        ],
        "store_name": state.settings.store.name,
    }


def _is_below(path: str, address: str) -> bool:
    """Whether a page is a main page or belongs to it."""
    places = BELOW.get(address, (address,))
    return path in places or any(path.startswith(f"{place}/") for place in places if place != "/")
