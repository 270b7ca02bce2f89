"""What the API says of itself holds, whatever is asked: schemathesis over the application, in this process.

Its engine runs as ``schemathesis run`` does: examples, the edges of each parameter one by one, and random questions,
with all checks on and no exception made.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import schemathesis
from schemathesis import engine
from schemathesis.config import (
    GenerationConfig,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
    SchemathesisConfig,
    StatefulPhaseConfig,
)
from schemathesis.engine import Status, events

from dragoman.model.facts import Fact
from dragoman.model.text import Document
from dragoman.store import FactFilter, open_store
from dragoman.web.app import make_app
from dragoman.web.settings import Settings

EXAMPLES = 4
"""Random questions to each address, besides some thirty that try the edges of its parameters."""
REPORTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of it: what was found, and how often which status was answered, by address."""

    found: list[str] = field(default_factory=list)
    answered: dict[str, Counter[int]] = field(default_factory=dict)


def run(store: Path) -> Run:
    """Ask whatever schemathesis thinks of."""
    generation = GenerationConfig(max_examples=EXAMPLES, deterministic=True, database="none")
    # No address of the API changes anything, so that no order of questions matters.
    phases = PhasesConfig(stateful=StatefulPhaseConfig(enabled=False))
    project = ProjectConfig(
        base_url="http://localhost/api", generation=generation, phases=phases, continue_on_failure=True
    )
    config = SchemathesisConfig(seed=1, projects=ProjectsConfig(default=project))
    app = make_app(Settings(store=store))
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app, config=config, headers={"host": "localhost"})
    made = Run()
    for event in engine.from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            made.found.append(f"{event}")
        elif isinstance(event, events.ScenarioFinished):
            _note(event, made)
    return made


def _note(event: events.ScenarioFinished, made: Run) -> None:
    recorder = event.recorder
    statuses = made.answered.setdefault(recorder.label, Counter())
    for interaction in recorder.interactions.values():
        statuses[interaction.response.status_code if interaction.response is not None else 0] += 1
    for key, checks in recorder.checks.items():
        for check in checks:
            if check.status is not Status.SUCCESS:
                told = check.failure_info.failure if check.failure_info is not None else "the check itself failed"
                made.found.append(f"{check.name}: {told!r} at {recorder.interactions[key].request.uri}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A document and its facts."""

    document: Document
    facts: tuple[Fact, ...]


def first_reports(store: Path, path: Path) -> Path:
    """A store with the first few reports of another, so that each answer is quick."""
    with open_store(store, read_only=True) as full, open_store(path) as small:
        setup = full.runs()[0].setup
        started = small.begin_run(setup)
        for row in full.documents(limit=REPORTS):
            document = full.document(row.id)
            assert document is not None
            facts = tuple(each.fact for each in full.facts(FactFilter(document=row.id)))
            small.add(Report(document=document, facts=facts), started)
    return path


def test_schemathesis_finds_nothing_and_every_address_answered(example_store: Path, tmp_path: Path) -> None:
    made = run(first_reports(example_store, tmp_path / "desk.duckdb"))
    assert made.found == []
    assert len(made.answered) > 20
    assert [label for label, statuses in made.answered.items() if not statuses[200] and "{" not in label] == []
    assert sum(sum(statuses.values()) for statuses in made.answered.values()) > 500
