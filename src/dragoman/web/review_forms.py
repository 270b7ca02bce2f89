"""The forms of a review: what is sent, by whom, and the errors that send it back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import Depends, HTTPException, Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from dragoman.desk.problems import UserError
from dragoman.desk.review_results import unfinished
from dragoman.desk.reviewing import FILTER, FORM_ID, Wish, reviewer_name
from dragoman.model.reviews import How, Sample
from dragoman.store import Store
from dragoman.web.guard import is_form_token

REVIEWER_COOKIE = "dragoman-reviewer"
A_YEAR = 365 * 24 * 3600
BEFORE = "f."
"""Before the names of a fact's fields in the form, so that none is taken for another part of it."""


async def form_of(request: Request) -> FormData:
    """A form of this desk.

    Raises:
        HTTPException: it does not repeat the value of its cookie.
    """
    form = await request.form()
    if not is_form_token(str(form.get("form_token", "")), request.state):
        raise HTTPException(403, "This form is too old; load the page again and send it once more.")
    return form


Sent = Annotated[FormData, Depends(form_of)]


def text(form: FormData, name: str) -> str:
    """A text of a form; empty if it is not there."""
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def new_id() -> str:
    """An id of a form, which becomes that of what it makes: sent twice, it is kept once."""
    return secrets.token_hex(16)


def reviewer_of(request: Request) -> str:
    """The reviewer whose name the browser keeps; empty if there is none."""
    try:
        return reviewer_name(unquote(request.cookies.get(REVIEWER_COOKIE, "")))
    except UserError:
        return ""


def keep_reviewer(answer: RedirectResponse, name: str, *, is_secure: bool) -> None:
    """Let the browser keep the reviewer's name."""
    answer.set_cookie(
        REVIEWER_COOKIE, quote(name), max_age=A_YEAR, httponly=True, samesite="strict", secure=is_secure
    )  # fmt: skip


def wish_of(form: FormData, maker: str) -> Wish:
    """The sample that a form asks for.

    Raises:
        UserError: a value can't be understood.
    """
    how = text(form, "how")
    if how not in set(How):
        raise UserError(f"how: {how[:20]!r} is neither of {', '.join(How)}")
    if not FORM_ID.match(text(form, "id")):
        raise UserError("this form is not complete; load the page again")
    seed = text(form, "seed")
    return Wish(
        name=text(form, "name")[:200], maker=maker, how=How(how), n=_whole(text(form, "n"), "facts of each kind"),
        kinds=[kind for kind in form.getlist("kind") if isinstance(kind, str)],
        seed=_whole(seed, "seed") if seed else None, wanted={name: text(form, name)[:200] for name in FILTER},
        id=text(form, "id"),
    )  # fmt: skip


def _whole(written: str, name: str) -> int:
    if not written.isascii() or not written.isdigit() or len(written) > 18:
        raise UserError(f"{name}: {written[:20]!r} is not a whole number")
    return int(written)


def fields_in(form: FormData) -> Mapping[str, str]:
    """What the form has of the fact's fields."""
    return {
        name.removeprefix(BEFORE): value
        for name, value in form.multi_items()
        if name.startswith(BEFORE) and isinstance(value, str)
    }


def check_may_see(store: Store, samples: Sequence[Sample], reviewer: str, show: str) -> None:
    """Whoever still has facts to review sees what others say only after saying that this is meant.

    Raises:
        HTTPException: that was not said.
    """
    if not may_see(store, samples, reviewer, show):
        raise HTTPException(403, "This shows what others say of facts; the page of results asks before it does.")


def may_see(store: Store, samples: Sequence[Sample], reviewer: str, show: str) -> bool:
    """Whether results may be shown: the reviewer has none of these samples left, or said that this is meant."""
    return show == "yes" or (bool(reviewer) and not unfinished(store, samples, reviewer))
