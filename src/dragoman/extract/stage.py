"""What all extractors share of one text: mentions by token, who speaks where, and stances; worked out once."""

from __future__ import annotations

from dataclasses import replace

from dragoman.extract.arguments import Scene, scene_of
from dragoman.extract.positions import stands_of
from dragoman.extract.voices import find_voices
from dragoman.model.codebook import Codebook
from dragoman.model.text import AnnotatedText


def stage(text: AnnotatedText, book: Codebook) -> Scene:
    """Index the mentions of a text, find its voices and the stances taken in it."""
    scene = scene_of(text)
    scene = replace(scene, voices=find_voices(scene, book))
    return replace(scene, stands=tuple(stands_of(scene, book)))
