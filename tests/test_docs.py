"""Every command and every option stands in the documentation, and every link between its pages leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from dragoman.cli import app

ROOT = Path(__file__).resolve().parents[1]
CLI = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_command_and_its_options_are_documented(name: str) -> None:
    assert re.search(rf"^## dragoman .*\b{name}\b", CLI, re.MULTILINE), f"no section for {name}"
    command = COMMANDS[name]
    inside = getattr(command, "commands", {})
    parameters = [each for part in (command, *inside.values()) for each in part.params]
    options = {option for parameter in parameters for option in parameter.opts if option.startswith("--")}
    assert {word for word in inside if f"`{word}`" not in CLI} == set()
    missing = {option for option in options - {"--help"} if f"`{option}" not in CLI}
    assert missing == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
