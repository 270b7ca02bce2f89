"""Files given to the desk: kept before they are read, read by a process of their own, nothing lost by a kill."""

from __future__ import annotations

import json
import time
from pathlib import Path

import httpx
import pytest

from dragoman.desk.problems import UserError
from dragoman.store import UploadState, open_store
from dragoman.web.uploads import suffix_of
from samples import FICTIONAL
from served import form_token, served

REPORT = "Velmora's president rejected the plan of Kestria on Monday. Kestria condemned Velmora's decision."
SECONDS = 90


def finished(client: httpx.Client, number: int) -> list[dict[str, object]]:
    """The files as the stream of progress tells of them, when none waits any more."""
    until = time.monotonic() + SECONDS
    with client.stream("GET", "/add/progress", timeout=SECONDS) as stream:
        for line in stream.iter_lines():
            if line.startswith("data:"):
                news = json.loads(line.removeprefix("data:"))
                files: list[dict[str, object]] = news["files"]
                if len(files) >= number and all(file["state"] != "waiting" for file in files):
                    return files
            assert time.monotonic() < until
    raise AssertionError("the stream ended before the files were read")


def test_files_and_pasted_texts_become_reports_and_survive_a_kill(tmp_path: Path) -> None:
    store = tmp_path / "new.duckdb"
    lines = "\n".join(json.dumps({"text": f"{REPORT} Number {n}.", "title": f"Talks {n}"}) for n in range(40))
    with served(store, "--actors", str(FICTIONAL)) as desk, httpx.Client(base_url=desk.address) as client:
        head = {"x-form-token": form_token(client), "accept": "application/json"}
        answer = client.post(
            "/add",
            headers=head,
            files=[("files", ("many.jsonl", lines.encode())), ("files", ("../../etc/one.TXT", REPORT.encode()))],
            data={"published": "2031-03-05", "publisher": "Example Wire"},
        )
        assert answer.status_code == 201, answer.text
        desk.kill()  # confirmed, and not yet read: the model takes seconds to load
    with open_store(store) as opened:
        assert [upload.state for upload in opened.uploads()] == [UploadState.WAITING] * 2
    with served(store, "--actors", str(FICTIONAL)) as desk, httpx.Client(base_url=desk.address) as client:
        head = {"x-form-token": form_token(client), "accept": "application/json"}
        pasted = client.post("/add", headers=head, data={"text": REPORT, "title": "Pasted <b>", "publisher": "Desk"})
        broken = client.post("/add", headers=head, files=[("files", ("x.pdf", b"%PDF-1.4 no more"))])
        assert (pasted.status_code, broken.status_code) == (201, 201)
        files = finished(client, 4)
        page = client.get("/reports").text if client.get("/reports").status_code == 200 else ""
        assert "<b>" not in page
    assert sorted(str(file["state"]) for file in files) == ["failed", "read", "read", "read"]
    with open_store(store, read_only=True) as opened:
        rows = opened.documents()
        totals = opened.totals()
        failed = next(upload for upload in opened.uploads() if upload.state is UploadState.FAILED)
    assert len(rows) == 42
    assert {row.publisher for row in rows} == {"Example Wire", "Desk"}
    assert all(row.published is not None for row in rows if row.publisher == "Example Wire")
    assert totals.events >= 42
    assert failed.name == "x.pdf"
    assert failed.reason
    assert str(tmp_path) not in failed.reason


@pytest.mark.parametrize(
    ("name", "suffix"), [("a.txt", ".txt"), ("a.b.JSONL", ".jsonl"), ("c.csv.gz", ".csv.gz"), ("..\\..\\x.Pdf", ".pdf")]
)
def test_only_the_ending_of_a_name_is_used(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


@pytest.mark.parametrize("name", ["", "passwd", "a.exe", "x.pdf.gz", "a.txt\0.sh"])
def test_other_endings_are_refused_in_a_line(name: str) -> None:
    with pytest.raises(UserError, match="files of this kind are not read"):
        suffix_of(name)
