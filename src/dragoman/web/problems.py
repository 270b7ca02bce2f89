"""Errors as pages: one line that says what was wrong and what to do."""

from __future__ import annotations

import logging

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from dragoman.desk.problems import UserError
from dragoman.store import StoreError, UnknownIdError
from dragoman.web.render import render

LOG = logging.getLogger(__name__)
TITLES = {
    400: "That can't be understood",
    403: "Not allowed",
    404: "Not here",
    405: "Not allowed",
    413: "Too large",
    422: "That can't be understood",
    500: "An error of the program itself",
    503: "The store is busy",
}


def add_handlers(app: FastAPI) -> None:
    """Let every error become a page, or JSON below ``/api``."""
    app.add_exception_handler(UserError, lambda request, error: answer(request, 400, error.on_page))
    app.add_exception_handler(UnknownIdError, lambda request, error: answer(request, 404, str(error)))
    app.add_exception_handler(StoreError, lambda request, error: answer(request, 503, str(error)))
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _wrong_value)
    app.add_exception_handler(Exception, _unforeseen)


def answer(request: Request, status: int, message: str) -> Response:
    """An error as a page, or as JSON for a program."""
    if request.url.path.startswith("/api"):
        return JSONResponse({"detail": message}, status_code=status)
    return render(request, "error.html", status=status, title=TITLES.get(status, "Error"), message=message)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = str(error.detail) if error.detail != "Not Found" else "There is no such page."
    made = answer(request, error.status_code, detail)
    for name, value in (error.headers or {}).items():
        made.headers[name] = value
    return made


def _wrong_value(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    told = "; ".join(f"{each['loc'][-1]}: {each['msg']}" for each in error.errors()[:3])
    return answer(request, 422, told)


def _unforeseen(request: Request, error: Exception) -> Response:
    LOG.error("%s %s", request.method, request.url.path, exc_info=error)
    return answer(request, 500, f"{type(error).__name__}. The store is as it was; the server's output says where.")
