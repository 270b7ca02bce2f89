import gzip
from datetime import date, datetime
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from dragoman.corpus import ReadOptions, read_documents
from dragoman.model.text import Document, DocumentError

PARAGRAPHS = (
    "The government of Velmora on Thursday rejected a plan by Kestria to share the waters of the river Dorn.",
    "“We can’t accept it,” the minister told reporters in the capital after a meeting of the cabinet.",
    "Kestria said it would wait for a formal answer before it decides what to do next, and called for calm.",
)
PAGE = """<!doctype html><html lang="en"><head><title>Velmora rejects plan | The Example Post</title>
<meta property="og:site_name" content="The Example Post"><meta property="og:title" content="Velmora rejects plan">
{date}<link rel="canonical" href="https://www.example-post.test/world/velmora"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Velmora rejects plan</h1><p>{body}</p></article>
<footer>Copyright 2024 The Example Post</footer></body></html>"""
DATE = '<meta property="article:published_time" content="2024-02-08T10:00:00Z">'


def _read(path: Path, **options: object) -> list[Document | DocumentError]:
    return list(read_documents([path], options=ReadOptions(**options)))  # type: ignore[arg-type]


def _document(path: Path, **options: object) -> Document:
    found = _read(path, **options)
    assert len(found) == 1
    assert isinstance(found[0], Document), found[0]
    return found[0]


def _reason(path: Path, **options: object) -> str:
    found = _read(path, **options)
    assert len(found) == 1
    assert isinstance(found[0], DocumentError)
    return found[0].reason


def make_pdf(pages: list[list[str]], title: str = "") -> bytes:
    """A PDF with lines of text on its pages, written by hand: a page without lines stands for a scan."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = " ".join(f"({line.replace('(', '[').replace(')', ']')}) Tj T*" for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET" if lines else ""
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        resources = "<< /Font << /F1 3 0 R >> >>"
        place = f"/Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R"
        objects.append(f"<< /Type /Page {place} /Resources {resources} >>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append(f"<< /Title ({title}) /CreationDate (D:20240208101500Z) >>")
    data = "%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>"
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(data)}\n%%EOF\n"
    return (data + end).encode("latin-1")


def test_html_with_metadata(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE.format(date=DATE, body="</p><p>".join(PARAGRAPHS)), encoding="utf-8")
    document = _document(path)
    assert document.title == "Velmora rejects plan"
    assert document.published == date(2024, 2, 8)
    assert document.publisher == "The Example Post"
    assert document.url == "https://www.example-post.test/world/velmora"
    assert document.language == "en"
    assert document.text.split("\n")[-3:] == list(PARAGRAPHS)


def test_html_without_a_date_has_none(tmp_path: Path) -> None:
    path = tmp_path / "page.htm"
    path.write_text(PAGE.format(date="", body="</p><p>".join(PARAGRAPHS)), encoding="utf-8")
    assert _document(path).published is None
    assert _document(path, published=date(2024, 2, 9)).published == date(2024, 2, 9)


def test_html_packed_and_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "page.html.gz"
    path.write_bytes(gzip.compress(PAGE.format(date=DATE, body="</p><p>".join(PARAGRAPHS)).encode("cp1252")))
    assert "“We can’t accept it,”" in _document(path).text


def test_page_without_article(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><body></body></html>", encoding="utf-8")
    assert "no article" in _reason(path)
    path.write_text("\n", encoding="utf-8")
    assert "empty" in _reason(path)
    path.write_text("<html><p>" + "x" * 100_000, encoding="utf-8")
    assert "max_chars" in _reason(path, max_chars=1000)


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    body = (
        "# Velmora *rejects* plan\n\nThe **government** said [so](https://example.test/so).\n\n> Never\n\n* one\n"
        "* two_three_four"
    )
    path.write_text(
        f"---\ntitle: 'Plan rejected'\ndate: 2024-02-08\nurl: https://example.test/1\n---\n{body}\n", encoding="utf-8"
    )
    document = _document(path)
    assert (document.title, document.published, document.url) == (
        "Plan rejected",
        date(2024, 2, 8),
        "https://example.test/1",
    )
    assert document.text == "Velmora rejects plan\n\nThe government said so.\n\nNever\n\n* one\n* two_three_four"
    path.write_text(body, encoding="utf-8")
    assert _document(path).title == "Velmora rejects plan"


def test_pdf_lines_hyphens_and_running_heads(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    head = "Example Institute   Policy Brief 7"
    pages = [
        [
            head,
            "Velmora rejects plan",
            "The government of Velmora on Thursday rejected a plan by Kestria to share the",
            "waters of the river Dorn after nego-",
            "1",
        ],
        [
            head,
            "tiations in Port Avel, its foreign minister told reporters in the capital. The two",
            "sides will meet again in March.",
            "2",
        ],
        [
            head,
            "Kestria said it would wait for a formal answer before it decides what to do next",
            "and called for calm.",
            "Page 3 of 3",
        ],
    ]
    path.write_bytes(make_pdf(pages, title="Microsoft Word - brief_final.docx"))
    document = _document(path)
    assert document.title == "Velmora rejects plan"
    assert document.text.split("\n") == [
        "Velmora rejects plan",
        "The government of Velmora on Thursday rejected a plan by Kestria to share the waters of the river Dorn after"
        " negotiations in Port Avel, its foreign minister told reporters in the capital. The two sides will meet again"
        " in March.",
        "Kestria said it would wait for a formal answer before it decides what to do next and called for calm.",
    ]
    assert document.published is None


def test_pdf_that_is_a_scan_damaged_or_locked(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(make_pdf([[], []]))
    assert "no text on its 2 pages" in _reason(path)
    assert "OCR" in _reason(path)
    path.write_bytes(b"%PDF-1.4\nnothing")
    assert "damaged" in _reason(path)
    path.write_bytes(make_pdf([["Velmora said so."]]))
    writer = PdfWriter(clone_from=PdfReader(path))
    writer.encrypt("secret", algorithm="RC4-128")
    with (tmp_path / "locked.pdf").open("wb") as stream:
        writer.write(stream)
    assert "password" in _reason(tmp_path / "locked.pdf")
    path.write_bytes(make_pdf([["Velmora said so. " * 10]] * 3))
    assert "max_chars" in _reason(path, max_chars=200)


def test_docx(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    file = docx.Document()
    for paragraph in ("Velmora rejects plan", *PARAGRAPHS):
        file.add_paragraph(paragraph)
    table = file.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Velmora", "against"
    file.save(str(path))
    document = _document(path)
    assert document.title == "Velmora rejects plan"
    assert document.text.split("\n") == ["Velmora rejects plan", *PARAGRAPHS, "Velmora against"]
    assert document.published is None, "the date of the library's template is not a publication date"
    file.core_properties.author = "Ann Lee"
    file.core_properties.title = "Answer of Velmora"
    file.core_properties.created = datetime(2024, 2, 8, 10, 15)
    file.save(str(path))
    document = _document(path)
    assert document.published == date(2024, 2, 8)
    assert document.title == "Answer of Velmora"


def test_damaged_docx_and_packed_binaries(tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"PK\x03\x04 nothing")
    assert "Word" in _reason(path)
    packed = tmp_path / "report.pdf.gz"
    packed.write_bytes(gzip.compress(make_pdf([["Velmora said so."]])))
    assert "unpack" in _reason(packed)


@pytest.mark.parametrize("name", ["report", "report.bin"])
def test_formats_are_told_by_their_first_bytes(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(make_pdf([["Velmora said so on Thursday."]]))
    assert _document(path).text == "Velmora said so on Thursday."
    path.write_text(PAGE.format(date=DATE, body="</p><p>".join(PARAGRAPHS)), encoding="utf-8")
    assert _document(path).publisher == "The Example Post"
