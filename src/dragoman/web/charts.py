"""Charts in pages: SVG drawn here, so that no script and no other host is needed."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from dragoman.report.charts import inline_svg


def svg_of(chart: Any, label: str) -> Markup:
    """A chart as a picture with a label; what is in it must also stand in the page as text or a table.

    Args:
        chart: one of altair's, as ``dragoman.report.charts`` makes them.
        label: what it shows, for those who don't see it.
    """
    # Made by the renderer, which escapes the texts in it.
    return Markup('<div class="chart" role="group" aria-label="{}">{}</div>').format(label, Markup(inline_svg(chart)))
