"""Names that no table knows get their kind from the statistical recogniser."""

from __future__ import annotations

import dataclasses

import pytest

from dragoman.annotate.names import recognise_names
from dragoman.model.actors import ActorKind
from dragoman.pipeline import Reader


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Marlon Quist criticised Israel on Monday.", "Marlon Quist", ActorKind.PERSON),
        ("Yesterday Gerda Pohlmann accused Iran of fraud.", "Gerda Pohlmann", ActorKind.PERSON),
    ],
)
def test_unknown_name_beside_a_known_actor_gets_its_kind(reader: Reader, text: str, name: str, kind: ActorKind) -> None:
    kinds = {actor.name: actor.kind for mention in reader.read(text).text.mentions for actor in mention.actors}
    assert kinds[name] is kind


def test_text_without_known_actors_is_not_asked_about(reader: Reader) -> None:
    text = reader.read("Marlon Quist met Gerda Pohlmann.").text
    assert next(recognise_names([text], reader.annotator)) is text


def test_model_without_recogniser_changes_nothing(reader: Reader) -> None:
    text = reader.read("Marlon Quist criticised Israel.").text
    assert next(recognise_names([text], dataclasses.replace(reader.annotator, recogniser=None))) is text
