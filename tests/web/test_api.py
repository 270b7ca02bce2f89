"""The API gives what the command line gives, in pages, and saves its work where nothing has changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from fastapi.testclient import TestClient

from dragoman.model.text import DocumentError
from dragoman.store import Setup
from dragoman.store.duckdb_reading import DuckDBReading
from dragoman.web import api_worked
from dragoman.web.api import describe
from dragoman.web.app import make_app
from dragoman.web.guard import hash_of
from dragoman.web.kept import Found
from dragoman.web.settings import Settings
from dragoman.web.state import State
from outcome import Run

SETUP = Setup(version="1", annotator="other", codebook="book", actors="tables")
HOME = "http://localhost"
PATHS = sorted(describe(needs_token=False)["paths"])
FILLED = {"{kind}": "position", "{run}": "1", "{document}": "none", "{fact}": "none"}
GIVEN = {"/series": "a=Velmora&b=Kestria", "/turning-points": "a=Velmora&b=Kestria", "/claim": "text=x",
         "/diff": "since=2031-05-01"}  # fmt: skip


def state_of(desk: TestClient) -> State:
    """What the requests of a desk share."""
    return cast(State, cast(Any, desk.app).state.desk)


def rows(desk: TestClient, address: str) -> list[dict[str, Any]]:
    """All rows of a list, page by page."""
    found: list[dict[str, Any]] = []
    following: str | None = address
    while following:
        answer = desk.get(following)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += page["items"]
        following = page["next"]
    assert len(found) == page["total"]
    return found


def address_of(path: str) -> str:
    """An address that answers, for a path of the document."""
    filled = re.sub(r"\{\w+\}", lambda found: FILLED[found[0]], path)
    return f"/api{filled}?{GIVEN.get(path, '')}"


@pytest.mark.parametrize(
    ("address", "command"),
    [
        ("documents?size=7", "documents"),
        ("actors?size=30", "actors"),
        ("events?size=50", "events"),
        ("events?actor=Velmora&other=Kestria&directed=true", "events --pair Velmora>Kestria"),
        ("events?type=REJECT&type=AGREE&background=false", "events --type REJECT --type AGREE --news"),
        ("facts/statement?actor=Talvia&size=200", "statements --actor Talvia"),
        ("facts/position?issue=roadmap&size=20", "positions --issue roadmap"),
        ("facts/proposal", "proposals"),
        ("facts/condition?since=2031-04-01&until=2031-05-31", "conditions --since 2031-04-01 --until 2031-05-31"),
        ("facts/assessment?factuality=reported&factuality=asserted",
         "assessments --factuality reported --factuality asserted"),
        ("facts/figure", "figures"),
        ("issues", "issues"),
        ("issues?actor=Kestria&search=valley", "issues --actor Kestria --search valley"),
        ("changes?size=3", "changes"),
        ("changes?since=2031-05-01", "changes --since 2031-05-01"),
        ("terms", "terms"),
        ("terms?search=crossing", "terms --search crossing"),
        ("diff?since=2031-05-10&actor=Velmora&size=4", "diff --since 2031-05-10 --actor Velmora"),
        ("runs/1/diff?search=roadmap", "diff --since-run 1 --search roadmap"),
        ("timeline?top=5", "timeline --top 5"),
        ("timeline?actor=Kestria&other=Velmora", "timeline --pair Kestria,Velmora"),
        ("series?a=Velmora&b=Kestria&size=9", "series Velmora Kestria"),
        ("series?a=Velmora&b=Kestria&way=back&period=week&include=all&since=2031-03-01&until=2031-08-31",
         "series Velmora Kestria --way back --period week --include all --since 2031-03-01 --until 2031-08-31"),
        ("turning-points?a=Velmora&b=Kestria&way=both", "series Velmora Kestria --turning-points"),
        ("claims", "claim"),
    ],
)  # fmt: skip
def test_a_list_has_the_rows_of_its_command(
    reading_desk: TestClient, example_store: Path, dragoman: Run, address: str, command: str
) -> None:
    outcome = dragoman(*command.split(), "--store", str(example_store), "--json")
    told = [json.loads(line) for line in outcome.out.splitlines()]
    assert rows(reading_desk, f"/api/{address}") == told
    assert told or "turning" in address


def test_the_network_has_the_rows_of_its_command(reading_desk: TestClient, example_store: Path, dragoman: Run) -> None:
    days = "--since 2031-04-01 --against-since 2031-01-01 --against-until 2031-03-31 --min-events 2 --json"
    outcome = dragoman("network", *days.split(), "--store", str(example_store))
    told = [json.loads(line) for line in outcome.out.splitlines()]
    asked = "since=2031-04-01&min_events=2"
    against = "against_since=2031-01-01&against_until=2031-03-31"
    found = [
        *({"kind": "tie", **row} for row in rows(reading_desk, f"/api/pairs?{asked}")),
        *({"kind": "bloc", **row} for row in rows(reading_desk, f"/api/blocs?{asked}")),
        *({"kind": "move", **row} for row in rows(reading_desk, f"/api/moves?{asked}&{against}")),
        *({"kind": "move", **row} for row in rows(reading_desk, f"/api/moves?{asked}&{against}&of=actors")),
    ]
    assert found == told
    assert {row["kind"] for row in told} >= {"tie", "bloc"}


def test_a_claim_is_answered_as_by_the_command(reading_desk: TestClient, example_store: Path, dragoman: Run) -> None:
    text = "Velmora-Kestria relations lowest since April 2031"
    outcome = dragoman("claim", text, "--store", str(example_store), "--json")
    assert reading_desk.get("/api/claim", params={"text": text}).json() == json.loads(outcome.out)


@pytest.mark.parametrize("text", ["the weather is fine", "Nowhere-Kestria relations lowest since 2030"])
def test_what_is_no_claim_cannot_be_tested_and_says_why(reading_desk: TestClient, text: str) -> None:
    answer = reading_desk.get("/api/claim", params={"text": text})
    assert answer.status_code == 200
    assert answer.json()["verdict"] == "cannot be tested"
    assert answer.json()["why"]


def test_errors_are_listed_as_by_the_command(desk: TestClient, example: Path, dragoman: Run) -> None:
    with state_of(desk).store.changing() as store:
        run = store.begin_run(SETUP, ("read",))
        store.add_error(DocumentError(location="a.txt", reason="it is empty"), run)
    told = [json.loads(line) for line in dragoman("errors", "--store", str(example), "--json").out.splitlines()]
    assert rows(desk, "/api/errors") == rows(desk, "/api/errors?run=2") == told
    assert told[0]["reason"] == "it is empty"
    assert rows(desk, "/api/errors?run=1") == []


def test_pages_of_a_list_follow_one_another_and_end(reading_desk: TestClient) -> None:
    first = reading_desk.get("/api/facts/statement?size=60&actor=VEL").json()
    assert (first["page"], len(first["items"])) == (1, 60)
    assert first["next"] == "/api/facts/statement?size=60&actor=VEL&page=2"
    ids = [row["id"] for row in rows(reading_desk, "/api/facts/statement?size=60&actor=VEL")]
    assert len(ids) == len(set(ids)) == first["total"]
    beyond = reading_desk.get("/api/facts/statement?size=60&actor=VEL&page=5000").json()
    assert (beyond["items"], beyond["next"], beyond["total"]) == ([], None, first["total"])


def test_a_fact_is_explained_with_its_sentence_and_the_document_has_it(reading_desk: TestClient) -> None:
    row = reading_desk.get("/api/facts/position?size=1").json()["items"][0]
    found = reading_desk.get(f"/api/fact/{row['id'][:8]}").json()
    assert found["fact"] == row
    assert re.sub(r"\[[a-z ]+: ([^]]*)\]", r"\1", found["sentences"][0]) == row["evidence"]
    assert {"Presented as", "Who says so", "When", "Rule", "Versions"} <= {entry["name"] for entry in found["entries"]}
    document = reading_desk.get(f"/api/documents/{row['document']}").json()
    offsets = row["offsets"]
    assert " ".join(document["text"][offsets["start"] : offsets["end"]].split()) == " ".join(row["evidence"].split())


def test_info_counts_what_the_lists_have(reading_desk: TestClient) -> None:
    info = reading_desk.get("/api/info").json()
    assert info["documents"] == reading_desk.get("/api/documents").json()["total"]
    assert info["kinds"]["event"] == info["events"] == reading_desk.get("/api/events").json()["total"]
    assert info["last_run"] == reading_desk.get("/api/runs").json()["items"][-1]


@pytest.mark.parametrize("path", PATHS)
def test_an_unknown_parameter_is_refused_everywhere(reading_desk: TestClient, path: str) -> None:
    answer = reading_desk.get(f"{address_of(path)}&limt=5")
    assert answer.status_code == 422
    assert "limt" in answer.json()["detail"]


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_the_body(reading_desk: TestClient, path: str) -> None:
    got, head = reading_desk.get(address_of(path)), reading_desk.head(address_of(path))
    assert head.status_code == got.status_code
    assert head.content == b""
    assert head.headers.get("etag") == got.headers.get("etag")
    assert head.headers["content-type"] == got.headers["content-type"] == "application/json"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_changed(reading_desk: TestClient, method: str) -> None:
    answer = reading_desk.request(method, "/api/documents")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"
    assert "detail" in answer.json()


@pytest.mark.parametrize(
    "address",
    [
        "documents?search=%00",
        "documents?page=99999999999999999999999",
        "documents?page=0",
        "documents?size=201",
        "documents?since=0001-01-01",
        "documents?since=2031-02-30",
        "documents?since=1700000000",
        "documents?until=",
        "events?type=DANCE",
        "events?factuality=true",
        "events?background=1",
        "facts/rumour",
        "errors?run=-1",
        "runs/0/diff",
        "diff",
        "series?a=Velmora",
        "series?a=Velmora&b=Kestria&scale=/etc/passwd",
        "pairs?resolution=nan",
        f"actors?search={'x' * 201}",
        "timeline?" + "&".join(["topic=x"] * 2) + "&top=0",
    ],
)
def test_a_malformed_value_is_refused_in_one_line(reading_desk: TestClient, address: str) -> None:
    answer = reading_desk.get(f"/api/{address}")
    assert answer.status_code == 422
    assert answer.headers["cache-control"] == "no-store"
    assert list(answer.json()) == ["detail"]
    assert "\n" not in answer.json()["detail"]


@pytest.mark.parametrize(
    "address",
    [
        "documents/none",
        "documents/%ED%A0%80",
        "fact/ffffffffffffffff",
        "fact/zz",
        "runs/99/diff",
        "series?a=Nobody&b=Kestria",
        "series?a=Kestria&b=KES",
        "series?a=Velmora&b=Kestria&dataset=nowhere",
        "claims?dataset=nowhere",
        "pairs?dataset=nowhere",
        "nothing/here",
    ],
)
def test_what_is_not_there_is_404(reading_desk: TestClient, address: str) -> None:
    answer = reading_desk.get(f"/api/{address}")
    assert answer.status_code == 404
    assert answer.json()["detail"]


@pytest.mark.parametrize("path", ["documents", "events", "facts/figure", "timeline", "pairs", "diff"])
def test_days_that_end_before_they_begin_hold_nothing(reading_desk: TestClient, path: str) -> None:
    assert rows(reading_desk, f"/api/{path}?since=2031-06-01&until=2031-05-01") == []


def test_centuries_of_days_are_cut_to_those_of_the_data(reading_desk: TestClient) -> None:
    asked = "/api/series?a=Velmora&b=Kestria&way=both&period=day"
    wide = reading_desk.get(f"{asked}&since=1500-01-01&until=2099-12-31").json()
    assert 0 < wide["total"] < 10_000
    month = rows(reading_desk, f"{asked}&since=2031-03-01&until=2031-03-31&size=200")
    assert [row["start"] for row in month] == [f"2031-03-{day:02}" for day in range(1, 32)]


def test_an_answer_that_has_not_changed_is_304_without_the_work(
    desk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = desk.get("/api/documents")
    tag = first.headers["etag"]
    assert tag.startswith('W/"')
    assert first.headers["cache-control"] == "private, no-cache"
    with monkeypatch.context() as patched:
        patched.delattr(DuckDBReading, "documents")
        known = desk.get("/api/documents", headers={"If-None-Match": f'"other", {tag}'})
        assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", tag)
    assert desk.get("/api/documents?page=2", headers={"If-None-Match": tag}).status_code == 200
    with state_of(desk).store.changing() as store:
        store.begin_run(SETUP)
    changed = desk.get("/api/documents", headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != tag


def test_further_pages_of_a_long_work_come_from_the_first(desk: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first = desk.get("/api/diff?since=2031-05-01&size=5").json()
    monkeypatch.delattr(DuckDBReading, "iter_facts")
    second = desk.get(first["next"]).json()
    assert second["total"] == first["total"]
    assert second["items"] != first["items"]


def test_while_it_is_worked_out_the_answer_is_503_and_says_when_to_ask_again(
    desk: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = []

    def never(stamp: str, wait: float) -> Found[Any]:
        waited.append(wait)
        return Found(value=None, is_current=False)

    monkeypatch.setattr(state_of(desk).related, "now", never)
    answer = desk.get("/api/issues")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == str(api_worked.RETRY)
    assert waited[-1] == api_worked.WAIT  # before it stands what the desk works out when it starts


def test_the_page_for_people_names_every_address(reading_desk: TestClient) -> None:
    page = reading_desk.get("/api").text
    assert [path for path in PATHS if f"/api{path}" not in page] == []


@pytest.fixture
def guarded(example: Path) -> Iterator[TestClient]:
    """A desk that other machines reach."""
    settings = Settings(store=example, host="0.0.0.0", token_hash=hash_of("secret"))
    with TestClient(make_app(settings), base_url="http://desk.example") as client:
        yield client


def test_beyond_this_machine_the_token_is_wanted_and_the_document_says_so(guarded: TestClient) -> None:
    refused = guarded.get("/api/info")
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    bearer = {"Authorization": "Bearer secret"}
    assert guarded.get("/api/info", headers=bearer).status_code == 200
    described = guarded.get("/api/openapi.json", headers=bearer).json()
    assert described["security"] == [{"token": []}]
    assert all("401" in each["get"]["responses"] for each in described["paths"].values())


def test_on_this_machine_the_document_wants_no_token(reading_desk: TestClient) -> None:
    described = reading_desk.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert "security" not in described
    assert described["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    assert set(described["paths"]) == set(PATHS)
