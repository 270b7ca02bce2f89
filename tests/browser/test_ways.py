"""What a newcomer asks of the example corpus, in at most three clicks from the first page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

MOST_CLICKS = 3


class Clicks:
    """Follows links and counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.number = 0
        page.goto("/")

    def on(self, find: Callable[[Page], Locator]) -> None:
        """Click the first that is found, and wait for the page."""
        find(self.page).first.click()
        self.page.wait_for_load_state("load")
        self.number += 1
        assert self.number <= MOST_CLICKS

    def link(self, name: str | re.Pattern[str]) -> None:
        """Follow a link of the page's content by its name."""
        self.on(lambda page: page.get_by_role("main").get_by_role("link", name=name))


@pytest.fixture
def clicks(page: Page) -> Clicks:
    return Clicks(page)


def settled(page: Page) -> None:
    """Wait until nothing is being worked out any more; such a page loads itself again."""
    expect(page.get_by_text("being worked out")).to_have_count(0, timeout=30_000)


def test_the_sentence_behind_an_event(clicks: Clicks) -> None:
    clicks.link(re.compile(r"\d+ events"))
    clicks.link(re.compile("sentence and reasons"))
    main = clicks.page.get_by_role("main")
    expect(main.locator("blockquote").first).to_contain_text("source")
    expect(main).to_contain_text("Who says so")


def test_who_rejects_the_proposal_and_why(clicks: Clicks) -> None:
    clicks.link(re.compile("^Proposals"))
    settled(clicks.page)
    clicks.on(
        lambda page: page.get_by_role("main").locator('a[href^="/proposals/"]').filter(has_text="three-phase plan")
    )
    main = clicks.page.get_by_role("main")
    expect(main).to_contain_text("Velmora rejects it")
    expect(main).to_contain_text("What the reports give beside it")


def test_the_deadlock(clicks: Clicks) -> None:
    clicks.link(re.compile("^Terms"))
    settled(clicks.page)
    main = clicks.page.get_by_role("main")
    expect(main.get_by_role("heading", name=re.compile("deadlock", re.IGNORECASE)).first).to_be_visible()
    expect(main.locator("blockquote").first).to_be_visible()


def test_the_month_of_the_lowest_relation_and_its_sentences(clicks: Clicks) -> None:
    clicks.link(re.compile("^Relations"))
    clicks.on(
        lambda page: page.get_by_role("main").get_by_role("link", name=re.compile("Velmora.*Kestria|Kestria.*Velmora"))
    )
    expect(clicks.page.get_by_role("main")).to_contain_text(re.compile("[Ll]owest"))
    clicks.on(lambda page: page.get_by_role("main").locator('a[data-lowest], a:has-text("lowest")'))
    main = clicks.page.get_by_role("main")
    expect(main.locator('a[href^="/fact/"]').first).to_be_visible()
