"""Reads any table with a header, where the user says which column is what.

A mapping in YAML::

    columns: {day: date, source_name: from, target_name: to, cameo: code}
    constants: {publisher: Norland Daily}
    date_format: "%d.%m.%Y"      # of strftime; ISO 8601 without it
    delimiter: ";"               # found in the header without it
    encoding: latin-1            # UTF-8 without it
    missing: ["NA", "-"]         # cells that mean "not there"

On the left stand columns of an imported row (:data:`~dragoman.model.dyads.IMPORT_COLUMNS`, without ``extra``), on the
right the table's; at least day, source_name, target_name and one of cameo, plover and event_text. What is not mapped is
kept in ``extra``. Without an id of its own a row gets a hash of its content and of the how-many-th such row it is.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import polars
from polars import Expr

from dragoman.exchange.cells import SCHEMA, Cell, Layout
from dragoman.exchange.codes import icews_code, known_codes, plover_quad, plover_quads, quad_number
from dragoman.exchange.convert import (
    ISO,
    Check,
    Convert,
    Identity,
    RowChunk,
    backwards,
    blanked,
    converted,
    day,
    no_day,
    no_last_day,
    number,
    quad,
    text,
    whole,
)
from dragoman.exchange.records import Piece
from dragoman.exchange.seen import Seen

OURS = tuple(name for name in SCHEMA if name != "extra")
NEEDED = ("day", "source_name", "target_name")
KINDS = ("cameo", "plover", "event_text")
KEYS = ("columns", "constants", "date_format", "delimiter", "encoding", "missing")
FORM_OF = {polars.String: "text", polars.Date: "iso day", polars.Float64: "number"}
"""How cells of a type are written; whole numbers for the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """Which column of a table is what; made by :func:`make_mapping`.

    Attributes:
        columns: the table's column by ours.
        constants: text for the whole file by our column.
        date_format: of strftime, empty for ISO 8601.
        delimiter, encoding: empty to find out.
        missing: cells that mean "not there".
    """

    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    date_format: str = ""
    delimiter: str = ""
    encoding: str = ""
    missing: tuple[str, ...] = ()


def load_mapping(path: Path) -> ColumnMapping:
    """A mapping from a YAML file.

    Raises:
        ValueError: the file or the mapping is wrong; in one line, with the file.
    """
    import yaml

    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{path}: {error.strerror or error}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: not YAML ({' '.join(str(error).split())})") from error
    try:
        return make_mapping(given)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from error


def make_mapping(given: object) -> ColumnMapping:
    """A mapping from the keys and values of the YAML above.

    Raises:
        ValueError: something is wrong or missing; in one line.
    """
    if not isinstance(given, Mapping):
        raise ValueError("a mapping needs the key 'columns' with a table column for each of ours")
    for key in given:
        if key not in KEYS:
            raise ValueError(f"no key {key!r} in a mapping; there are {', '.join(KEYS)}")
    columns, constants = _texts(given, "columns"), _texts(given, "constants")
    _check_names(columns, constants)
    missing = given.get("missing") or ()
    if isinstance(missing, str) or not isinstance(missing, Sequence):
        raise ValueError("'missing' needs a list of cells")
    return ColumnMapping(
        columns=columns,
        constants=constants,
        date_format=_date_format(given.get("date_format") or ""),
        delimiter=_delimiter(given.get("delimiter") or ""),
        encoding=_encoding(given.get("encoding") or ""),
        missing=tuple(str(cell) for cell in missing),
    )


def _texts(given: Mapping[Any, Any], key: str) -> dict[str, str]:
    pairs = given.get(key) or {}
    if not isinstance(pairs, Mapping):
        raise ValueError(f"{key!r} needs pairs of our column and {'its text' if key == 'constants' else 'theirs'}")
    for ours, theirs in pairs.items():
        if isinstance(theirs, (Mapping, list)) or theirs is None:
            raise ValueError(f"{key!r}: {ours} needs one text, not {theirs!r}")
    return {str(ours): str(theirs) for ours, theirs in pairs.items()}


def _check_names(columns: Mapping[str, str], constants: Mapping[str, str]) -> None:
    for ours in (*columns, *constants):
        if ours not in OURS:
            near = get_close_matches(ours, OURS, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(OURS)}"
            raise ValueError(f"no column {ours!r} to fill; {hint}")
    if twice := [ours for ours in columns if ours in constants]:
        raise ValueError(f"{twice[0]!r} stands under both columns and constants")
    if "id" in constants:
        raise ValueError("'id' cannot be the same for all rows; leave it out to have ids made")
    if lacking := [ours for ours in NEEDED if ours not in columns and ours not in constants]:
        raise ValueError(f"a mapping needs {', '.join(NEEDED)}; {lacking[0]} is missing")
    if not any(ours in columns or ours in constants for ours in KINDS):
        raise ValueError(f"a mapping needs one of {', '.join(KINDS)} to tell what happened")
    _check_constants(constants)


def _check_constants(constants: Mapping[str, str]) -> None:
    for ours, value in constants.items():
        type_ = SCHEMA[ours]
        try:
            if type_ is polars.Date:
                date.fromisoformat(value)
            elif type_ is polars.Float64:
                float(value)
            elif type_ is not polars.String:
                int(value)
        except ValueError as error:
            wanted = "a day as 2024-02-08" if type_ is polars.Date else "a number"
            raise ValueError(f"constant {ours} needs {wanted}, not {value!r}") from error
    if (plover := constants.get("plover")) is not None and plover not in plover_quads():
        raise ValueError(f"constant plover: {plover!r} is no PLOVER type; there are {', '.join(plover_quads())}")
    if (cameo := constants.get("cameo")) is not None and cameo not in known_codes():
        raise ValueError(f"constant cameo: {cameo!r} is no CAMEO code (in quotation marks, with the zero: '043')")


def _date_format(form: object) -> str:
    if not isinstance(form, str) or (form and "%" not in form):
        raise ValueError(f"date_format {form!r} has no % in it; write it as '%d.%m.%Y'")
    if form and not _gives_days(form):
        raise ValueError(f"date_format {form!r} does not give a day, a month and a year")
    return form


def _gives_days(form: str) -> bool:
    known = polars.Series([date(2001, 2, 3)])
    try:
        return known.dt.strftime(form).str.to_date(form, strict=False).equals(known)
    except polars.exceptions.PolarsError:
        return False


def _delimiter(delimiter: object) -> str:
    if not isinstance(delimiter, str) or len(delimiter.encode()) > 1:
        raise ValueError(f'delimiter {delimiter!r} is not one character; for a tab write "\\t"')
    return delimiter


def _encoding(encoding: object) -> str:
    try:
        return codecs.lookup(str(encoding)).name if encoding else ""
    except LookupError as error:
        raise ValueError(f"no encoding {encoding!r}; write utf-8, latin-1 or cp1252, say") from error


def mapped(mapping: ColumnMapping) -> Convert:
    """A reader of the pieces of one file by a mapping."""
    identity = None if "id" in mapping.columns else Identity(seen=Seen(), counted=True)
    columns = mapping.columns
    layout = Layout(
        columns=tuple(dict.fromkeys(columns.values())),
        cells={theirs: Cell(field=ours, form=FORM_OF.get(SCHEMA[ours], "whole")) for ours, theirs in columns.items()},
    )
    checks = _checks(mapping)

    def convert(piece: Piece, label: str) -> RowChunk:
        raw = blanked(piece.frame, mapping.missing) if mapping.missing else piece.frame
        return converted(raw, label, _fields(mapping), layout, checks, identity)

    return convert


def _checks(mapping: ColumnMapping) -> list[Check]:
    columns = mapping.columns
    checks = [no_day(columns["day"])] if "day" in columns else []
    if "last_day" in columns:
        last = columns["last_day"]
        checks += [no_last_day(last, mapping.date_format or ISO), backwards(last)]
    if "id" in columns:
        checks.append((polars.col("made:id").is_null(), polars.lit(f"no id in column {columns['id']!r}")))
    if "plover" in columns:
        type_ = polars.col("made:plover")
        said = polars.concat_str(polars.lit("'"), type_.str.slice(0, 40), polars.lit("' is no PLOVER type"))
        checks.append((type_.is_not_null() & plover_quad(type_).is_null(), said))
    return checks


def _fields(mapping: ColumnMapping) -> list[Expr]:
    fields = {ours: _read(ours, theirs, mapping) for ours, theirs in mapping.columns.items()}
    fields |= {ours: polars.lit(value).cast(SCHEMA[ours]) for ours, value in mapping.constants.items()}
    fields["last_day"] = polars.coalesce(fields["last_day"], fields["day"]) if "last_day" in fields else fields["day"]
    if "plover" in fields:
        fields["plover"] = fields["plover"].str.to_uppercase()
        if "quad" not in fields:
            fields["quad"] = plover_quad(fields["plover"])
    if "cameo" not in fields and "plover" not in fields:
        fields["cameo"] = icews_code(fields["event_text"])
    return [expression.alias(ours) for ours, expression in fields.items()]


def _read(ours: str, theirs: str, mapping: ColumnMapping) -> Expr:
    type_ = SCHEMA[ours]
    if type_ is polars.Date:
        return day(theirs, mapping.date_format or ISO)
    if type_ is polars.Float64:
        return number(theirs)
    if ours == "quad":
        return polars.coalesce(quad_number(text(theirs)), quad(theirs))
    return text(theirs) if type_ is polars.String else whole(theirs)
