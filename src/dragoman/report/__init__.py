"""What people read: renderables for a terminal. Nothing here prints; words are descriptive and neutral."""

from dragoman.report.explain import explain
from dragoman.report.readout import Reading, readout
from dragoman.report.tables import actors_table, documents_table, errors_table, events_table

__all__ = ["Reading", "actors_table", "documents_table", "errors_table", "events_table", "explain", "readout"]
