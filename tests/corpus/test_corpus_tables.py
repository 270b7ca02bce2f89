import csv
import gzip
from datetime import date, datetime
from pathlib import Path

import pytest

from dragoman.corpus import ReadOptions, read_documents
from dragoman.corpus.columns import find_columns
from dragoman.corpus.tables import find_delimiter
from dragoman.model.text import Document, DocumentError

BODY = "The government of Velmora said on Thursday that it had rejected the plan."


def _read(path: Path, **options: object) -> list[Document | DocumentError]:
    return list(read_documents([path], options=ReadOptions(**options)))  # type: ignore[arg-type]


def _documents(path: Path, **options: object) -> list[Document]:
    found = _read(path, **options)
    assert all(isinstance(item, Document) for item in found), found
    return [item for item in found if isinstance(item, Document)]


def test_columns_by_common_names(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        f'Headline,Pub_Date,Outlet,Link,Body,lang\nOne,2024-02-08,Post,https://example.test/1,"{BODY}",en-GB\n'
    )
    document = _documents(path)[0]
    assert document == Document(
        id=document.id, text=BODY, title="One", published=date(2024, 2, 8), publisher="Post",
        url="https://example.test/1", language="en",
    )  # fmt: skip


def test_mapped_columns_win(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"text,speech,when\nnot this,{BODY},8 Feb 2024\n")
    document = _documents(path, columns={"text": "speech", "date": "when"})[0]
    assert document.text == BODY
    assert document.published == date(2024, 2, 8)


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json"])
def test_missing_mapped_column_is_one_error_that_names_the_columns(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name == "a.csv":
        path.write_text("text,when\nx,y\n" * 5)
    else:
        row = '{"text": "x", "when": "y"}'
        path.write_text("\n".join([row] * 5) if name == "a.jsonl" else f"[{row},{row}]")
    found = _read(path, columns={"date": "day"})
    assert len(found) == 1
    assert isinstance(found[0], DocumentError)
    assert found[0].reason == "there is no column 'day' for the date; the columns there are: 'text', 'when'"


def test_no_text_column(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("date\tsource\tevent\ttarget\n2024-01-01\tA\tB\tC\n")
    found = _read(path)
    assert len(found) == 1
    assert isinstance(found[0], DocumentError)
    assert "'event'" in found[0].reason


def test_source_beside_target_is_an_actor() -> None:
    assert find_columns(["sentence", "source", "target"], {})["publisher"] == ()
    assert find_columns(["sentence", "source"], {})["publisher"] == ("source",)


def test_rows_with_a_title_only_empty_rows_and_short_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,text,date\nVelmora rejects plan,,2024-02-08\n,,\nno text\n,,2024-02-08\n")
    found = _read(path)
    assert [type(item) for item in found] == [Document, Document, DocumentError]
    assert isinstance(found[0], Document)
    assert found[0].text == found[0].title == "Velmora rejects plan"
    assert isinstance(found[2], DocumentError)
    assert found[2].location == f"{path}, row 4"


def test_known_date_is_kept_and_unknown_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,date\nVelmora said so.,2024-02-08\nKestria said so.,no idea\nOrdan said so.,03/04/2024\n")
    assert [d.published for d in _documents(path)] == [date(2024, 2, 8), None, None]
    given = date(2000, 1, 1)
    assert [d.published for d in _documents(path, published=given)] == [date(2024, 2, 8), given, given]
    assert _documents(path, day_first=True)[2].published == date(2024, 4, 3)


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [("title,text", ","), ("title;text;a,b", ";"), ("title|text", "|"), ("title\ttext", "\t"), ("text", ",")],
)
def test_delimiter_by_header(header: str, delimiter: str) -> None:
    assert find_delimiter(header, frozenset()) == delimiter


def test_quotes_newlines_and_long_fields(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    long = "word " * 100_000
    with path.open("w", newline="", encoding="utf-8-sig") as stream:
        csv.writer(stream).writerows([["text", "title"], ['He said "no".\n\nThen he left.', "One"], [long, "Two"]])
    before = csv.field_size_limit()
    one, two = _documents(path)
    assert one.text == 'He said "no".\n\nThen he left.'
    assert len(two.text) == len(long.strip())
    assert csv.field_size_limit() == before


def test_unclosed_quote_costs_some_rows_and_not_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = "".join(f"{BODY} {number},t{number}\n" for number in range(200))
    path.write_text(f'text,title\n"Open quote,x\n{rows}')
    found = _read(path, max_chars=1000)
    assert isinstance(found[0], DocumentError)
    assert "never closed" in found[0].reason
    assert sum(isinstance(item, Document) for item in found) > 150


def test_tsv_with_bare_quotes(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text('text\ttitle\n"No," he said.\tOne\n"Yes," she said.\tTwo\n')
    assert [d.text for d in _documents(path)] == ['"No," he said.', '"Yes," she said.']
    path.write_text('text\ttitle\n"No, ""never"" again."\tOne\n')
    assert _documents(path)[0].text == 'No, "never" again.'


def test_encodings_and_compression(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(f"text\n{BODY} Café\n".encode("cp1252")))
    assert _documents(path)[0].text.endswith("Café")
    path.write_bytes(gzip.compress(f"text\n{BODY} Café\n".encode("utf-16")))
    assert _documents(path)[0].text.endswith("Café")
    path.write_bytes(gzip.compress(f"text\n{BODY}\n".encode() * 100)[:-20])
    assert isinstance(_read(path)[-1], DocumentError)


def test_parquet(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    table = pyarrow.table(
        {
            "id": [1, 2, 3],
            "text": [BODY, None, "Kestria said so."],
            "published": [datetime(2024, 2, 8), None, None],
            "n": [1, 2, 3],
        }
    )
    parquet.write_table(table, path)
    found = _read(path)
    assert isinstance(found[0], Document)
    assert (found[0].published, found[0].url) == (date(2024, 2, 8), None)
    assert isinstance(found[1], DocumentError)
    assert found[1].location == f"{path}, row 2"
    with path.open("rb") as stream:
        piped = list(read_documents(["-"], options=ReadOptions(stdin=stream)))
    assert piped[0] == found[0]
    missing = _read(path, columns={"text": "body"})
    assert len(missing) == 1
    assert isinstance(missing[0], DocumentError)
    assert "'published'" in missing[0].reason
