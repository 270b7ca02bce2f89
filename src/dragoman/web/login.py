"""The token that visitors from other machines need."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from dragoman.web.guard import TOKEN_COOKIE, is_token
from dragoman.web.render import render
from dragoman.web.state import state_of

router = APIRouter()


@router.get("/login")
def ask(request: Request, to: str = "/") -> Response:
    """The form that asks for the token."""
    return render(request, "login.html", title="Token", to=_inside(to), wrong=False)


@router.post("/login")
def enter(request: Request, token: Annotated[str, Form()], to: Annotated[str, Form()] = "/") -> Response:
    """Keep the token in the browser, if it is the right one."""
    if not is_token(token.strip(), state_of(request).settings.token_hash):
        return render(request, "login.html", status=403, title="Token", to=_inside(to), wrong=True)
    made = RedirectResponse(_inside(to), 303)
    made.set_cookie(TOKEN_COOKIE, token.strip(), httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return made


def _inside(address: str) -> str:
    """An address of this desk, whatever was given."""
    parts = urlsplit(address)
    is_own = not parts.scheme and not parts.netloc and parts.path.startswith("/") and "\\" not in address
    return address if is_own and not address.startswith("//") else "/"
