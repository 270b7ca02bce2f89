"""Charts as files: they hold against hostile text, lead to their evidence, and open without a network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from dragoman.model.dyads import Way
from dragoman.report.chart_style import anchor, cells, cleaned, cut, href_of, wrapped
from dragoman.report.charts import Evidence, EvidenceLine, Turn, save_chart, series_chart, timeline_chart
from drawn import MOMENTS, rows_of, series

HOSTILE = (
    "</script><script>window.owned=1</script><b onclick=\"x\">'quoted'</b> {{datum}} <img src=x onerror=owned>"
    " \x00\x1b[31m \ud800 \u202etxet\u202c line\nbreak http://tracker.example/pixel"
)
LONG = "The Provisional Government of National Unity and Reconciliation of the Northern Territories"


# Text


def test_text_loses_what_breaks_a_picture_or_turns_words_around() -> None:
    assert cleaned("a\x00\x1bb\u202ec\ud800\ufffe\td") == "abc\ufffd\ufffd d"
    assert cleaned("two\nlines") == "two\nlines"


@pytest.mark.parametrize("text", ["", "short", LONG, "x" * 300, "日本国" * 40, "e\u0301" * 90, "a b " * 99])
def test_lines_fit_their_width(text: str) -> None:
    lines = wrapped(text, 20, 3)
    assert len(lines) <= 3
    assert all(cells(line) <= 20 for line in lines)
    assert cells(cut(text, 20)) <= 20
    if cells(text) > 60:
        assert lines[-1].endswith("…")


def test_only_addresses_of_the_web_are_links_outwards() -> None:
    assert href_of("https://news.example/a?b=1") == "https://news.example/a?b=1"
    for link in ("javascript:alert(1)", "data:text/html,x", "//news.example", "https://", "key", "http://[bad"):
        assert href_of(link) == f"#{anchor(link)}"
    assert href_of("") is None
    assert href_of(None) is None


# Files


class Page(HTMLParser):
    """Tags, scripts, ids and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.scripts: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.policy = ""
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags.append(tag)
        self.attributes |= set(known)
        self.ids += [known["id"] or ""] if "id" in known else []
        self.links += [value or "" for name, value in attrs if name in {"href", "xlink:href", "src"}]
        if tag == "meta" and known.get("http-equiv") == "Content-Security-Policy":
            self.policy = known["content"] or ""
        if tag == "script":
            self._inside = True
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data


@pytest.fixture(scope="module")
def drawing() -> tuple[Any, list[Evidence]]:
    """A chart and its evidence with hostile text wherever text can be."""
    each = series([9, 4, 7], names=(f"Norland {HOSTILE}", HOSTILE))
    links = {(Way.FORWARD, point.start): f"{HOSTILE} {point.start}" for point in each.points}
    turns = [Turn(way=Way.FORWARD, day=date(2030, 2, 1), before=1.0, before_n=9, after=2.0, after_n=9, link="lost")]
    lines = (
        EvidenceLine(text=HOSTILE, day=HOSTILE, source=HOSTILE, url="javascript:alert(1)", reference=HOSTILE),
        EvidenceLine(text="A sentence.", url='https://news.example/?q="><script>owned</script>&r=1'),
    )
    evidence = [Evidence(key=key, heading=HOSTILE, lines=lines, more=2) for key in links.values()]
    return series_chart([each], turns=turns, links=links), evidence


@pytest.fixture(scope="module")
def page(drawing: tuple[Any, list[Evidence]], tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "chart.html"
    save_chart(drawing[0], path, evidence=drawing[1])
    return path.read_text(encoding="utf-8")


def test_no_hostile_text_becomes_markup(page: str) -> None:
    found = Page(page)
    assert found.tags.count("script") == 3
    assert not {"b", "img", "iframe", "object"} & set(found.tags)
    assert not any("script" in link and link.startswith("java") for link in found.links)
    assert "onclick" in page
    assert not [name for name in found.attributes if name.startswith("on")]


def test_the_page_asks_for_nothing_from_the_network(page: str) -> None:
    found = Page(page)
    outside = set(re.findall(r"https?://[^\s\"'<>`\\)]+", page))
    allowed = ("http://www.w3.org/", "https://news.example/", "http://tracker.example/pixel")
    assert [address for address in outside if not address.startswith(allowed)] == []
    assert not any(link.startswith("http://tracker.example") for link in found.links)
    assert "link" not in found.tags
    assert found.policy.startswith("default-src 'none'")


def test_the_browser_may_run_the_two_scripts_of_the_page_alone(page: str) -> None:
    found = Page(page)
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in found.scripts]
    assert [f"'sha256-{digest}'" in found.policy for digest in digests] == [False, True, True]
    assert "'unsafe-inline'" not in found.policy.split("style-src")[0]
    assert "vegaEmbed" in found.scripts[2]
    assert json.loads(found.scripts[0])["description"]


def test_points_of_the_page_lead_to_their_evidence(page: str) -> None:
    found = Page(page)
    spec = json.loads(found.scripts[0])
    links = {row["href"] for row in rows_of(spec) if row.get("href")}
    assert len(links) == 3
    assert {link.removeprefix("#") for link in links} <= set(found.ids)
    assert links <= set(found.links)
    assert "https://news.example/" in " ".join(found.links)
    assert "and 2 more" in page


def test_an_svg_leads_to_the_reports_and_says_the_same_each_time(
    drawing: tuple[Any, list[Evidence]], tmp_path: Path
) -> None:
    paths = [tmp_path / name for name in ("a.svg", "b.SVG")]
    for path in paths:
        save_chart(drawing[0], path, evidence=drawing[1])
    text = paths[0].read_text(encoding="utf-8")
    assert text == paths[1].read_text(encoding="utf-8")
    assert set(re.findall(r'<a xlink:href="(https?://[^/"]*)', text)) == {"https://news.example"}
    assert "<script" not in text
    assert "&lt;script&gt;" in text


def test_a_png_is_a_picture_and_json_is_vega_lite(tmp_path: Path) -> None:
    save_chart(timeline_chart(MOMENTS), tmp_path / "a.png")
    content = (tmp_path / "a.png").read_bytes()
    assert content.startswith(b"\x89PNG\r\n")
    assert int.from_bytes(content[16:20], "big") > 1000
    save_chart(timeline_chart(MOMENTS), tmp_path / "a.json")
    assert "vega-lite" in json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["$schema"]


def test_another_ending_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.svg, \.png, \.html, \.json"):
        save_chart(timeline_chart(MOMENTS), tmp_path / "a.pdf")
    assert not list(tmp_path.iterdir())
