"""Adding reports in the browser, with progress until they are read."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from samples import FICTIONAL
from served import served

REPORT = "Velmora rejected the plan of Kestria on Monday. Kestria condemned the decision of Velmora."


def test_a_dropped_file_is_read_and_its_report_opens(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path / "new.duckdb", "--actors", str(FICTIONAL)) as desk:
        context = browser.new_context(base_url=desk.address)
        page = context.new_page()
        page.goto("/")
        page.get_by_role("link", name="Add reports").first.click()
        page.wait_for_url("**/add", wait_until="load")  # scripts are there, or the file falls on deaf ears
        drop = """(text) => {
            const data = new DataTransfer();
            data.items.add(new File([text], "talks.txt", {type: "text/plain"}));
            document.getElementById("drop").dispatchEvent(
                new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true}));
        }"""
        page.get_by_label("Published").fill("2031-03-05")
        page.evaluate(drop, REPORT)
        expect(page.get_by_role("list", name="Added here")).to_contain_text("talks.txt", timeout=30_000)
        expect(page.get_by_role("list", name="Added here")).to_contain_text("1 report,", timeout=60_000)
        page.get_by_role("link", name="All reports").click()
        page.get_by_role("main").locator('a[href^="/reports/"]').first.click()
        expect(page.get_by_role("main")).to_contain_text("condemned")
        context.close()


def test_what_can_not_be_read_is_said_where_it_was_given(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path / "new.duckdb") as desk:
        context = browser.new_context(base_url=desk.address)
        page = context.new_page()
        page.goto("/add")
        page.get_by_label("Files").set_input_files(
            [{"name": "virus.exe", "mimeType": "application/octet-stream", "buffer": b"MZ"}]
        )
        page.get_by_role("button", name="Add").click()
        expect(page.get_by_role("status")).to_contain_text("files of this kind are not read")
        context.close()
