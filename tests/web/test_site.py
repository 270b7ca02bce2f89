"""The desk as files: links, names, the folder, and the whole of the example opened from the disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from dragoman.desk.problems import UserError
from dragoman.model.facts import Fact
from dragoman.model.ids import content_id
from dragoman.model.text import Document
from dragoman.store import FactFilter, Setup, open_store
from dragoman.web.render import templates
from dragoman.web.settings import Settings
from dragoman.web.site import Site, write_site
from dragoman.web.site_folder import MARKER, whole_folder
from dragoman.web.site_links import parse, rewritten
from dragoman.web.site_names import Address, address_of, file_of, is_external, is_sidestep, rank_of, relative

HOME = Address(path="/")
LINKS = ("href", "src", "xlink:href", "action", "formaction", "poster", "srcset")
ABORTED = "icon.svg net::ERR_ABORTED"
REPORTED_AT = "https://wire.example/velmora?id=1&page=2"
HOSTILE = "javascript:alert(1)"
FEW = 12
SETUP = Setup(version="0", annotator="small", codebook="book", actors="tables")


@dataclass(frozen=True, kw_only=True)
class Plain:
    """A report without facts."""

    document: Document
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Read:
    """What a file has in it."""

    links: list[tuple[str, str, str]]
    anchors: set[str]
    tags: set[str]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read = Read(links=[], anchors=set(), tags=set())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read.tags.add(tag)
        for name, value in attrs:
            if name in LINKS and value is not None:
                self.read.links.append((tag, name, value))
            if name == "id" and value:
                self.read.anchors.add(value)


def read(path: Path) -> Read:
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.read


@dataclass(frozen=True, kw_only=True)
class Written:
    folder: Path
    site: Site
    pages: dict[Path, Read]


def written(store: Path, folder: Path, most: int) -> Written:
    site = write_site(Settings(store=store), folder, most=most)
    return Written(folder=folder, site=site, pages={path: read(path) for path in sorted(folder.rglob("*.html"))})


@pytest.fixture(scope="module")
def store(example_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports of the example with their facts, and two that have addresses."""
    path = tmp_path_factory.mktemp("store") / "example.duckdb"
    with open_store(path) as opened, open_store(example_store, read_only=True) as example:
        run = opened.begin_run(SETUP)
        for row in example.documents(limit=2, text="Talvian"):
            document = example.document(row.id)
            assert document is not None
            facts = tuple(stored.fact for stored in example.iter_facts(FactFilter(document=row.id)))
            opened.add(Plain(document=document, facts=facts), run)
        for number, url in enumerate((REPORTED_AT, HOSTILE)):
            text = f"Velmora <script>alert({number})</script> met Kestria."
            document = Document(
                id=content_id("document", url), text=text, title=f"<b>Talks & {number}</b>",
                published=date(2031, 8, 1), publisher="Horizon", url=url, language="en",
            )  # fmt: skip
            opened.add(Plain(document=document), run)
    return path


@pytest.fixture(scope="module")
def whole(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """All pages of the example."""
    return written(store, tmp_path_factory.mktemp("whole") / "site", 5000)


@pytest.fixture(scope="module")
def few(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Written:
    """The first pages of the example."""
    return written(store, tmp_path_factory.mktemp("few") / "site", FEW)


@pytest.fixture(params=["whole", "few"])
def made(request: pytest.FixtureRequest) -> Written:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Written)
    return found


def broken_links(made: Written) -> Iterator[str]:
    """Links that lead to no file of the report, or to no such place in it."""
    for path, page in made.pages.items():
        for _, _, link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file() or not target.is_relative_to(made.folder.resolve()) or parts.query:
                yield f"{path.name}: {link}"
            elif parts.fragment and unquote(parts.fragment) not in read(target).anchors:
                yield f"{path.name}: {link} has no such place"


def test_every_link_leads_to_a_file_and_to_a_place_in_it(made: Written) -> None:
    assert list(broken_links(made)) == []
    assert sum(len(page.links) for page in made.pages.values()) > 200


def test_the_only_addresses_out_of_the_folder_are_those_of_reports(made: Written) -> None:
    outside = {link for page in made.pages.values() for _, _, link in page.links if urlsplit(link).scheme}
    assert outside <= {REPORTED_AT}
    loaded = {link for page in made.pages.values() for tag, name, link in page.links if name == "src" or tag == "link"}
    assert loaded
    assert not any(urlsplit(link).scheme or link.startswith("//") for link in loaded)


def test_nothing_that_needs_a_server_is_left(made: Written) -> None:
    for path, page in made.pages.items():
        assert not page.tags & {"form", "select", "textarea", "iframe"}, path
        for word in ("search", "review", "download", "api", "add", "login"):
            assert not any(link.startswith((f"/{word}", f"{word}.", f"{word}/")) for _, _, link in page.links), path


def test_every_page_of_the_menu_is_a_file(whole: Written) -> None:
    menu = [link for tag, _, link in whole.pages[whole.folder / "index.html"].links if tag == "a"]
    assert "facts/event.html" in menu
    assert (whole.folder / "facts" / "event.html").is_file()


def test_names_are_safe_on_all_systems_and_told_apart_without_capitals(whole: Written) -> None:
    names = [path.relative_to(whole.folder).as_posix() for path in whole.folder.rglob("*")]
    assert len({name.lower() for name in names}) == len(names)
    assert max(map(len, names)) < 100
    assert not any(set(name) & set(' %?&=:*"<>|\\~()') for name in names)


def test_without_a_limit_reached_nothing_speaks_of_one(whole: Written) -> None:
    assert whole.site.left_out == 0
    assert whole.site.pages == len(whole.pages)
    assert not (whole.folder / "left-out.html").exists()
    assert "left out" not in (whole.folder / "index.html").read_text(encoding="utf-8")


def test_at_the_limit_the_first_page_says_so_and_links_lead_to_a_note(few: Written) -> None:
    assert few.site.pages == FEW
    assert len(few.pages) == FEW + 1
    assert few.site.left_out > 0
    first = (few.folder / "index.html").read_text(encoding="utf-8")
    assert f"This report holds {FEW} pages" in first
    assert f"{few.site.left_out:,} or more are left out" in first
    assert f"it holds {FEW} pages" in (few.folder / "left-out.html").read_text(encoding="utf-8")
    assert any(link.endswith("left-out.html") for page in few.pages.values() for _, _, link in page.links)


def test_the_same_store_gives_the_same_files(store: Path, few: Written, tmp_path: Path) -> None:
    again = written(store, tmp_path / "again", FEW)
    first = {path.relative_to(few.folder): path.read_bytes() for path in few.folder.rglob("*") if path.is_file()}
    second = {path.relative_to(again.folder): path.read_bytes() for path in again.folder.rglob("*") if path.is_file()}
    assert first == second


def test_pages_open_from_the_disk_without_an_error(whole: Written, browser: Browser) -> None:
    problems: list[str] = []
    by_folder = {path.parent: path for path in whole.pages}
    top = [path for path in whole.pages if path.parent == whole.folder]
    context = browser.new_context()
    page = context.new_page()
    page.on("console", lambda message: problems.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda asked: problems.append(f"{page.url}: {asked.url} {asked.failure}"))
    for path in (*top, *by_folder.values()):
        page.goto(path.as_uri())
        assert page.title().endswith("Dragoman")
        assert page.evaluate("getComputedStyle(document.querySelector('header.top')).display") == "flex"
    page.goto((whole.folder / "index.html").as_uri())
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Facts").click()
    assert page.url.endswith("facts/event.html")
    context.close()
    # A picture of the tab that is still on its way when the next page is asked for; a missing file is told otherwise.
    assert [problem for problem in problems if not problem.endswith(ABORTED)] == []


# The folder


def test_a_report_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    place = tmp_path / "site"
    for name in ("old.html", "new.html"):
        with whole_folder(place) as folder:
            (folder / name).write_text("page", encoding="utf-8")
    assert sorted(path.name for path in place.iterdir()) == sorted([MARKER, "new.html"])
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_fails_on_the_way_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    place = tmp_path / "site"
    with whole_folder(place) as folder:
        (folder / "old.html").write_text("page", encoding="utf-8")

    def fail() -> None:
        with whole_folder(place) as folder:
            (folder / "new.html").write_text("page", encoding="utf-8")
            raise RuntimeError("power")

    with pytest.raises(RuntimeError, match="power"):
        fail()
    assert sorted(path.name for path in place.iterdir()) == sorted([MARKER, "old.html"])
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_that_never_was_does_not_appear_when_writing_fails(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), whole_folder(tmp_path / "site"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("own", ["mine.txt", "deep/mine.txt"])
@pytest.mark.parametrize("is_report", [True, False])
def test_files_of_the_users_own_are_never_replaced(tmp_path: Path, own: str, is_report: bool) -> None:
    place = tmp_path / "site"
    if is_report:
        with whole_folder(place) as folder:
            (folder / "index.html").write_text("page", encoding="utf-8")
    (place / own).parent.mkdir(parents=True, exist_ok=True)
    (place / own).write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match=r"mine\.txt"), whole_folder(place):
        pytest.fail("the folder was taken")
    assert (place / own).read_text(encoding="utf-8") == "mine"


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "site") as folder:
        (folder / "index.html").write_text("page", encoding="utf-8")
    assert (tmp_path / "site" / "index.html").is_file()


def test_a_file_or_a_missing_folder_above_is_refused_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for place, word in ((tmp_path / "file", "is a file"), (tmp_path / "no" / "site", "no folder")):
        with pytest.raises(UserError, match=word), whole_folder(place):
            pytest.fail("the place was taken")


# Names and links


def test_a_page_has_one_file_however_its_address_is_written() -> None:
    base = Address(path="/facts/event", query=(("actor", "Velmora"),))
    for link in ("?b=2&a=1", "/facts/event?a=1&b=2&page=1", "event?a=1&b=2#f-1"):
        there = address_of(link, base)
        assert there is not None
        assert there[0] == Address(path="/facts/event", query=(("a", "1"), ("b", "2")))
    assert address_of("#f-1", base) == (base, "f-1")


def test_addresses_with_capitals_slashes_or_long_words_have_files_of_their_own() -> None:
    paths = ["/actors/VEL", "/actors/vel", "/actors/VEL/GOV", "/actors/vel-gov", "/actors/con", f"/actors/{'x' * 300}"]
    names = [file_of(Address(path=path)) for path in paths]
    assert len({name.lower() for name in names}) == len(paths)
    assert all(name.startswith("actors/") and len(name) < 90 for name in names)
    assert file_of(Address(path="/actors/con")) != "actors/con.html"


def test_a_filtered_list_does_not_lead_on_to_other_filtered_lists() -> None:
    events, mine = Address(path="/facts/event"), (("actor", "VEL"),)
    assert is_sidestep(Address(path="/facts/event", query=mine), Address(path="/facts/figure", query=mine))
    assert not is_sidestep(events, Address(path="/facts/figure"))
    assert not is_sidestep(events, Address(path="/facts/event", query=(*mine, ("page", "2"))))
    assert not is_sidestep(Address(path="/actors/VEL"), Address(path="/facts/figure", query=mine))


def test_pages_that_need_a_server_have_no_rank() -> None:
    for path in (
        "/search",
        "/review",
        "/review/next",
        "/api/facts",
        "/download/event.csv",
        "/add",
        "/login",
        "/static/x",
    ):
        assert rank_of(Address(path=path)) is None
    assert rank_of(HOME) == 0


def test_links_out_of_the_desk_are_told_apart() -> None:
    for link in (REPORTED_AT, "//other.example/x", "mailto:desk@other.example", HOSTILE, "file:///etc/passwd"):
        assert address_of(link, HOME) is None
    assert is_external(REPORTED_AT)
    assert not is_external(HOSTILE)
    assert not is_external("file:///etc/passwd")


def test_only_links_and_forms_of_a_page_change() -> None:
    text = (
        '<main id="m"><svg viewBox="0 0 1 1"><a xlink:href="/x">x</a></svg>\n'
        '<a title=\'see href="/no"\' href="/a?b=1&amp;c=2">&lt;a&gt; href="/no"</a>'
        '<form action="/f"><a href="/in">in</a></form><a class="z" href=/gone>gone</a><!-- href="/no" --></main>'
    )
    page = parse(text)
    assert [link.target for link in page.links] == ["/x", "/a?b=1&c=2", "/gone"]
    made = rewritten(text, page, {"/x": "x.html", "/a?b=1&c=2": 'a"&.html'}.get, "<p>note</p>")
    assert made == (
        '<main id="m"><p>note</p><svg viewBox="0 0 1 1"><a xlink:href="x.html">x</a></svg>\n'
        '<a title=\'see href="/no"\' href="a&quot;&amp;.html">&lt;a&gt; href="/no"</a>'
        '<a class="z" >gone</a><!-- href="/no" --></main>'
    )


def test_a_page_that_waits_is_known() -> None:
    line = str(templates().get_template("parts.html").module.until_there("Being worked out."))
    assert parse(line).waits
    assert not parse("<p>data-again</p>").waits


def test_the_way_from_one_file_to_another() -> None:
    assert relative("static/desk.css", "facts/event.html") == "../static/desk.css"
    assert relative("reports/a.html", "index.html") == "reports/a.html"
    assert relative("reports/a.html", "reports/b.html") == "a.html"


# The command


def test_the_command_writes_the_folder_and_says_where(
    store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from dragoman.commands.report import report

    report(output=tmp_path / "site", store=store, most=3)
    told = capsys.readouterr()
    assert (tmp_path / "site" / "index.html").is_file()
    assert "3 pages in" in told.out
    assert "--most 6" in told.err


def test_the_command_makes_no_store(tmp_path: Path) -> None:
    from dragoman.commands.report import report

    with pytest.raises(UserError, match="no store") as raised:
        report(output=tmp_path / "site", store=tmp_path / "none.duckdb")
    assert raised.value.code == 3
    assert list(tmp_path.iterdir()) == []
