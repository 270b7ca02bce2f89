"""Review at the desk: one fact at a time, blind, never lost, never doubled."""

from __future__ import annotations

import csv
import io
import re
import threading
from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient
from reviewing import form_in, make_sample, other_stance, other_than, part, say, sign_in

from dragoman.directory import load_directory
from dragoman.model.reviews import Review, Verdict
from dragoman.store import FactFilter, open_store
from dragoman.web.app import make_app
from dragoman.web.settings import Settings

HOME = "http://localhost"
POSITION = FactFilter(kinds=("position",))


def kept(path: Path) -> list[Review]:
    with open_store(path, read_only=True) as store:
        return store.reviews()


def test_a_sample_is_reviewed_fact_by_fact_and_the_facts_stay_as_they_were(desk: TestClient, example: Path) -> None:
    with open_store(example, read_only=True) as store:
        before = store.facts(POSITION)
    sign_in(desk, "Ada Lund")
    address = make_sample(desk, kind="position", n="4")
    seen = []
    for verdict in ("accept", "reject", "skip"):
        seen.append(form_in(desk.get(address).text)["fact"])
        assert say(desk, address, verdict).headers["location"] == address
    stance = other_stance(desk, address)
    assert say(desk, address, "correct", stance=stance).status_code == 303
    page = desk.get(address).text
    assert "You have reviewed every fact" in page
    assert f"fact={seen[2]}" in page
    found = kept(example)
    assert [review.verdict for review in found] == ["accept", "reject", "skip", "correct"]
    assert len({review.fact_id for review in found}) == 4
    assert {review.reviewer for review in found} == {"Ada Lund"}
    assert found[3].corrected == {"stance": stance}
    assert found[3].coded["stance"] != stance
    assert all(review.setup for review in found)
    with open_store(example, read_only=True) as store:
        assert store.facts(POSITION) == before


def test_undo_adds_a_row_and_brings_the_fact_back(desk: TestClient, example: Path) -> None:
    sign_in(desk, "Ada")
    address = make_sample(desk, kind="event", n="3")
    first = form_in(desk.get(address).text)["fact"]
    say(desk, address, "reject")
    page = desk.get(address).text
    undo = page[page.index('value="undo"') - 600 :]
    data = {"form_token": part(page, "form_token"), "id": part(undo, "id"), "fact": first, "verdict": "undo"}
    answer = desk.post(address, data=data, follow_redirects=False)
    assert answer.headers["location"] == f"{address}?fact={first}"
    assert form_in(desk.get(answer.headers["location"]).text)["fact"] == first
    assert [review.verdict for review in kept(example)] == ["reject", "undo"]
    assert "0 of 3" in desk.get(address).text


def test_a_fact_that_is_opened_again_shows_what_its_reviewer_said_and_nobody_elses_word(
    desk: TestClient, example: Path
) -> None:
    sign_in(desk, "Ada")
    address = make_sample(desk, kind="position", n="2")
    form = form_in(desk.get(address).text)
    stance = other_than(form["f.stance"], "undecided", "against")
    assert say(desk, address, "correct", note="as I read it", stance=stance, holder="New Body").status_code == 303
    again = f"{address}?fact={form['fact']}"
    page = desk.get(again).text
    filled = form_in(page)
    assert (filled["f.stance"], filled["f.holder"]) == (stance, "New Body")
    assert f'data-coded="{form["f.stance"]}"' in page
    assert part(page, "note") == "as I read it"
    assert "What you said of this last: correct." in page
    # Sent again as it stands, it says the same: the actor that was new is no other now.
    assert desk.post(address, data={**filled, "verdict": "correct"}, follow_redirects=False).status_code == 303
    first, second = kept(example)
    assert second.corrected == first.corrected
    other = TestClient(desk.app, base_url=HOME)
    sign_in(other, "Bo")
    blind = other.get(again).text
    assert form_in(blind)["f.stance"] == form["f.stance"]
    assert "as I read it" not in blind
    assert "What you said" not in blind


def test_what_was_taken_back_can_be_mended_and_sent_again(desk: TestClient) -> None:
    sign_in(desk, "Ada")
    address = make_sample(desk, kind="position", n="2")
    form = form_in(desk.get(address).text)
    fact, stance = form["fact"], other_than(form["f.stance"], "undecided", "against")
    say(desk, address, "correct", stance=stance)
    page = desk.get(f"{address}?fact={fact}").text
    undo = {**form_in(page), "id": part(page[page.index('value="undo"') - 600 :], "id"), "verdict": "undo"}
    desk.post(address, data=undo, follow_redirects=False)
    page = desk.get(f"{address}?fact={fact}").text
    assert "What you said of this last: correct, and took back." in page
    assert form_in(page)["f.stance"] == stance


def test_what_was_corrected_and_taken_back_stands_in_the_form_of_that_reviewer_alone(desk: TestClient) -> None:
    sign_in(desk, "Ada")
    address = make_sample(desk, kind="event", n="1")
    coded = form_in(desk.get(address).text)
    factuality = other_than(coded["f.factuality"], "planned", "denied")
    say(desk, address, "correct", note="see Zyx", factuality=factuality)
    page = desk.get(address).text
    undo = page[page.index('value="undo"') - 600 :]
    data = {"form_token": part(page, "form_token"), "id": part(undo, "id"), "fact": coded["fact"], "verdict": "undo"}
    again = desk.post(address, data=data).text
    assert form_in(again)["f.factuality"] == factuality != coded["f.factuality"]
    assert "see Zyx" in again
    sign_in(desk, "Bo")
    other = desk.get(address).text
    assert form_in(other)["f.factuality"] == coded["f.factuality"]
    assert "see Zyx" not in other


def test_a_form_that_is_sent_twice_is_kept_once(desk: TestClient, example: Path) -> None:
    sign_in(desk, "Ada")
    address = make_sample(desk, kind="event", n="3")
    form = form_in(desk.get(address).text)
    answers = [desk.post(address, data={**form, "verdict": "accept"}, follow_redirects=False) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert len(kept(example)) == 1


def test_a_second_reviewer_sees_the_same_facts_in_an_order_of_their_own_and_no_verdicts(
    example: Path, desk: TestClient
) -> None:
    sign_in(desk, "Ada")
    address = make_sample(desk, kind="position", n="12", seed="5")
    other = TestClient(desk.app, base_url=HOME)
    sign_in(other, "Bo")
    pages_before = _pages(other, address, "Bo")
    orders: dict[str, list[str]] = {}
    for client, name in ((desk, "Ada"), (other, "Bo")):
        order = orders.setdefault(name, [])
        if name == "Bo":
            # Ada has reviewed all by now: Bo's pages are what they were before she began.
            assert _pages(other, address, "Bo") == pages_before
        for _ in range(12):
            order.append(form_in(client.get(address).text)["fact"])
            assert say(client, address, "reject", note="Ada thinks it is wrong").status_code == 303
    assert set(orders["Ada"]) == set(orders["Bo"])
    assert orders["Ada"] != orders["Bo"]
    assert len(kept(example)) == 24


def _pages(client: TestClient, address: str, name: str) -> str:
    """The first page of a reviewer without what is random in it."""
    page = client.get(address).text
    return re.sub(r'(name="(?:id|form_token)" value|data-form-token)="[^"]*"', "", page)


RESULTS = ("/review/results.csv", "/review/results.md", "/review/results.tex", "/review/export/position.csv",
           "/review/export/event.jsonl", "/review/actors.yaml")  # fmt: skip


def test_results_wait_until_the_reviewer_is_done_or_asks_for_them(desk: TestClient) -> None:
    sign_in(desk, "Ada")
    address = make_sample(desk, kind="position", n="2")
    say(desk, address, "accept")
    page = desk.get("/review/results")
    assert "finish first" in page.text
    assert "Precision by kind" not in page.text
    assert [desk.get(each).status_code for each in RESULTS] == [403] * len(RESULTS)
    assert "Precision by kind" in desk.get("/review/results?show=yes").text
    say(desk, address, "reject")
    page = desk.get("/review/results")
    assert "Precision by kind" in page.text
    assert "2 facts judged by 1 reviewer (Ada)" in page.text
    assert [desk.get(each).status_code for each in RESULTS] == [200] * len(RESULTS)
    other = TestClient(desk.app, base_url=HOME)
    sign_in(other, "Bo")
    assert "Precision by kind" not in other.get("/review/results").text


def test_agreement_of_two_and_no_precision_of_uncertain_facts(desk: TestClient) -> None:
    sign_in(desk, "Ada")
    address = make_sample(desk, kind="position", n="4", how="uncertain")
    other = TestClient(desk.app, base_url=HOME)
    sign_in(other, "Bo")
    for verdict in ("accept", "reject", "accept", "accept"):
        for client in (desk, other):
            say(client, address, verdict)
    page = desk.get("/review/results").text
    assert "No precision" in page
    assert "Precision by kind" not in page
    rows = list(csv.DictReader(io.StringIO(desk.get("/review/results.csv").text)))
    alphas = {row["field"]: row["value"] for row in rows if row["measure"] == "alpha"}
    assert alphas["verdict"] == "1.0"
    assert not re.search(r"\bnan\b", page.lower())
    assert {row["measure"] for row in rows} == {"alike", "alpha", "kappa"}


@pytest.mark.parametrize(
    ("kind", "field", "written", "told"),
    [
        ("position", "holder", "", "holder: may not be empty"),
        ("position", "date", "last May", "is no date; write YYYY"),
        ("position", "date", "2031-02-30", "is no date; write YYYY"),
        ("event", "mode", "dance", "is none of"),
        ("figure", "low", "many", "is no number"),
        ("figure", "low", "1e999", "is no number"),
        ("event", "target", "Kestria | Kestria", "stands there twice"),
    ],
)
def test_a_correction_that_can_not_be_is_said_in_a_line_and_nothing_is_kept(
    desk: TestClient, example: Path, kind: str, field: str, written: str, told: str
) -> None:
    sign_in(desk, "Ada")
    address = make_sample(desk, kind=kind, n="2")
    answer = say(desk, address, "correct", **{field: written})
    assert answer.status_code == 400
    assert told in answer.text
    assert kept(example) == []


def test_a_change_is_not_lost_by_pressing_accept_nor_is_correct_without_one_kept(
    desk: TestClient, example: Path
) -> None:
    sign_in(desk, "Ada")
    address = make_sample(desk, kind="position", n="2")
    stance = other_stance(desk, address)
    answer = say(desk, address, "accept", stance=stance)
    assert answer.status_code == 400
    assert f'value="{stance}" selected' in answer.text
    assert say(desk, address, "correct").status_code == 400
    assert say(desk, address, "applaud").status_code == 400
    assert kept(example) == []


def test_what_is_written_comes_back_as_text(desk: TestClient) -> None:
    sign_in(desk, "<script>alert(1)</script>")
    address = make_sample(desk, kind="position", n="2", name="<b>first</b>")
    say(desk, address, "accept")
    page = desk.get(address).text + desk.get("/review").text + desk.get("/review/results?show=yes").text
    assert "<script>alert" not in page
    assert "<b>first" not in page
    assert "&lt;script&gt;alert" in page


def test_a_forged_or_wrong_form_changes_nothing(desk: TestClient, example: Path) -> None:
    sign_in(desk, "Ada")
    address = make_sample(desk, kind="position", n="2")
    form = {**form_in(desk.get(address).text), "verdict": "accept"}
    assert desk.post(address, data={**form, "form_token": "x"}).status_code == 403
    assert desk.post(address, data={**form, "fact": "0" * 16}).status_code == 404
    assert desk.post(address, data={**form, "id": "1"}).status_code == 400
    assert desk.post("/review/" + "0" * 32, data=form).status_code == 404
    stranger = TestClient(desk.app, base_url=HOME)
    token = part(stranger.get("/review").text, "form_token")
    assert stranger.post(address, data={**form, "form_token": token}).status_code == 403
    assert kept(example) == []


def test_a_sample_with_a_wrong_value_says_so(desk: TestClient) -> None:
    sign_in(desk, "Ada")
    page = desk.get("/review").text
    good = {"form_token": part(page, "form_token"), "id": part(page, "id"), "how": "random", "n": "5"}
    for changes, told in (
        ({"n": "0"}, "is not 1 to"),
        ({"n": "many"}, "is not a whole number"),
        ({"how": "all"}, "is neither of"),
        ({"kind": "rumour"}, "is no kind of fact"),
        ({"since": "lately"}, "is not a date"),
        ({"issue": "quite another matter"}, "no facts fit"),
    ):
        answer = desk.post("/review/samples", data={**good, **changes}, follow_redirects=False)
        assert (answer.status_code, told in answer.text) == (400, True), changes


def test_corrected_values_stand_in_the_export_beside_those_that_were_coded(desk: TestClient) -> None:
    sign_in(desk, "Ada")
    address = make_sample(desk, kind="event", n="1")
    key = form_in(desk.get(address).text)["fact"]
    plover = form_in(desk.get(address).text)["f.plover"]
    new = other_than(plover, "AID", "CONSULT")
    assert say(desk, address, "correct", plover=new).status_code == 303
    rows = list(csv.DictReader(io.StringIO(desk.get("/review/export/event.csv").text)))
    (row,) = [row for row in rows if row["id"] == key]
    assert (row["review"], row["reviewer"], row["plover"], row["coded_plover"]) == ("corrected", "Ada", new, plover)
    assert row["quad_class"] == ("2" if new == "AID" else "1")
    assert {row["review"] for row in rows} == {"", "corrected"}
    assert len(rows) == 202


def test_a_corrected_actor_becomes_an_entry_that_loads(desk: TestClient, tmp_path: Path) -> None:
    sign_in(desk, "Ada")
    address = make_sample(desk, kind="position", n="2")
    assert say(desk, address, "correct", holder="Sorrel Fishers: “Union” #1").status_code == 303
    assert say(desk, address, "correct", holder="Japan").status_code == 303
    file = tmp_path / "mine.yaml"
    file.write_text(desk.get("/review/actors.yaml").text, encoding="utf-8")
    entries = {entry["id"]: entry for entry in yaml.safe_load(file.read_text(encoding="utf-8"))}
    assert set(entries) == {"sorrel-fishers-union-1", "JPN"}
    directory = load_directory([file])
    assert directory.actors["sorrel-fishers-union-1"].name == "Sorrel Fishers: “Union” #1"
    plain = load_directory()
    assert {name.written for name in plain.names if name.actor == "JPN"} <= {
        name.written for name in directory.names if name.actor == "JPN"
    }


def test_two_who_review_at_once_lose_nothing(example: Path) -> None:
    with TestClient(make_app(Settings(store=example)), base_url=HOME) as first:
        sign_in(first, "Ada")
        address = make_sample(first, kind="statement", n="50")
        second = TestClient(first.app, base_url=HOME)
        sign_in(second, "Bo")
        codes: list[int] = []

        def work(client: TestClient) -> None:
            for _ in range(50):
                codes.append(say(client, address, "accept").status_code)

        workers = [threading.Thread(target=work, args=(client,)) for client in (first, second)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
    assert codes == [303] * 100
    found = kept(example)
    assert len(found) == 100
    assert len({(review.fact_id, review.reviewer) for review in found}) == 100
    assert {review.verdict for review in found} == {Verdict.ACCEPT}
