"""The language tables: that they load, agree with the code that reads them, and are broad enough."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from dragoman import lang, ontology
from dragoman.extract.triggers import KEYS
from dragoman.model.codebook import Embedding, Frame
from dragoman.tables import folder, lines, rows, split

CLASSES = lang.load_classes()
READINGS = tuple(frame for frames in lang.load_frames(CLASSES).values() for frame in frames)
FRAMES = tuple(frame for frame in READINGS if frame.plover)
BLOCKS = tuple(frame for frame in READINGS if not frame.plover)
"""Readings that are no event ("*fought* the epidemic")."""
EMBEDDINGS = tuple(entry for entries in lang.load_embeddings().values() for entry in entries)
TYPES = ontology.load_event_types()
CAMEO = ontology.load_cameo()
RAW = tuple(
    (table.name.removesuffix(".csv").upper(), row)
    for table in folder("lang", "en", "frames").iterdir()
    if table.name.endswith(".csv")
    for row in rows(table)
)

MODES = {
    "CONSULT": "visit third-party multilateral phone",
    "RETREAT": "withdraw release return disarm ceasefire access resign",
    "REQUEST": "assist change yield meet",
    "REJECT": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege",
    "THREATEN": "restrict ban arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct",
    "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict ban censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual execute assassinate massacre cleansing suicide-attack explosives firearms "
    "heavy-weapons aerial drone destroy crowd-control primitive unconventional",
}
"""Modes of PLOVER 2021 by event type; the types that are not here have none."""
TYPE_DIFFERS: frozenset[str] = frozenset()
"""Rules of frames whose CAMEO code belongs to another PLOVER type on purpose; each needs its reason beside it."""

EFFECTS = {
    "report", "allege", "deny", "commit", "plan", "refuse", "fail", "cease", "demand", "threaten", "suppose",
    "want", "permit", "prevent", "implicative", "asserted", "hedge",
}  # fmt: skip
ACTS = {"", "say", "intent", "accept", "refusal", "request", "order", "threat", "warn", "accuse", "failure", "cease"}
PREPOSITIONS = {
    "about", "across", "against", "along", "among", "around", "at", "behind", "beside", "between", "by", "for",
    "from", "in", "inside", "into", "near", "of", "off", "on", "onto", "out", "outside", "over", "past",
    "through", "throughout", "to", "toward", "towards", "upon", "with", "within",
}  # fmt: skip
OBJECT_PREPOSITIONS = PREPOSITIONS | {"after", "as", "before", "during", "under", "without"}
ROLES = PREPOSITIONS | {"subj", "obj", "poss", "none"}

TRIGGERS_AT_LEAST = 1500
TRIGGERS_OF_A_TYPE_AT_LEAST = 40


def rule(frame: Frame) -> str:
    return frame.rule


def test_all_tables_load() -> None:
    assert len(FRAMES) == len(RAW)
    assert len(BLOCKS) == len(list(rows(folder("lang", "en") / "blocks.csv")))
    assert EMBEDDINGS
    assert lang.load_light_verbs()
    assert lang.load_lemma_fixes()
    assert {"negators", "hedge_adverbs", "possibility_auxiliaries", "future_auxiliaries"} <= set(lang.load_words())


def test_there_are_enough_triggers_over_all_types() -> None:
    assert len({(frame.lemma, frame.pos) for frame in FRAMES}) >= TRIGGERS_AT_LEAST
    assert {frame.plover for frame in FRAMES} == set(TYPES)


@pytest.mark.parametrize("plover", sorted(TYPES))
def test_every_type_has_enough_triggers(plover: str) -> None:
    assert len({(frame.lemma, frame.pos) for frame in FRAMES if frame.plover == plover}) >= TRIGGERS_OF_A_TYPE_AT_LEAST


def test_triggers_are_single_words_in_lower_case() -> None:
    wrong = [
        rule(f)
        for f in READINGS
        if f.pos not in {"v", "n", "a"} or not f.lemma or f.lemma != f.lemma.lower() or " " in f.lemma
    ]
    assert wrong == []


def test_no_reading_stands_twice() -> None:
    counted = Counter((row["lemma"].lower(), row["pos"], row["when"]) for _, row in RAW)
    assert [key for key, number in counted.items() if number > 1] == []


def test_no_reading_stands_twice_in_other_words() -> None:
    """The same constraints in another order, or a class spelled out, can never be told apart by the engine."""
    counted = Counter((f.lemma, f.pos, frozenset((c.key, c.values) for c in f.when)) for f in READINGS)
    assert [key[:2] for key, number in counted.items() if number > 1] == []


def test_every_class_that_frames_name_exists() -> None:
    named = {name for _, row in RAW for name in re.findall(r"@(\w+)", row["when"])}
    assert named - set(CLASSES) == set()


def test_classes_hold_single_words_in_lower_case() -> None:
    wrong = [
        (table.name, word)
        for table in folder("lang", "en", "classes").iterdir()
        for word in lines(table)
        if word != word.lower() or " " in word
    ]
    assert wrong == []
    assert all(CLASSES.values())


def test_every_constraint_is_one_the_engine_knows() -> None:
    unknown = [
        (rule(f), c.key)
        for f in READINGS
        for c in f.when
        if c.key not in KEYS and c.key.removeprefix("pobj:") not in OBJECT_PREPOSITIONS
    ]
    assert unknown == []
    assert [rule(f) for f in READINGS for c in f.when if not c.values] == []


def test_roles_name_a_place_in_the_tree() -> None:
    parts = {part for _, row in RAW for part in row["roles"].split(";") if part}
    assert {part.partition("=")[0] for part in parts} <= {"src", "tgt", "sym"}
    wrong = [
        rule(f) for f in FRAMES for role in (f.source_role, f.target_role) if role and not set(role.split("|")) <= ROLES
    ]
    assert wrong == []


def test_every_mode_belongs_to_its_type() -> None:
    wrong = [(rule(f), f.mode) for f in FRAMES if f.mode and f.mode not in MODES.get(f.plover, "").split()]
    assert wrong == []


def test_every_cameo_code_exists() -> None:
    assert [(rule(f), f.cameo) for f in FRAMES if f.cameo not in CAMEO] == []


def test_every_cameo_code_belongs_to_the_type_of_its_table() -> None:
    wrong = [
        (rule(f), f.cameo, CAMEO[f.cameo].plover)
        for f in FRAMES
        if f.cameo in CAMEO and CAMEO[f.cameo].plover != f.plover and rule(f) not in TYPE_DIFFERS
    ]
    assert wrong == []


def test_every_reading_has_an_example_with_the_fictional_states() -> None:
    assert [rule(f) for f in FRAMES if "Velmor" not in f.example] == []
    assert [rule(f) for f in FRAMES if "Kestri" not in f.example and f.target_role != "none"] == []


def test_frames_are_ordered_from_the_most_specific() -> None:
    for frames in lang.load_frames(CLASSES).values():
        sizes = [len(frame.when) for frame in frames]
        assert sizes == sorted(sizes, reverse=True), frames[0].rule


@pytest.mark.parametrize("entry", EMBEDDINGS, ids=lambda e: f"{e.lemma}-{e.pos}-{e.prep}")
def test_embeddings_use_the_words_that_the_code_handles(entry: Embedding) -> None:
    assert entry.pos in {"v", "n", "a"}
    assert entry.effect in EFFECTS
    assert entry.act in ACTS
    assert entry.prep in PREPOSITIONS | {"clause", "inf", "obj"}
    assert entry.addressee in PREPOSITIONS | {"", "obj"}


def test_no_embedding_contradicts_another() -> None:
    counted = Counter((entry.lemma, entry.pos, entry.prep) for entry in set(EMBEDDINGS))
    assert [key for key, number in counted.items() if number > 1] == []


def test_light_verbs_use_the_effects_that_the_code_handles() -> None:
    table = [verb for verbs in lang.load_light_verbs().values() for verb in verbs]
    assert {verb.effect for verb in table} <= {"pass", "receive", "involve", "evaluate"}
    counted = Counter((verb.lemma, verb.particle) for verb in table)
    assert [key for key, number in counted.items() if number > 1] == []


def test_the_word_lists_that_the_code_names_are_there() -> None:
    source = Path(lang.__file__).parent
    named = {
        name
        for module in (source / "extract").glob("*.py")
        for name in re.findall(r'words\["(\w+)"\]', module.read_text("utf-8"))
    }
    assert named
    assert named <= set(lang.load_words())


def test_a_frame_that_names_no_class_of_ours_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match=r"frames/\w+\.csv, '\w+': no noun class '@\w+'"):
        lang.load_frames({})


def test_a_table_with_a_cell_too_many_is_refused_with_its_line(tmp_path: Path) -> None:
    table = tmp_path / "frames.csv"
    table.write_text("lemma,pos\nattack,v\nshell,v,extra\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"frames\.csv, line 3: 3 cells, the header has 2"):
        list(rows(table))


def test_cells_are_stripped_and_empty_lines_left_out(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text('lemma,when\n attack , "obj=a|b"\n\nshell,\n', encoding="utf-8")
    assert list(rows(table)) == [{"lemma": "attack", "when": '"obj=a|b"'}, {"lemma": "shell", "when": ""}]


def test_word_lists_leave_out_comments_and_blank_lines(tmp_path: Path) -> None:
    table = tmp_path / "negators.txt"
    table.write_text("# no\n\nnot\n never \n", encoding="utf-8")
    assert lines(table) == ["not", "never"]


def test_lists_in_a_cell_are_split_at_bars() -> None:
    assert split("a| b ||c") == ("a", "b", "c")
    assert split("") == ()
