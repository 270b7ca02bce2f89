"""A reviewer at the desk: names themselves, reads a page, sends its form."""

from __future__ import annotations

import re
from html import unescape

import httpx

from dragoman.web.review_forms import BEFORE

Client = httpx.Client


def part(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page)
    assert found is not None, f"no {name} in the page"
    return unescape(found[1])


def sign_in(client: Client, name: str) -> None:
    """Say who reviews."""
    token = part(client.get("/review").text, "form_token")
    answer = client.post("/review/reviewer", data={"form_token": token, "reviewer": name}, follow_redirects=False)
    assert answer.status_code == 303, answer.text[-600:]


def make_sample(client: Client, **wanted: str) -> str:
    """Draw a sample; its address."""
    page = client.get("/review").text
    data = {"form_token": part(page, "form_token"), "id": part(page, "id"), "how": "random", "n": "20", **wanted}
    answer = client.post("/review/samples", data=data, follow_redirects=False)
    assert answer.status_code == 303, answer.text[-600:]
    return answer.headers["location"]


def form_in(page: str) -> dict[str, str]:
    """What the form of a page would send if nothing were changed."""
    names = ("form_token", "id", "fact")
    found = {name: part(page, name) for name in names}
    start, end = page.index('<form id="verdict"'), page.index("</fieldset>")
    for name, value in re.findall(rf'<input name="({re.escape(BEFORE)}[^"]+)" value="([^"]*)"', page[start:end]):
        found[unescape(name)] = unescape(value)
    for name, options in re.findall(
        rf'<select name="({re.escape(BEFORE)}[^"]+)".*?>(.*?)</select>', page[start:end], re.S
    ):
        (value,) = re.findall(r'value="([^"]*)" selected', options)
        found[unescape(name)] = unescape(value)
    return found


def other_than(coded: str, *values: str) -> str:
    """The first of some values that was not coded: what a random sample holds is not known."""
    return next(value for value in values if value != coded)


def other_stance(client: Client, address: str) -> str:
    """A stance that the position on a page was not coded with."""
    return other_than(form_in(client.get(address).text)["f.stance"], "undecided", "against")


def say(client: Client, address: str, verdict: str, *, note: str = "", **changes: str) -> httpx.Response:
    """Read the page and send a verdict, with fields changed (``f.stance`` as ``stance``)."""
    form = form_in(client.get(address).text)
    changed = {f"{BEFORE}{name}": value for name, value in changes.items()}
    assert set(changed) <= set(form)
    sent = {**form, **changed, "verdict": verdict, "note": note}
    return client.post(address.partition("?")[0], data=sent, follow_redirects=False)
