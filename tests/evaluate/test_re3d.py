"""The scorer of relations between entities, on a document made for the test."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from dragoman.evaluate.re3d import Relation, evaluate_re3d, inside, read_dossiers, same_relation, with_entities
from dragoman.extract.arguments import Scene
from dragoman.model.codebook import Codebook
from dragoman.pipeline import Reader

TEXT = "Velmora attacked Kestria. The Hill Brigade hates the Dock Guild."
VELMORA, KESTRIA, BRIGADE, GUILD = (0, 7), (17, 24), (26, 42), (49, 63)


def _entity(span: tuple[int, int], kind: str = "Organisation") -> dict[str, object]:
    return {"documentId": "d", "begin": span[0], "end": span[1], "type": kind}


def _relation(kind: str, one: tuple[int, int], other: tuple[int, int]) -> dict[str, object]:
    ends = {"sourceBegin": one[0], "sourceEnd": one[1], "targetBegin": other[0], "targetEnd": other[1]}
    return {"documentId": "d", "type": kind, **ends}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = {
        "documents": [{"_id": "d", "text": TEXT}],
        "entities": [_entity(span) for span in (VELMORA, KESTRIA, BRIGADE, GUILD)],
        "relations": [
            _relation("FightingAgainst", KESTRIA, VELMORA),
            _relation("Dislikes", BRIGADE, GUILD),
            _relation("CoLocated", VELMORA, KESTRIA),
        ],
    }
    for name, lines in rows.items():
        text = "\n".join(json.dumps(line) for line in lines) + "\n"
        (tmp_path / f"{name}.json").write_text(text, encoding="utf-8")
    return tmp_path


def _judge(scene: Scene, book: Codebook, first: tuple[int, int], second: tuple[int, int]) -> int:
    return 3 if first == BRIGADE and second == GUILD else 0


def test_only_the_five_relations_are_read(folder: Path) -> None:
    (dossier,) = read_dossiers(folder)
    assert [kind for kind, _, _ in dossier.relations] == ["Dislikes", "FightingAgainst"]
    assert dossier.text[slice(*dossier.entities[2])] == "The Hill Brigade"


def test_events_and_tones_are_scored(folder: Path, reader: Reader) -> None:
    result = evaluate_re3d(folder, reader, _judge)
    assert result.figures["re3d.FightingAgainst.f1"] == 1.0
    assert result.figures["re3d.Dislikes.f1"] == 1.0
    assert result.figures["re3d.micro_f1"] == 1.0


@pytest.mark.parametrize(
    ("found", "same"),
    [
        (("FightingAgainst", VELMORA, KESTRIA), True),
        (("FightingAgainst", KESTRIA, (3, 9)), True),
        (("FightingAgainst", KESTRIA, BRIGADE), False),
        (("AlliesOf", VELMORA, KESTRIA), False),
    ],
)
def test_fighting_has_no_direction(found: Relation, same: bool) -> None:
    assert same_relation(("FightingAgainst", KESTRIA, VELMORA), found) is same


def test_dislike_has_a_direction() -> None:
    assert not same_relation(("Dislikes", KESTRIA, VELMORA), ("Dislikes", VELMORA, KESTRIA))


def test_a_relation_with_an_end_that_is_no_entity_is_left_aside() -> None:
    assert inside(("Likes", VELMORA, KESTRIA), [VELMORA, KESTRIA])
    assert not inside(("Likes", VELMORA, GUILD), [VELMORA, KESTRIA])


def test_entities_become_mentions_where_there_is_none(reader: Reader) -> None:
    text = reader.read(TEXT).text
    bare = replace(text, mentions=())
    added = with_entities(bare, [(30, 42), VELMORA, BRIGADE])
    assert [m.actors[0].name for m in added.mentions] == ["Velmora", "The Hill Brigade"]
    assert len(with_entities(added, [KESTRIA, (0, 3)]).mentions) == 3


def test_a_broken_line_is_named(folder: Path) -> None:
    (folder / "entities.json").write_text("{}\nno\n".replace("{}", json.dumps(_entity(VELMORA))), encoding="utf-8")
    with pytest.raises(ValueError, match=r"entities\.json, line 2: not JSON"):
        list(read_dossiers(folder))


def test_a_folder_without_documents_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no documents\.json in it"):
        list(read_dossiers(tmp_path))
