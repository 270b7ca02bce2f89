"""What all addresses of the API share: the questions they take and the envelope of their answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Generic, Literal, TypeVar

from fastapi import Request
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema

from dragoman import ontology
from dragoman.model.dyads import LEFT_OUT
from dragoman.web.links import MOST_ROWS, PAGE, link
from dragoman.web.state import State, state_of

T = TypeVar("T")
Row = dict[str, Any]
DAY = r"^(1[5-9]|20)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
"""Days that are understood: 1500 to 2099."""
LONGEST = 200
"""Characters of a name or of words that are looked for."""
NO_NUL = r"^[^\x00]*$"
MOST_VALUES = 20
"""Times that a parameter may be repeated."""
RETRY = 5
"""Seconds after which to ask again while something is being worked out."""


class Problem(BaseModel):
    """What went wrong: one line that says what, where, and what to do."""

    detail: str


PROBLEMS: dict[int | str, dict[str, Any]] = {
    304: {"description": "Nothing has changed since the answer with the ETag given in If-None-Match."},
    400: {"model": Problem, "description": "The values are well formed, but can't be understood."},
    401: {"description": "The token is missing or wrong.", "content": {"text/plain": {"schema": {"type": "string"}}}},
    404: {"model": Problem, "description": "There is no such thing in this store."},
    422: {"model": Problem, "description": "A value is malformed, or a parameter is unknown."},
    503: {"model": Problem, "description": "The store is busy, or what is asked for is still being worked out."},
}
"""Answers that every address may give besides its own."""


def _day(value: object) -> date:
    if not isinstance(value, str) or len(value) != len("2024-02-08"):
        raise ValueError("write a day as YYYY-MM-DD, such as 2024-02-08")
    try:
        found = date.fromisoformat(value)
    except ValueError:
        raise ValueError("there is no such day; write it as YYYY-MM-DD, such as 2024-02-08") from None
    if not 1500 <= found.year < 2100 or found.isoformat() != value:
        raise ValueError("write a day from 1500 to 2099 as YYYY-MM-DD, such as 2024-02-08")
    return found


def _event_type(value: object) -> object:
    known = ontology.load_event_types()
    if value not in known:
        raise ValueError(f"there are {', '.join(known)}")
    return value


def _types(schema: dict[str, Any]) -> None:
    schema["enum"] = list(ontology.load_event_types())


DAY_SCHEMA = {"type": "string", "format": "date", "pattern": DAY, "examples": ["2024-02-08"]}
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema(DAY_SCHEMA)]
AnyDay = Annotated[date | None, BeforeValidator(_day), WithJsonSchema(DAY_SCHEMA)]
"""A day that need not be given."""
Words = Annotated[str, Field(max_length=LONGEST, pattern=NO_NUL)]
Reference = Annotated[str, Field(max_length=64, pattern=NO_NUL)]
EventKind = Annotated[str, BeforeValidator(_event_type), Field(json_schema_extra=_types)]
Flag = Literal["true", "false"]
Included = Literal["all", *LEFT_OUT]  # type: ignore[valid-type]
Unset = SkipJsonSchema[None]
"""Not given; the document of the API does not speak of it, for an address can't say null."""


class Nothing(BaseModel):
    """No parameters; one that is there by mistake is refused, as everywhere, lest it change nothing unseen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Page(Nothing):
    """Which page of a list."""

    page: int = Field(1, ge=1, le=10_000_000, description="From 1.")
    size: int = Field(PAGE, ge=1, le=MOST_ROWS, description="Rows of a page.")

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * self.size

    @property
    def question(self) -> str:
        """All that is asked besides the page."""
        return f"{type(self).__name__} {self.model_dump(exclude={'page', 'size'})!r}"


class Searched(Page):
    """A list that can be searched."""

    search: Words = Field("", description="Only rows with this text in them.")


class Listing(BaseModel, Generic[T]):
    """A page of a list.

    Attributes:
        total: rows of all pages.
        page, pages: which page of how many; there is always one.
        next: address of the next page, or null.
    """

    items: list[T]
    total: int
    page: int
    pages: int
    next: str | None


def listing(request: Request, page: Page, rows: Iterable[Mapping[str, Any]], total: int) -> Row:
    """The envelope of a page whose rows are already those of the page."""
    pages = max(1, -(-total // page.size))
    following = None
    if page.page < pages:
        wanted: dict[str, list[str]] = {}
        for name, value in request.query_params.multi_items():
            wanted.setdefault(name, []).append(value)
        following = link(request.url.path, **wanted | {"page": [str(page.page + 1)]})
    return {"items": list(rows), "total": total, "page": page.page, "pages": pages, "next": following}


def cut(request: Request, page: Page, found: Sequence[T], record: Callable[[T], Mapping[str, Any]]) -> Row:
    """The envelope of a page of rows that are all at hand; only those of the page become records."""
    shown = found[page.offset : page.offset + page.size]
    return listing(request, page, map(record, shown), len(found))


def desk_of(request: Request) -> State:
    """What all requests share."""
    return state_of(request)


def is_empty(since: date | None, until: date | None) -> bool:
    """Whether days end before they begin: nothing is in them."""
    return since is not None and until is not None and until < since
