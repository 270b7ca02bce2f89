"""The four files of a brief: whole, the same each time, and with nothing in them that a report could have put there."""

from __future__ import annotations

import io
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import docx as word
import pytest
from pypdf import PdfReader

from dragoman.report.brief import Brief, Footnote, Section, Sentence
from dragoman.report.brief_check import BriefError
from dragoman.report.brief_files import FORMS, rendered, save_brief
from dragoman.report.brief_md import escaped
from dragoman.report.brief_words import clean, quoted

HOSTILE = (
    "#let x = 1",
    "$ sum $ and @ref and [^2]: no",
    "<script>alert(1)</script> & <img src=x onerror=y>",
    "#import \"@preview/x:1.0.0\": y \\ `code` *b* _i_ | t |",
    "]] }} {{ 7 * 7 }} {% raw %}",
    "\x00\x0b\ud800 end \u202e drow",
    "Переговоры, مذاكرات, 會談, שיחות",
)  # fmt: skip
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def note(number: int, words: str) -> Footnote:
    return Footnote(
        number=number, outlet=clean(f"Out {words}"), date="2031-03-08", sentence=clean(words), fact="0123456789abcdef",
        url="javascript:alert(1)" if number % 2 else f"https://example.org/{number}", title=clean(words),
    )  # fmt: skip


@pytest.fixture(scope="module")
def brief() -> Brief:
    notes = tuple(note(number, words) for number, words in enumerate(HOSTILE, 1))
    sentences = tuple(Sentence(text=quoted(words), notes=(at,)) for at, words in enumerate(HOSTILE, 1))
    again = Sentence(text=f"{quoted(HOSTILE[0])} and {quoted(HOSTILE[1])}", notes=(1, 2))
    sections = (
        Section(key="bottom", heading="Bottom line", sentences=sentences),
        Section(key="stands", heading="Who stands where", sentences=(again,), more=3, link="/positions"),
        Section(key="terms", heading="Terms"),
    )
    return Brief(
        title=clean(HOSTILE[2]), asked="7 facts", sections=sections, footnotes=notes, method=(("Topic", HOSTILE[0]),)
    )


@pytest.mark.parametrize("form", FORMS)
def test_the_same_brief_gives_the_same_bytes(brief: Brief, form: str) -> None:
    assert rendered(brief, form) == rendered(brief, form)


@pytest.mark.parametrize("form", FORMS)
def test_no_writer_writes_what_the_check_refuses(brief: Brief, form: str, tmp_path: Path) -> None:
    wrong = Sentence(text="Norrund is for “#let x”.", notes=(1,))
    bad = Brief(
        title="x", asked="x", sections=(Section(key="a", heading="A", sentences=(wrong,)),), footnotes=brief.footnotes
    )
    with pytest.raises(BriefError, match="Norrund"):
        save_brief(bad, tmp_path / f"b.{form}")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_ending_is_refused(brief: Brief, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.md, \.html, \.docx, \.pdf"):
        save_brief(brief, tmp_path / "b.odt")


class Tags(HTMLParser):
    """Tags, attributes and anchors of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.hrefs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        assert not any(name.startswith("on") for name in found)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.hrefs += [found["href"] or ""] if "href" in found else []


def test_html_has_no_scripts_and_all_its_links_lead_somewhere(brief: Brief) -> None:
    page = Tags()
    page.feed(rendered(brief, "html").decode())
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert len(page.ids) == len(set(page.ids))
    inner = [href[1:] for href in page.hrefs if href.startswith("#")]
    # Each of the nine marks leads to its note, and each note back to each of its marks.
    assert len(inner) == 18
    assert set(inner) <= set(page.ids)
    assert all(href.startswith(("#", "https://example.org/")) for href in page.hrefs)


def test_markdown_keeps_reports_from_being_marks(brief: Brief) -> None:
    text = rendered(brief, "md").decode()
    assert "<script" not in text.replace("\\<script", "")
    assert len(re.findall(r"^\[\^\d+\]: ", text, re.MULTILINE)) == len(HOSTILE)
    assert "\\#let x" in text
    assert escaped("1. a") == "1\\. a"
    assert escaped("- a") == "\\- a"


def test_word_has_footnotes_of_its_own(brief: Brief) -> None:
    packed = rendered(brief, "docx")
    document = word.Document(io.BytesIO(packed))
    assert document.paragraphs[0].style.name == "Title"
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"][:2] == [
        "Bottom line",
        "Who stands where",
    ]
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        types = files.read("[Content_Types].xml").decode()
        notes = word.oxml.parse_xml(files.read("word/footnotes.xml"))
        styles = files.read("word/styles.xml").decode()
    assert "wordprocessingml.footnotes+xml" in types
    there = [each.get(f"{W}id") for each in notes]
    assert there == ["-1", "0", *(str(number) for number in range(1, len(HOSTILE) + 1))]
    body = document.element.body
    cited = [each.get(f"{W}id") for each in body.iter(f"{W}footnoteReference")]
    # A note is brought once, in the order of the numbers that Word gives; after that it is referred to.
    assert cited == there[2:]
    fields = [each.text.split()[1] for each in body.iter(f"{W}instrText")]
    marks = {each.get(f"{W}name") for each in body.iter(f"{W}bookmarkStart")}
    assert fields == ["_note1", "_note2"]
    assert set(fields) <= marks
    assert 'w:styleId="FootnoteText"' in styles
    assert 'w:styleId="FootnoteReference"' in styles


def test_pdf_shows_text_of_reports_as_text(brief: Brief) -> None:
    reader = PdfReader(io.BytesIO(rendered(brief, "pdf")))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "#let x = 1" in text
    assert "$ sum $ and @ref and [^2]: no" in text
    assert "Переговоры" in text
    assert "{{ 7 * 7 }}" in text
    assert reader.metadata is not None
    assert "script" in str(reader.metadata.title)
