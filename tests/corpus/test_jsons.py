import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from dragoman.corpus import ReadOptions, jsons, read_documents
from dragoman.model.text import Document, DocumentError

ROWS = [
    {"title": "One", "date": " 9-MAR-1987 04:58:41.12"},
    {
        "title": "Two",
        "body": "Velmora said so.",
        "date": {"$date": "2024-02-08T00:00:00Z"},
        "source": {"id": None, "name": "Post"},
    },
    {"title": "Three", "body": ["First paragraph.", "Second paragraph."], "id": 3, "tags": [1, 2]},
]


def _read(path: Path, **options: object) -> list[Document | DocumentError]:
    return list(read_documents([path], options=ReadOptions(**options)))  # type: ignore[arg-type]


def _check(found: list[Document | DocumentError]) -> None:
    one, two, three = found
    assert isinstance(one, Document)
    assert isinstance(two, Document)
    assert isinstance(three, Document)
    assert (one.text, one.published) == ("One", date(1987, 3, 9))
    assert (two.text, two.published, two.publisher) == ("Velmora said so.", date(2024, 2, 8), "Post")
    assert (three.text, three.url) == ("First paragraph.\nSecond paragraph.", None)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", json.dumps(ROWS)),
        ("b.json", json.dumps({"status": "ok", "articles": ROWS}, indent=2)),
        ("c.json", "\n".join(map(json.dumps, ROWS))),
        ("d.jsonl", "\n\n".join(map(json.dumps, ROWS))),
        ("e.ndjson", "\r\n".join(map(json.dumps, ROWS))),
        ("f.jsonl", json.dumps(ROWS)),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_shapes_of_json(tmp_path: Path, name: str, text: str, encoding: str) -> None:
    (tmp_path / name).write_text(text, encoding=encoding, newline="")
    _check(_read(tmp_path / name))


@pytest.mark.parametrize("wrap", ["[{}]", '{{"meta": {{"n": 3}}, "articles": [{}]}}'])
def test_long_files_are_streamed_with_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrap: str
) -> None:
    path = tmp_path / "a.json"
    path.write_text(wrap.format(",".join(map(json.dumps, ROWS))), encoding="utf-8-sig")
    whole = _read(path)
    monkeypatch.setattr(jsons, "WHOLE_BYTES", 50)
    _check(_read(path))
    assert [str(item) for item in _read(path)] == [str(item) for item in whole]


def test_first_line_longer_than_what_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [{"text": "Velmora said so. " * 5000, "entities": [{"name": "Velmora"}]}, {"text": "Kestria said so."}]
    for name in ("a.json", "a.jsonl"):
        path = tmp_path / name
        path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        for size in (jsons.WHOLE_BYTES, 50_000):
            monkeypatch.setattr(jsons, "WHOLE_BYTES", size)
            assert [type(item) for item in _read(path)] == [Document, Document]
    path.write_text(json.dumps({"articles": rows}), encoding="utf-8")
    assert "no column" in str(_read(path)[0]), "the name promises lines"
    path.rename(tmp_path / "b.json")
    assert len(_read(tmp_path / "b.json")) == 2


def test_broken_tail_of_a_long_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsons, "WHOLE_BYTES", 50)
    path = tmp_path / "a.json"
    path.write_text(json.dumps(ROWS)[:-30], encoding="utf-8")
    found = _read(path)
    assert isinstance(found[0], Document)
    assert isinstance(found[-1], DocumentError)
    assert "after 2 records" in found[-1].reason


def test_one_object(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(ROWS[1], indent=2), encoding="utf-8")
    found = _read(path)
    assert len(found) == 1
    assert isinstance(found[0], Document)
    assert found[0].title == "Two"


def test_list_of_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('["Velmora said so.", 5, "Kestria said so."]', encoding="utf-8")
    assert [type(item) for item in _read(path)] == [Document, DocumentError, Document]


def test_bad_lines_do_not_stop_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    long = json.dumps({"text": "x" * 200_000})
    path.write_text(
        f'{{"text": "One."}}\nnot json\n[1]\n{long}\n{{"text": NaN}}\n{{"text": "Two."}}\n', encoding="utf-8"
    )
    found = _read(path, max_chars=1000)
    assert [type(item) for item in found] == [Document, *[DocumentError] * 4, Document]
    errors = [item for item in found if isinstance(item, DocumentError)]
    assert errors[0].location == f"{path}, line 2"
    assert "broken JSON" in errors[0].reason
    assert "bytes and was passed over" in errors[2].reason


def test_ten_megabytes_on_one_line_are_refused_at_once(tmp_path: Path) -> None:
    for name, text in (("a.jsonl", "{}"), ("a.json", "[{}]")):
        path = tmp_path / name
        path.write_text(text.format(json.dumps({"text": "word " * 2_000_000})), encoding="utf-8")
        found = _read(path)
        assert len(found) == 1
        assert isinstance(found[0], DocumentError)
        assert "max_chars" in found[0].reason


def test_deeply_nested_and_empty_files(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    for text in ("[" * 100_000, "", "[]", "{}", "null", "7", "{"):
        path.write_text(text, encoding="utf-8")
        found = _read(path)
        assert len(found) == 1, text[:10]
        assert isinstance(found[0], DocumentError)


def test_compressed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, ROWS)).encode()))
    _check(_read(path))
