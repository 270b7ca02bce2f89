"""Plain forms, sent by the browser itself without a script."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from served import served


def test_a_form_is_accepted_without_a_script(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path / "new.duckdb") as desk:
        context = browser.new_context(base_url=desk.address, java_script_enabled=False)
        page = context.new_page()
        page.goto("/review")
        page.get_by_label("Your name").fill("Ann")
        with page.expect_response(lambda answer: answer.request.method == "POST") as sent:
            page.get_by_role("button", name="Keep").click()
        assert sent.value.status == 303
        expect(page.get_by_label("Your name")).to_have_value("Ann")
        context.close()
