"""The desk as files that open from a disk: the same pages, walked through from the first, with links between them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from pathlib import Path
from typing import Any

from anyio.from_thread import start_blocking_portal
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import Response
from markupsafe import Markup

from dragoman.desk.problems import Exit, UserError
from dragoman.web.app import make_app
from dragoman.web.render import render
from dragoman.web.settings import Settings
from dragoman.web.site_client import Answer, ask
from dragoman.web.site_folder import whole_folder
from dragoman.web.site_links import Page, parse, rewritten
from dragoman.web.site_names import MOST, Address, address_of, file_of, is_external, is_sidestep, rank_of, relative
from dragoman.web.state import State

PATIENCE = 600.0
"""Seconds to wait for what is worked out over a whole store."""
PAUSE = 0.2
HOME = Address(path="/")
LEFT_OUT = Address(path="/left-out")
STATIC = "/static/"
STORE_BUSY = 503
NOT_THERE = frozenset({400, 404, 422})
POLICY = (
    "default-src 'none'; style-src 'self' file:; script-src 'self' file:; img-src 'self' file: data:; base-uri 'none';"
    " form-action 'none'"
)
"""What the pages may load: their own files. A file has no site of its own, hence ``file:``."""
Told = Callable[[int, int], object]

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What was written: pages, and pages known of that were left out."""

    pages: int
    left_out: int


@router.get(LEFT_OUT.path)
def left_out(request: Request, pages: int, more: int) -> Response:
    """Where links to pages lead that are not in the report."""
    return render(request, "left_out.html", title="Not in this report", pages=pages, more=more)


@dataclass
class _Walk:
    """What is known while the pages are walked through.

    Attributes:
        found: pages by address, written as they came.
        same: address under which a page really is, by address that only leads there.
        gone: addresses that lead nowhere.
        waiting: pages to ask for: rank, number in the order they were found, address.
    """

    app: FastAPI
    folder: Path
    most: int
    told: Told
    found: dict[Address, Page] = field(default_factory=dict)
    same: dict[Address, Address] = field(default_factory=dict)
    gone: set[Address] = field(default_factory=set)
    seen: set[Address] = field(default_factory=set)
    waiting: list[tuple[int, int, Address]] = field(default_factory=list)
    loaded: set[str] = field(default_factory=set)


def write_site(settings: Settings, folder: Path, *, most: int = MOST, told: Told = lambda done, known: None) -> Site:
    """Write the pages of a store's desk into a folder, which appears whole or not at all.

    Args:
        told: called with pages done and pages known of, after each.

    Raises:
        UserError: the folder can't be used, or a page can't be made.
        StoreError: the store can't be opened.
    """
    # A loop in a thread of its own, since the caller may be in a loop already: a notebook always is.
    with whole_folder(folder) as new, start_blocking_portal() as portal:
        return portal.call(_write, replace(settings, is_static=True), new, most, told)


async def _write(settings: Settings, folder: Path, most: int, told: Told) -> Site:
    app = make_app(settings)
    app.include_router(router)
    async with app.router.lifespan_context(app):
        await _ready(app)
        walk = _Walk(app=app, folder=folder, most=most, told=told)
        _note(walk, HOME)
        while walk.waiting and len(walk.found) < most:
            await _visit(walk, heappop(walk.waiting)[2])
        more = len(walk.waiting)
        pages = len(walk.found)
        if more:
            asked = Address(path=LEFT_OUT.path, query=(("more", str(more)), ("pages", str(pages))))
            _keep(walk, LEFT_OUT, (await _answer(walk, asked)).text)
        _link(walk, _limit_note(walk, pages, more) if more else "")
        for path in sorted(walk.loaded):
            await _copy(walk, path)
    return Site(pages=pages, left_out=more)


async def _ready(app: FastAPI) -> None:
    """Wait for what is worked out over the whole store, which pages leave out as long as it is not there."""
    desk: State = app.state.desk
    with desk.reading() as store:
        stamp = store.stamp()
    await asyncio.to_thread(desk.related.now, stamp, PATIENCE)


def _note(walk: _Walk, address: Address) -> None:
    """Put a page among those to ask for, unless it was there or can't be a file."""
    rank = rank_of(address)
    if rank is not None and address not in walk.seen:
        walk.seen.add(address)
        heappush(walk.waiting, (rank, len(walk.seen), address))


async def _visit(walk: _Walk, address: Address) -> None:
    """Ask for a page, keep it, and note where it leads."""
    answer = await _answer(walk, address)
    if answer.location:
        there = address_of(answer.location, address)
        if there is None or rank_of(there[0]) is None:
            walk.gone.add(address)
        else:
            walk.same[address] = there[0]
            _note(walk, there[0])
        return
    if answer.status in NOT_THERE:
        walk.gone.add(address)
        return
    for link in _keep(walk, address, answer.text).links:
        there = address_of(link.target, address)
        if there is not None and not is_sidestep(address, there[0]):
            _note(walk, there[0])
    walk.told(len(walk.found), len(walk.found) + len(walk.waiting))


async def _answer(walk: _Walk, address: Address) -> Answer:
    """A page, once all that it shows is worked out."""
    until = asyncio.get_running_loop().time() + PATIENCE
    while True:
        answer = await ask(walk.app, address)
        if answer.status >= 500:
            code = Exit.STORE if answer.status == STORE_BUSY else Exit.FAILED
            raise UserError(
                f"the page {address.path} could not be made (status {answer.status}); nothing written", code
            )
        if "data-again" not in answer.text or not parse(answer.text).waits:
            return answer
        if asyncio.get_running_loop().time() > until:
            raise UserError(
                f"the page {address.path} was not ready after {PATIENCE:.0f} s; nothing written", Exit.FAILED
            )
        await asyncio.sleep(PAUSE)


def _keep(walk: _Walk, address: Address, text: str) -> Page:
    """Write a page as it came; its links are put right when all files are known."""
    page = parse(text)
    walk.found[address] = page
    path = walk.folder / file_of(address)
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return page


def _limit_note(walk: _Walk, pages: int, more: int) -> str:
    file = relative(file_of(LEFT_OUT), file_of(HOME))
    return Markup(
        '<p class="note">This report holds {:,} pages; <a href="{}">{:,} or more are left out</a>.</p>'
    ).format(pages, file, more)


def _link(walk: _Walk, limit_note: str) -> None:
    """Let every link of every page lead to a file, or be plain words."""
    for address, page in walk.found.items():
        path = walk.folder / file_of(address)
        text = path.read_bytes().decode("utf-8")
        note = limit_note if address == HOME else ""
        made = rewritten(text, page, _Changed(walk=walk, base=address), note)
        path.write_text(_with_policy(made), encoding="utf-8", newline="\n")


def _with_policy(text: str) -> str:
    return text.replace("<head>", f'<head>\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">', 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Changed:
    """From where a link of a page leads to what it says in the file."""

    walk: _Walk
    base: Address

    def __call__(self, target: str) -> str | None:
        """The link in the file; ``None`` if it can't be followed there."""
        there = address_of(target, self.base)
        if there is None:
            return target if is_external(target) else None
        address, fragment = there
        source = file_of(self.base)
        if address.path.startswith(STATIC) and ".." not in address.path:
            self.walk.loaded.add(address.path)
            return relative(address.path.lstrip("/"), source)
        address = _real(self.walk.same, address)
        if address == self.base and fragment:
            return f"#{fragment}" if fragment in self.walk.found[address].anchors else None
        if address in self.walk.found:
            has_place = fragment in self.walk.found[address].anchors
            return relative(file_of(address), source) + (f"#{fragment}" if has_place else "")
        is_left_out = rank_of(address) is not None and address not in self.walk.gone
        return relative(file_of(LEFT_OUT), source) if is_left_out and LEFT_OUT in self.walk.found else None


def _real(same: Mapping[Address, Address], address: Address) -> Address:
    """Where a page really is."""
    passed = set[Address]()
    while address in same and address not in passed:
        passed.add(address)
        address = same[address]
    return address


async def _copy(walk: _Walk, path: str) -> None:
    """Copy a sheet, a picture or a script that pages load."""
    answer: Any = await ask(walk.app, Address(path=path))
    if answer.status != 200:
        raise UserError(f"{path} is missing from this installation; install Dragoman anew", Exit.FAILED)
    place = walk.folder / path.lstrip("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(answer.body)
