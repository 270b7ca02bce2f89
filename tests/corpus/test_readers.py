import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from dragoman.corpus import ReadOptions, document_from_text, read_documents
from dragoman.corpus import sources as sources_module
from dragoman.model.text import Document, DocumentError

SHARED = Path(__file__).parents[2] / "../shared/data"
TITLE = "Velmora rejects plan: Envoy’s trip ends without result"
BODY = "The government of Velmora on Thursday rejected a plan by Kestria to share the waters of the river Dorn. " * 2
TEXT = f"{TITLE}\n{BODY.strip()}"


def _read(*paths: str | Path, **options: object) -> list[Document | DocumentError]:
    return list(read_documents(paths, options=ReadOptions(**options)))  # type: ignore[arg-type]


def _error(found: list[Document | DocumentError]) -> DocumentError:
    assert len(found) == 1
    assert isinstance(found[0], DocumentError)
    assert "\n" not in found[0].reason
    return found[0]


def _document(found: list[Document | DocumentError]) -> Document:
    assert len(found) == 1
    assert isinstance(found[0], Document), found[0]
    return found[0]


def test_plain_text_keeps_its_title_in_the_text(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    document = _document(_read(path, published=date(2024, 2, 8)))
    assert document.title == TITLE
    assert document.text == TEXT
    assert document.published == date(2024, 2, 8)
    assert (document.publisher, document.url, document.language) == (None, None, "en")


def test_id_depends_on_the_content_and_not_on_the_folder(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.txt").write_text(TEXT, encoding="utf-8")
    one, other = _read(tmp_path / "a", tmp_path / "b")
    assert one == other
    assert document_from_text(TEXT) == one
    assert _document(_read(tmp_path / "a", publisher="The Example Post")).id != one.id
    assert _document(_read(tmp_path / "a", published=date(2024, 2, 8))).id != one.id


def test_wire_copy_fills_publisher_and_date_only_if_unknown(tmp_path: Path) -> None:
    path = tmp_path / "wire.txt"
    path.write_text(f"PORT AVEL, Feb. 8, 2024 (Reuters) - {BODY}", encoding="utf-8")
    document = _document(_read(path, published=date(1999, 1, 1)))
    assert document.text == BODY.strip()
    assert document.publisher == "Reuters"
    assert document.published == date(2024, 2, 8)
    assert _document(_read(path, publisher="The Example Post")).publisher == "The Example Post"
    path.write_text(f"PORT AVEL, Feb. 8 (Reuters) - {BODY}", encoding="utf-8")
    assert _document(_read(path)).published is None


def test_document_from_text() -> None:
    document = document_from_text(
        f"  {BODY}", title="Plan rejected", published=datetime(2024, 2, 8, 12, 0), url="https://example.test/1"
    )
    assert document.title == "Plan rejected"
    assert document.published == date(2024, 2, 8)
    assert document.text == BODY.strip()
    raw = document_from_text(f"  {BODY}\r\n", clean=False)
    assert raw.text == f"  {BODY}\r\n"
    for bad in ("", " \n\t", "a\0b"):
        with pytest.raises(ValueError, match="text"):
            document_from_text(bad)


def test_folder_in_order_of_names_with_hidden_and_unknown_files_left_out(tmp_path: Path) -> None:
    (tmp_path / "z").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b.txt", "a.txt", "z/c.text", ".hidden.txt", ".git/d.txt"):
        (tmp_path / name).write_text(f"{name} {BODY}", encoding="utf-8")
    (tmp_path / "x.png").write_bytes(b"\x89PNG\0")
    (tmp_path / "page.css").write_text("p {}", encoding="utf-8")
    *documents, last = _read(tmp_path)
    assert [document.text[:5] for document in documents if isinstance(document, Document)] == [
        "a.txt",
        "b.txt",
        "z/c.t",
    ]
    assert isinstance(last, DocumentError)
    assert "2 files of unknown formats (1 .css, 1 .png)" in last.reason


def test_empty_folder_missing_path_and_glob(tmp_path: Path) -> None:
    assert "no files" in _error(_read(tmp_path)).reason
    missing = tmp_path / "nowhere.txt"
    error = _error(_read(missing))
    assert error.location == str(missing)
    assert "no such file" in error.reason
    assert "no file matches" in _error(_read(str(tmp_path / "*.txt"))).reason
    for name in ("b.txt", "a.txt", "c.md"):
        (tmp_path / name).write_text(f"{name} {BODY}", encoding="utf-8")
    found = _read(str(tmp_path / "*.txt"))
    assert [document.text[:5] for document in found if isinstance(document, Document)] == ["a.txt", "b.txt"]
    (tmp_path / "report[1].txt").write_text(TEXT, encoding="utf-8")
    assert _document(_read(tmp_path / "report[1].txt")).title == TITLE


def test_one_bad_document_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\0\1\2\3" * 50)
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    (tmp_path / "c.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.4 broken")
    (tmp_path / "e.parquet").write_bytes(b"PAR1 broken")
    (tmp_path / "f.docx").write_bytes(b"PK broken")
    (tmp_path / "g.html").write_text("<html></html>", encoding="utf-8")
    (tmp_path / "h.txt.gz").write_bytes(b"not gzip")
    (tmp_path / "i.json").write_text("[{", encoding="utf-8")
    (tmp_path / "j.csv").write_text("", encoding="utf-8")
    found = _read(tmp_path)
    assert len(found) == 10
    assert [isinstance(item, Document) for item in found] == [letter == "c" for letter in "abcdefghij"]
    reasons = [item.reason for item in found if isinstance(item, DocumentError)]
    assert "not text" in reasons[0]
    assert "no text" in reasons[1]
    assert all(reason and "\n" not in reason for reason in reasons)


def test_unknown_names_are_read_if_they_hold_text(tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_text(TEXT, encoding="utf-8")
    assert _document(_read(path)).title == TITLE
    (tmp_path / "image.xyz").write_bytes(b"\x89PNG\r\n\0\0\0")
    assert "not text" in _error(_read(tmp_path / "image.xyz")).reason
    (tmp_path / "feed.xml").write_text("<?xml version='1.0'?><rss></rss>", encoding="utf-8")
    assert "XML" in _error(_read(tmp_path / "feed.xml")).reason
    (tmp_path / "packed").write_bytes(b"\x1f\x8b\x08")
    assert ".gz" in _error(_read(tmp_path / "packed")).reason


def test_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "locked.txt"
    path.write_text(TEXT, encoding="utf-8")

    def refuse(*_: object, **__: object) -> Iterator[None]:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(sources_module, "open", refuse, raising=False)
    error = _error(_read(path))
    assert error.location == str(path)
    assert "no permission" in error.reason


@pytest.mark.parametrize(
    ("data", "titles"),
    [
        (TEXT.encode(), [TITLE]),
        (
            b'{"text": "Velmora said so.", "title": "One"}\n{"text": "Kestria said so.", "title": "Two"}\n',
            ["One", "Two"],
        ),
        (b'[{"text": "Velmora said so.", "title": "One"}]', ["One"]),
        (b"title,text\nOne,Velmora said so.\n", ["One"]),
        (b"title\ttext\nOne\tVelmora said so.\n", ["One"]),
        (
            b"[Port Avel] Velmora said no\nThe government said so on Thursday, and then no more.",
            ["[Port Avel] Velmora said no"],
        ),
    ],
)
def test_standard_input_of_any_text_format(data: bytes, titles: list[str]) -> None:
    stdin = io.BytesIO(data)
    found = _read("-", stdin=stdin)
    assert [document.title for document in found if isinstance(document, Document)] == titles
    assert len(found) == len(titles)
    assert not stdin.closed


def test_empty_standard_input() -> None:
    assert _error(_read("-", stdin=io.BytesIO(b""))).location == "standard input"


def test_texts_beyond_the_limit_are_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    path.write_text("word " * 2_000_000, encoding="utf-8")
    error = _error(_read(path))
    assert "1,000,000" in error.reason
    assert "max_chars" in error.reason
    path.write_text("é" * 101, encoding="utf-8")
    assert "101 characters, the limit is 100" in _error(_read(path, max_chars=100)).reason


def test_reading_is_lazy(tmp_path: Path) -> None:
    path = tmp_path / "reports.jsonl"
    path.write_text('{"text": "Velmora said so."}\n' * 1000, encoding="utf-8")
    stream = read_documents([path, tmp_path / "missing.txt"])
    assert isinstance(next(stream), Document)


def test_options_are_checked() -> None:
    with pytest.raises(ValueError, match="'body'"):
        ReadOptions(columns={"body": "text"})
    with pytest.raises(ValueError, match="max_chars"):
        ReadOptions(max_chars=0)
    with pytest.raises(ValueError, match="utf-99"):
        ReadOptions(encoding="utf-99")


def _shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip("the data kept beside the repository is not here")
    return path


def test_first_real_input() -> None:
    path = next(_shared("seed").glob("*.txt"))
    document = _document(_read(path, published=date(2024, 2, 8)))
    assert document.title.startswith("U.S.-Israel Relations at Lowest Point")
    assert document.text == path.read_text(encoding="utf-8").strip()
    assert document.language == "en"


def test_wire_stories_of_1987() -> None:
    path = _shared("reuters21578/full/reuters-003.json")
    documents = [item for item in _read(path) if isinstance(item, Document)]
    assert len(documents) > 950
    assert all(document.published and document.published.year == 1987 for document in documents)
    first = documents[0].text.split("\n")
    assert first[0].endswith("in the money market today.")
    assert len(first) == 3
    assert sum(document.publisher == "Reuters" for document in documents) > 800


def test_tokenised_articles() -> None:
    path = _shared("timelines/articles/haiti/outputwithpub.csv")
    documents = [item for item in _read(path) if isinstance(item, Document)]
    assert len(documents) > 50
    assert all(document.published for document in documents)
    assert not any(
        "-LRB-" in document.text or "``" in document.text or " n't" in document.text for document in documents
    )
