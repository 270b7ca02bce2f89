"""Who may ask what: hosts, forms of other sites, the token beyond loopback, sizes, and what pages may load."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from dragoman.store import open_store
from dragoman.web.app import make_app
from dragoman.web.guard import hash_of
from dragoman.web.server import token_of
from dragoman.web.settings import Settings, is_loopback

PAGES = ("/", "/facts/event", "/add", "/nowhere", "/facts/rumour", "/static/desk.css")


def token_in(page: str) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_forbids_scripts_of_others_frames_and_guessing(reading_desk: TestClient, page: str) -> None:
    headers = reading_desk.get(page).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("page", ["/", "/facts/event", "/add"])
def test_pages_have_no_inline_script_style_or_other_host(reading_desk: TestClient, page: str) -> None:
    text = reading_desk.get(page).text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)
    assert not re.search(r"""(?:src|action)=["']?(?:https?:)?//""", text)


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", ""])
def test_another_name_for_this_machine_is_refused(reading_desk: TestClient, host: str) -> None:
    assert reading_desk.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST:1"])
def test_names_of_loopback_are_answered(reading_desk: TestClient, host: str) -> None:
    assert reading_desk.get("/", headers={"host": host}).status_code == 200


def test_a_form_without_its_value_is_refused(desk: TestClient) -> None:
    page = desk.get("/add").text
    assert desk.post("/add", data={"text": "Talks."}).status_code == 403
    assert desk.post("/add", data={"text": "Talks.", "form_token": "x"}).status_code == 403
    good = {"text": "Talks.", "form_token": token_in(page)}
    assert desk.post("/add", data=good, headers={"origin": "http://evil.example"}).status_code == 403
    assert desk.post("/add", data=good, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert desk.post("/add", data=good, follow_redirects=False).status_code == 303


def test_a_value_of_another_browser_is_refused(desk: TestClient) -> None:
    other = TestClient(desk.app, base_url="http://localhost")
    assert desk.post("/add", data={"text": "Talks.", "form_token": token_in(other.get("/add").text)}).status_code == 403


def test_too_large_an_upload_is_refused_and_nothing_kept(example: Path) -> None:
    with TestClient(make_app(Settings(store=example, upload_bytes=2000)), base_url="http://localhost") as desk:
        token = token_in(desk.get("/add").text)
        answer = desk.post("/add", data={"form_token": token}, files=[("files", ("a.txt", b"x" * 200_000))])
    assert answer.status_code == 413
    with open_store(example, read_only=True) as store:
        assert store.uploads() == []


@pytest.mark.parametrize(
    "path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd"]
)
def test_no_path_leads_to_other_files(reading_desk: TestClient, path: str) -> None:
    assert reading_desk.get(path).status_code == 404


def test_beyond_loopback_every_page_wants_the_token(example: Path) -> None:
    token, token_hash = token_of(example, is_new=False, wanted=True)
    again = token_of(example, is_new=False, wanted=True)
    assert token
    assert again == ("", token_hash)
    assert token.encode() not in example.read_bytes()
    app = make_app(Settings(store=example, host="0.0.0.0", token_hash=token_hash))
    with TestClient(app, base_url="http://desk.example:8000", follow_redirects=False) as desk:
        answer = desk.get("/facts/event?actor=Velmora")
        assert (answer.status_code, answer.headers["location"]) == (303, "/login?to=/facts/event%3Factor%3DVelmora")
        assert desk.get("/static/desk.css").status_code == 200
        assert desk.post("/login", data={"token": "guess", "to": "/"}).status_code == 403
        assert desk.get("/", headers={"authorization": "Bearer guess"}).status_code == 303
        assert desk.get("/", headers={"authorization": f"Bearer {token}"}).status_code == 200
        entered = desk.post("/login", data={"token": token, "to": "//evil.example/"})
        assert (entered.status_code, entered.headers["location"]) == (303, "/")
        assert "HttpOnly" in entered.headers["set-cookie"]
        assert desk.get("/facts/event").status_code == 200
    fresh, fresh_hash = token_of(example, is_new=True, wanted=True)
    assert fresh != token
    assert fresh_hash == hash_of(fresh)


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("127.8.0.1", True), ("0.0.0.0", False), ("desk", False)],
)
def test_loopback_is_known(host: str, local: bool) -> None:
    assert is_loopback(host) is local
