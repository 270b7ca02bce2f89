"""Flat views of the store, one for each kind of fact, for those who read it with other tools."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.store.event_views import EVENT_VIEWS

COMMON = "f.id, f.document_id AS document, d.published, d.publisher, d.title, f.date, f.date_end, f.date_basis"
"""Columns that every view begins with."""
ENDING = """f.factuality,
       (SELECT string_agg(coalesce(t.speaker, 'unnamed source'), ' > ' ORDER BY t.position) FROM attributions t
        WHERE t.fact_id = f.id AND t.kind <> 'outlet') AS said_by,
       f.place, f.place_id, f.confidence, f.rule, f.extractor, f.run"""


def _actors(role: str, *more: str, name: str = "") -> str:
    """Columns of the actors in one role: names, ids, and what else is asked for, joined with ``|``."""
    name = name or role
    columns = {name: "name", f"{name}_id": "actor_id", **{f"{name}_{column}": column for column in more}}
    return ", ".join(
        f"(SELECT string_agg(coalesce(a.{column}, ''), '|' ORDER BY a.position) FROM fact_actors a"
        f" WHERE a.fact_id = f.id AND a.role = '{role}') AS {title}"
        for title, column in columns.items()
    )


def _phrases(role: str, name: str) -> str:
    return (
        "(SELECT string_agg(p.phrase, '|' ORDER BY p.position) FROM fact_phrases p"
        f" WHERE p.fact_id = f.id AND p.role = '{role}') AS {name}"
    )


def _view(kind: str, *columns: str) -> str:
    return (
        f"CREATE VIEW {kind}_list AS SELECT {COMMON},\n       {', '.join(columns)},\n       {ENDING}\nFROM facts f"
        f" JOIN {kind}s x ON x.fact_id = f.id JOIN documents d ON d.id = f.document_id\n"
        "ORDER BY d.published, d.id, f.position"
    )


VIEWS: Mapping[str, str] = {
    "event_list": _view(
        "event",
        _actors("source", "country"),
        _actors("target", "country"),
        "x.plover, x.mode, x.context, x.cameo, x.quad_class, x.goldstein, x.background, x.is_symmetric, x.trigger_text",
    ),
    "statement_list": _view(
        "statement",
        _actors("speaker", "country"),
        "x.written, x.unnamed, x.cue, x.direct, x.form, x.content",
        _actors("addressee"),
    ),
    "position_list": _view("position", _actors("holder", "country"), "x.issue, x.stance, x.strength, x.trigger_text"),
    "proposal_list": _view(
        "proposal",
        "x.name, x.form",
        _actors("sponsor"),
        "x.phases",
        _phrases("term", "terms"),
        "x.status, x.answers_to",
        _actors("responder"),
        "(SELECT string_agg(r.answer, '|' ORDER BY r.position) FROM responses r WHERE r.fact_id = f.id) AS response",
    ),
    "condition_list": _view(
        "condition",
        "x.consequent",
        _phrases("antecedent", "antecedents"),
        "x.joined_by, x.type, x.marker",
        _actors("set_by"),
        _actors("said_by", name="condition_said_by"),
    ),
    "assessment_list": _view(
        "assessment",
        _actors("about"),
        "x.topic, x.direction, x.since, x.since_date, x.in_title, x.contrast, x.trigger_text",
        _actors("speaker"),
    ),
    "figure_list": _view(
        "figure",
        "x.measure, x.counted, x.low, x.high, x.written, x.approximate, x.unit",
        _actors("victim"),
        _actors("claimant"),
    ),
    # What a fact is about, in the words of the text: one row for each phrase.
    "fact_topics": """CREATE VIEW fact_topics AS
SELECT fact_id, content AS topic FROM statements UNION ALL SELECT fact_id, issue FROM positions
UNION ALL SELECT fact_id, name FROM proposals UNION ALL SELECT fact_id, consequent FROM conditions
UNION ALL SELECT fact_id, topic FROM assessments UNION ALL SELECT fact_id, counted FROM figures
UNION ALL SELECT fact_id, phrase FROM fact_phrases""",
    **EVENT_VIEWS,
}
"""DDL by name of the view. ``said_by`` of every view is the whole chain of who says so, without the outlet."""
