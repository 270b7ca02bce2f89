"""What tests of several pages ask of a desk."""

from __future__ import annotations

import html
import re
import time

from fastapi.testclient import TestClient

TAG = re.compile(r"<[^>]+>")


def settled(desk: TestClient, path: str) -> str:
    """A page, as soon as what it shows is worked out."""
    until = time.monotonic() + 30
    while True:
        page = desk.get(path)
        assert page.status_code == 200, page.text
        if "are being worked" not in page.text or time.monotonic() > until:
            assert "are being worked" not in page.text
            return page.text
        time.sleep(0.05)


def text_of(page: str) -> str:
    """The words of a page."""
    return html.unescape(" ".join(TAG.sub(" ", page).split()))
