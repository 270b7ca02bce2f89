from __future__ import annotations

from builders import actor
from dragoman.model.chains import innermost, voices
from dragoman.model.facts import Attribution, SourceKind
from dragoman.model.text import Span

OUTLET = Attribution(kind=SourceKind.OUTLET)


def link(name: str, at: int | None) -> Attribution:
    cue = Span(document_id="d", start=at, end=at + 4) if at is not None else None
    return Attribution(kind=SourceKind.SPEAKER, speaker=actor(name), cue="said", evidence=cue)


def names(attribution: tuple[Attribution, ...]) -> list[list[str]]:
    return [[each.speaker.id for each in voice if each.speaker] for voice in voices(attribution)]


def test_the_outlet_alone_is_no_voice() -> None:
    assert voices((OUTLET,)) == []
    assert innermost((OUTLET,)) == innermost(()) == ()


def test_speakers_of_one_cue_speak_together_and_others_one_inside_the_other() -> None:
    chain = (OUTLET, link("VEL", 40), link("KES", 10), link("TAL", 10))
    assert names(chain) == [["VEL"], ["KES", "TAL"]]
    assert innermost(chain) == chain[2:]


def test_links_without_a_place_stay_apart() -> None:
    assert names((link("VEL", None), link("KES", None))) == [["VEL"], ["KES"]]
