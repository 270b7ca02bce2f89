"""Pages that everyone can use: axe-core, narrow and wide screens, dark and light, keyboard."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from served import Served

PAGES = (
    "/", "/add", "/reports", "/facts/event", "/facts/figure?actor=Kestria", "/relations",
    "/relations?a=Velmora&b=Kestria", "/claim", "/claim?text=Velmora-Kestria+relations+lowest+ever&as_of=2031-07",
    "/network", "/map", "/positions", "/proposals", "/terms", "/compare", "/actors", "/search?q=cease-fire",
    "/review", "/brief", "/api", "/login", "/nowhere",
)  # fmt: skip
NARROW, WIDE, HUGE = 360, 1280, 3840
SHEET = 720
"""Pixels between the margins of an A4 sheet."""


def first_of(page: Page, address: str, start: str) -> str:
    """The first link of a page that begins so."""
    page.goto(address)
    href = page.get_by_role("main").locator(f'a[href^="{start}"]').first.get_attribute("href")
    assert href is not None
    return href


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing(browser: Browser, example_desk: Served, address: str, scheme: str) -> None:
    width = NARROW if scheme == "dark" else WIDE
    context = browser.new_context(
        base_url=example_desk.address, viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    page = context.new_page()
    page.goto(address)
    # A page that waits for something loads itself again when it is there.
    expect(page.locator("[data-again]")).to_have_count(0, timeout=30_000)
    results = Axe().run(page)
    context.close()
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in results.response["violations"]] == []


@pytest.mark.parametrize("start", [("/reports", "/reports/"), ("/facts/event", "/fact/"), ("/actors", "/actors/")])
def test_axe_finds_nothing_on_what_lists_lead_to(page: Page, start: tuple[str, str]) -> None:
    page.goto(first_of(page, *start))
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []


@pytest.mark.parametrize("width", [NARROW, HUGE])
@pytest.mark.parametrize("address", PAGES)
def test_no_page_is_wider_than_the_screen(browser: Browser, example_desk: Served, address: str, width: int) -> None:
    context = browser.new_context(base_url=example_desk.address, viewport={"width": width, "height": 1200})
    page = context.new_page()
    page.goto(address)
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert wide <= width


@pytest.mark.parametrize("address", ["/facts/event", "/facts/figure", "/positions", "/reports"])
def test_no_page_is_wider_than_a_sheet_of_paper(browser: Browser, example_desk: Served, address: str) -> None:
    context = browser.new_context(base_url=example_desk.address, viewport={"width": SHEET, "height": 1020})
    page = context.new_page()
    page.emulate_media(media="print")
    page.goto(address)
    expect(page.locator("[data-again]")).to_have_count(0, timeout=30_000)
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert wide <= SHEET


def test_the_keyboard_reaches_the_content_first_and_shows_where_it_is(page: Page) -> None:
    page.goto("/facts/event")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    inside = page.evaluate("document.getElementById('main').contains(document.activeElement)")
    assert inside
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
