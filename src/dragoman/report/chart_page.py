"""Charts as files: SVG, PNG, JSON, or one HTML page with the evidence below. Nothing reaches for a network."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

from dragoman.report.chart_style import Evidence, EvidenceLine, anchor, cleaned, in_line, is_url

PNG_SCALE = 2.0
ADDRESS = re.compile(r"https?://(?!www\.w3\.org/)[^\s\"'`\\]*")
"""Addresses in the bundled JavaScript that are no names of XML: of a menu that the page hasn't, a schema, a note."""
INWARD = re.compile(r'"https?://[^"]*(#e-[0-9a-f]+)"')
"""A link inside the page as the renderer writes it: with an address that it takes all links to be relative to."""
STYLE = """
body { font: 15px/1.5 "Liberation Sans", Arial, Helvetica, sans-serif; color: #1a1a1a; background: #fff;
       margin: 0 auto; max-width: 1100px; padding: 16px; }
#chart { overflow-x: auto; }
#evidence li { margin: 0 0 .4em; overflow-wrap: anywhere; }
#evidence section { border-top: 1px solid #d9d9d9; padding: .2em .6em; }
#evidence section:target { background: #fff3c4; outline: 2px solid #1a1a1a; }
#evidence h3 { font-size: 1em; margin: .6em 0 .3em; }
.about { color: #555; }
a { color: #005a8c; }
a:focus { outline: 3px solid #E69F00; }
@media print { #evidence section { break-inside: avoid; } }
"""
SCRIPT = """
vegaEmbed("#chart", JSON.parse(document.getElementById("spec").textContent),
          {mode: "vega-lite", actions: false, renderer: "svg", loader: {target: "_self"}}).catch(console.error);
"""
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="%(policy)s">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%(title)s</title>
<style>%(style)s</style>
</head>
<body>
<main id="chart">%(svg)s</main>
<section id="evidence">%(evidence)s</section>
<script type="application/json" id="spec">%(spec)s</script>
<script>%(library)s</script>
<script>%(script)s</script>
</body>
</html>
"""


def save_chart(chart: Any, path: Path, *, evidence: Sequence[Evidence] = ()) -> None:
    """Write a chart to a file whose suffix says the format: ``.svg``, ``.png``, ``.html`` or ``.json`` (Vega-Lite).

    Links of points to the evidence list lead there in a page; in the other formats they lead to the first report of the
    point that has an address, or nowhere.

    Args:
        chart: one of altair's.
        evidence: what the points stand on, in the order of the list.

    Raises:
        ValueError: the suffix is another one.
        OSError: the file can't be written.
    """
    render = RENDERERS.get(path.suffix.lower())
    if render is None:
        raise ValueError(f"{path.name}: no chart can be written so; end the name in {', '.join(RENDERERS)}")
    # Written only when it is whole, so that a failure leaves no half of a picture.
    path.write_bytes(render(chart_spec(chart), tuple(evidence)))


def chart_spec(chart: Any) -> dict[str, Any]:
    """The chart as Vega-Lite, its data inside, free of characters that break the renderer."""
    import altair as alt

    # Not checked against the schema of Vega-Lite: that goes through all rows; the tests check each kind of chart.
    with alt.data_transformers.enable("default", max_rows=None):
        spec = chart.to_dict(validate=False)
    return cast(dict[str, Any], _each_text(spec, cleaned))


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {_each_text(key, change): _each_text(each, change) for key, each in value.items()}
    return [_each_text(each, change) for each in value] if isinstance(value, list | tuple) else value


def _svg(spec: dict[str, Any], evidence: Sequence[Evidence]) -> bytes:
    return _drawn(_outward(spec, evidence)).encode()


def _png(spec: dict[str, Any], evidence: Sequence[Evidence]) -> bytes:
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(spec, _version(), scale=PNG_SCALE, allowed_base_urls=[]))


def _json(spec: dict[str, Any], evidence: Sequence[Evidence]) -> bytes:
    return (json.dumps(_outward(spec, evidence), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def inline_svg(chart: Any) -> str:
    """The chart as SVG to stand in a page; links of its points to ``#e-...`` lead to anchors of that page."""
    return INWARD.sub(r'"\1"', _drawn(chart_spec(chart)))


def _drawn(spec: dict[str, Any]) -> str:
    import vl_convert

    return str(vl_convert.vegalite_to_svg(spec, _version(), allowed_base_urls=[]))


def _version() -> str:
    """The version of Vega-Lite that altair writes, as the renderer names it: ``6.4``."""
    import altair as alt

    return ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])


def _outward(spec: dict[str, Any], evidence: Sequence[Evidence]) -> dict[str, Any]:
    """The same chart with links to the first address of an entry in place of links to the entry."""
    urls = {f"#{anchor(entry.key)}": _first_url(entry) for entry in evidence}
    return cast(dict[str, Any], _relinked(spec, lambda href: urls.get(href) if href.startswith("#") else href))


def _first_url(entry: Evidence) -> str | None:
    return next((cleaned(line.url) for line in entry.lines if line.url and is_url(line.url)), None)


def _relinked(value: Any, change: Callable[[str], str | None]) -> Any:
    """A spec with each row's ``href`` changed, or taken out."""
    if isinstance(value, Mapping):
        changed = {key: _relinked(each, change) for key, each in value.items()}
        if isinstance(value.get("href"), str):
            changed["href"] = change(value["href"])
        return changed
    return [_relinked(each, change) for each in value] if isinstance(value, list | tuple) else value


def _html(spec: dict[str, Any], evidence: Sequence[Evidence]) -> bytes:
    """One page that needs nothing else: the picture, drawn anew by the scripts for tooltips, and the list below.

    The policy in it lets the browser run these two scripts alone and load nothing.
    """
    there = {f"#{anchor(entry.key)}" for entry in evidence}
    inside = _relinked(spec, lambda href: href if not href.startswith("#") or href in there else None)
    library = _library(_version())
    scripts = " ".join(f"'sha256-{_digest(script)}'" for script in (library, SCRIPT))
    page = PAGE % {
        # Vega makes functions of expressions, which is what 'unsafe-eval' allows; no text of a report is in one.
        "policy": f"default-src 'none'; script-src {scripts} 'unsafe-eval'; style-src 'unsafe-inline'; img-src data:;"
        " base-uri 'none'; form-action 'none'",
        "title": html.escape(str(spec.get("description", "Chart"))),
        "style": STYLE,
        "svg": INWARD.sub(r'"\1"', _drawn(inside)),
        "evidence": _evidence_list(evidence),
        "spec": _quoted(inside),
        "library": library,
        "script": SCRIPT,
    }
    return page.encode()


def _quoted(spec: Mapping[str, Any]) -> str:
    """JSON that can stand in a page: nothing in it ends the script or opens a tag, or is an address of a schema."""
    kept = {key: value for key, value in spec.items() if key != "$schema"}
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True)
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def _library(version: str) -> str:
    """Vega, Vega-Lite and Vega-Embed as the renderer brings them, without addresses of the web."""
    import vl_convert

    bundle = str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=version))
    return ADDRESS.sub("", bundle).replace("\r\n", "\n").replace("</script", "<\\/script")


def _evidence_list(evidence: Iterable[Evidence]) -> str:
    entries = [_entry(entry) for entry in evidence]
    if not entries:
        return ""
    return "<h2>What the points stand on</h2>\n" + "\n".join(entries)


def _entry(entry: Evidence) -> str:
    more = f'<p class="about">and {entry.more:,} more</p>' if entry.more else ""
    lines = "\n".join(f"<li>{_line(line)}</li>" for line in entry.lines)
    heading = html.escape(in_line(entry.heading))
    return f'<section id="{anchor(entry.key)}"><h3>{heading}</h3><ul>{lines}</ul>{more}</section>'


def _line(line: EvidenceLine) -> str:
    text = html.escape(in_line(line.text)) or "(no sentence)"
    if line.url and is_url(line.url):
        address = html.escape(cleaned(line.url), quote=True)
        text = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{text}</a>'
    about = [html.escape(in_line(part)) for part in (line.day, line.source) if part]
    if line.reference:
        about.append(f"<code>dragoman explain {html.escape(in_line(line.reference))}</code>")
    return f'{text} <span class="about">{" · ".join(about)}</span>' if about else text


RENDERERS: Mapping[str, Callable[[dict[str, Any], Sequence[Evidence]], bytes]] = {
    ".svg": _svg,
    ".png": _png,
    ".html": _html,
    ".json": _json,
}
SUFFIXES = tuple(RENDERERS)
"""Endings of a file that say what to write."""
