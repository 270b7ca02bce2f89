"""Charts for people: each one altair chart of plain values, and ``save_chart`` to write it.

``n`` is in each of them, what is thin is drawn as thin, and colour is never the only sign of anything.
"""

from dragoman.report.chart_matrix import positions_chart
from dragoman.report.chart_network import network_chart
from dragoman.report.chart_page import SUFFIXES, chart_spec, inline_svg, save_chart
from dragoman.report.chart_series import Turn, quads_chart, series_chart
from dragoman.report.chart_style import Evidence, EvidenceLine
from dragoman.report.chart_terms import conditions_chart
from dragoman.report.chart_timeline import Moment, timeline_chart

__all__ = [
    "SUFFIXES",
    "Evidence",
    "EvidenceLine",
    "Moment",
    "Turn",
    "chart_spec",
    "conditions_chart",
    "inline_svg",
    "network_chart",
    "positions_chart",
    "quads_chart",
    "save_chart",
    "series_chart",
    "timeline_chart",
]
