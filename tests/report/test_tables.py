from __future__ import annotations

from datetime import date, datetime

import pytest
from rich.console import Console, RenderableType

from dragoman.model.facts import Factuality
from dragoman.report.tables import actors_table, documents_table, errors_table, events_table
from dragoman.store import ActorRow, DocumentRow, ErrorRow, StoredEvent
from samples import document, event, full_event

WIDTHS = (40, 80, 140)


def rendered(renderable: RenderableType, width: int) -> str:
    console = Console(width=width, color_system=None, highlight=False)
    with console.capture() as capture:
        console.print(renderable)
    text = capture.get()
    assert max(map(len, text.splitlines())) <= width
    return text


def rows() -> list[StoredEvent]:
    home = document(title="Velmora [rejects] plan")
    made = (full_event(home), event(home, factuality=Factuality.PLANNED))
    return [StoredEvent(event=each, document=home, run=1) for each in made]


@pytest.mark.parametrize("width", WIDTHS)
def test_events_at_every_width(width: int) -> None:
    text = rendered(events_table(rows(), lambda key: key[:6], width), width)
    for row in rows():
        assert row.event.id[:6] in text
    assert "planned" in text
    assert "background" in text
    assert "undated" in text
    assert ("Continental Wire" in text) == (width >= 100)


@pytest.mark.parametrize("width", WIDTHS)
def test_documents_at_every_width(width: int) -> None:
    made = DocumentRow(
        id="0123456789abcdef",
        title="",
        published=date(2031, 3, 14),
        publisher=None,
        url=None,
        language=None,
        start="On Tuesday Velmora",
        characters=1234,
        events=2,
        facts=9,
        run=1,
    )
    text = rendered(documents_table([made], width), width)
    assert "2031-03-14" in text
    assert "On Tuesday" in text
    assert ("0123456789abcdef" in text) == (width > 40)
    assert ("1,234" in text) == (width >= 100)


@pytest.mark.parametrize("width", WIDTHS)
def test_actors_at_every_width(width: int) -> None:
    forms = tuple((f"form {number}", 9 - number) for number in range(7))
    made = ActorRow(
        id="VEL", name="Velmora", kind="state", country="VEL", sector=None, events=1200, as_source=700, as_target=500,
        facts=3400,
        written=forms,
    )  # fmt: skip
    text = rendered(actors_table([made], width), width)
    assert "Velmora" in text
    assert "1,200" in text
    if width >= 80:
        assert "and 2 more" in " ".join(text.split())


@pytest.mark.parametrize("width", WIDTHS)
def test_errors_at_every_width(width: int) -> None:
    made = ErrorRow(run=3, started=datetime(2031, 3, 15, 9, 30), location="a.txt", reason="it is [empty]")
    assert "it is [empty]" in " ".join(rendered(errors_table([made]), width).split())
