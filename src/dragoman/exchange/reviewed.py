"""Reviews as a layer over flat rows: corrected values, with what was coded beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from dragoman.exchange.flat import COLUMNS
from dragoman.exchange.frames import FLAGS, NUMBERS, WHOLE
from dragoman.exchange.parts import Row
from dragoman.model.reviews import Review, Verdict

if TYPE_CHECKING:
    import polars

FIELDS: Mapping[str, tuple[str, ...]] = {
    "event": ("source", "plover", "mode", "target", "factuality", "background", "date"),
    "statement": ("speaker", "addressee", "form", "direct", "unnamed", "factuality", "date"),
    "position": ("holder", "stance", "strength", "issue", "factuality", "date"),
    "proposal": ("name", "form", "sponsor", "status", "response", "date"),
    "condition": ("consequent", "antecedents", "join", "type", "set_by", "factuality", "date"),
    "assessment": ("about", "topic", "direction", "since_date", "speaker", "factuality", "date"),
    "figure": ("measure", "low", "high", "unit", "counted", "approximate", "victim", "claimant", "factuality", "date"),
}
"""What a reviewer can correct, by kind of fact; ``factuality`` tells how the text presents it."""
OF_ACTORS = ("_id", "_country", "_sector")
"""Endings of the columns that say more of the actors in a column."""
FOLLOWING: Mapping[str, tuple[str, ...]] = {"plover": ("cameo", "quad_class", "goldstein")}
"""Columns that follow from another one."""
REVIEW_COLUMNS = ("review", "reviewer", "reviewed", "reviewers", "reviewers_agree", "review_outdated", "review_note")
CODED = "coded_"
"""Before the name of a column that holds what was coded."""
VERDICTS: Mapping[Verdict, str] = {
    Verdict.ACCEPT: "accepted",
    Verdict.CORRECT: "corrected",
    Verdict.REJECT: "rejected",
}


def is_of_actors(kind: str, field: str) -> bool:
    """Whether a field names actors, whose ids stand in a column beside it."""
    return f"{field}_id" in COLUMNS[kind]


def columns_of_field(kind: str, field: str) -> tuple[str, ...]:
    """The columns that a correction of a field changes."""
    more = [f"{field}{ending}" for ending in OF_ACTORS] if is_of_actors(kind, field) else []
    return (field, *(name for name in (*more, *FOLLOWING.get(field, ())) if name in COLUMNS[kind]))


def correctable(kind: str) -> tuple[str, ...]:
    """All columns of a kind that a correction may change."""
    return tuple(name for field in FIELDS[kind] for name in columns_of_field(kind, field))


def reviewed_columns(kind: str) -> tuple[str, ...]:
    """Columns of :func:`reviewed_row`."""
    return (*COLUMNS[kind], *REVIEW_COLUMNS, *(CODED + name for name in correctable(kind)))


def reviewed_row(row: Row, kind: str, reviews: Sequence[Review] = ()) -> Row:
    """A flat row with the corrections of its last review, and what was coded in columns of their own.

    ``review`` is accepted, corrected, rejected or empty; ``reviewers_agree`` is whether all who judged it gave the same
    verdict and the same corrections, empty where only one did; ``review_outdated`` is whether the coding has changed
    since.

    Args:
        row: as ``flat.record`` makes it.
        reviews: the standing verdict of each who judged the fact.
    """
    coded = {name: row[name] for name in correctable(kind)}
    beside = {CODED + name: value for name, value in coded.items()}
    if not reviews:
        return row | dict.fromkeys(REVIEW_COLUMNS) | beside
    last = max(reviews, key=lambda review: review.reviewed)
    same = {(review.verdict, tuple(sorted(review.corrected.items(), key=str))) for review in reviews}
    told: Row = {
        "review": VERDICTS[last.verdict],
        "reviewer": last.reviewer,
        "reviewed": last.reviewed.isoformat(timespec="seconds"),
        "reviewers": len(reviews),
        "reviewers_agree": len(same) == 1 if len(reviews) > 1 else None,
        "review_outdated": dict(last.coded) != coded,
        "review_note": last.note or None,
    }
    return row | told | beside | {name: value for name, value in last.corrected.items() if name in coded}


def reviewed_frame(rows: Iterable[Row], kind: str) -> polars.DataFrame:
    """Rows of :func:`reviewed_row` as a frame with the columns of the kind."""
    import polars

    types: dict[str, Any] = dict.fromkeys(reviewed_columns(kind), polars.String)
    flags, whole = FLAGS | {"reviewers_agree", "review_outdated"}, WHOLE | {"reviewers"}
    for names, type_ in ((whole, polars.Int64), (NUMBERS, polars.Float64), (flags, polars.Boolean)):
        types |= {name: type_ for name in types if name.removeprefix(CODED) in names}
    return polars.DataFrame(list(rows), schema=types)


def write_reviewed(rows: Iterable[Row], kind: str, write: Callable[[bytes], object], form: str) -> int:
    """Write rows of :func:`reviewed_row` as ``csv``, ``jsonl`` or ``parquet``; returns how many.

    Args:
        write: takes the file piece by piece.

    Raises:
        ValueError: there is no such format.
    """
    if form == "parquet":
        return _write_parquet(rows, kind, write)
    if form not in FORMS:
        raise ValueError(f"no format {form!r}; there are {', '.join(FORMS)}")
    return _write_lines(rows, kind, write, form)


FORMS = ("csv", "jsonl", "parquet")


def _write_parquet(rows: Iterable[Row], kind: str, write: Callable[[bytes], object]) -> int:
    import io

    frame, file = reviewed_frame(rows, kind), io.BytesIO()
    frame.write_parquet(file)
    write(file.getvalue())
    return frame.height


def _write_lines(rows: Iterable[Row], kind: str, write: Callable[[bytes], object], form: str) -> int:
    import csv
    import io
    import json

    text, count = io.StringIO(), 0
    table = csv.DictWriter(text, fieldnames=reviewed_columns(kind), lineterminator="\n")
    if form == "csv":
        table.writeheader()
    for row in rows:
        if form == "csv":
            table.writerow(row)
        else:
            text.write(json.dumps(row, ensure_ascii=False) + "\n")
        write(text.getvalue().encode("utf-8", "backslashreplace"))
        text.seek(0)
        text.truncate()
        count += 1
    write(text.getvalue().encode())
    return count
