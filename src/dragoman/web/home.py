"""The first page: what is in the store."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dragoman.store.payload import KINDS
from dragoman.web.render import render
from dragoman.web.state import state_of

router = APIRouter()
LATEST = 8
"""Reports shown."""


@router.get("/")
def home(request: Request) -> Response:
    """What is in the store."""
    with state_of(request).reading() as store:
        totals, latest = store.totals(), store.documents(limit=LATEST)
    return render(request, "home.html", title="Home", totals=totals, latest=latest, kinds=list(KINDS))
