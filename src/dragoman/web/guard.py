"""Who may ask what: hosts, the token beyond loopback, forged requests, and what pages may load.

Written as plain ASGI, since it has to see every request before anything else does, streams included.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.web.settings import LOCAL_NAMES, Settings, is_loopback

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
FORM_COOKIE = "dragoman-form"
"""Holds a random value that every form must repeat: another site can send the cookie, but can't read it."""
TOKEN_COOKIE = "dragoman-token"
FORM_FIELD = "form_token"
FORM_HEADER = "x-form-token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_PATHS = ("/login", "/static/")
"""Reached without a token."""


class Guard:
    """Lets through what is allowed, and sets the headers of every answer."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._is_local = is_loopback(settings.host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        cookies = cookies_of(headers)
        given = cookies.get(FORM_COOKIE, "")
        scope.setdefault("state", {})["form_token"] = given or secrets.token_urlsafe(24)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                _set_headers(MutableHeaders(scope=message), "" if given else scope["state"]["form_token"])
            await send(message)

        refusal = self._refusal(scope, headers, cookies)
        await (refusal or self._app)(scope, receive, sending)

    def _refusal(self, scope: Scope, headers: Headers, cookies: dict[str, str]) -> ASGIApp | None:
        """The answer to a request that is not let through, or ``None``."""
        host = headers.get("host", "")
        if self._is_local and _name(host) not in LOCAL_NAMES:
            # Another site's name that is made to point here (DNS rebinding).
            return PlainTextResponse(f"This desk answers to localhost only, not to {host[:80]!r}.\n", 421)
        path = scope["path"]
        if self._settings.token_hash and not path.startswith(OPEN_PATHS):
            given = cookies.get(TOKEN_COOKIE, "") or _bearer(headers)
            if not is_token(given, self._settings.token_hash):
                if path.startswith("/api") or scope["method"] not in SAFE:
                    return PlainTextResponse(
                        "Needs the token: Authorization: Bearer TOKEN\n", 401, {"WWW-Authenticate": "Bearer"}
                    )
                query = scope.get("query_string", b"").decode("latin-1")
                return RedirectResponse(f"/login?to={quote(path + ('?' + query if query else ''))}", 303)
        if scope["method"] not in SAFE and not _same_origin(headers, host):
            return PlainTextResponse("This request comes from another site.\n", 403)
        return None


def _set_headers(headers: MutableHeaders, new_form_token: str) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if new_form_token:
        headers.append("Set-Cookie", f"{FORM_COOKIE}={new_form_token}; Path=/; HttpOnly; SameSite=Strict")


def cookies_of(headers: Headers) -> dict[str, str]:
    """Cookies of a request by name; none where they can't be read."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def hash_of(token: str) -> str:
    """What is kept of a token; it has 256 random bits, so that one round of SHA-256 hides it."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_token(given: str, token_hash: str) -> bool:
    """Whether it is the token with this hash, in a time that tells nothing."""
    return bool(given) and hmac.compare_digest(hash_of(given), token_hash)


def is_form_token(given: str, state: object) -> bool:
    """Whether a form repeats the value of its cookie."""
    expected = str(getattr(state, "form_token", ""))
    return bool(given) and hmac.compare_digest(given.encode(), expected.encode())


def _bearer(headers: Headers) -> str:
    scheme, _, value = headers.get("authorization", "").partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""


def _name(host: str) -> str:
    """Host without port, in lower case."""
    return (host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]).lower()


def _same_origin(headers: Headers, host: str) -> bool:
    """Whether a browser says that a request comes from a page of this desk; programs say nothing."""
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == host.lower()
