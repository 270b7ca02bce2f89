"""What all extractors share of one text: mentions by token, who speaks where, and stances; worked out once."""

from __future__ import annotations

from dataclasses import replace

from dragoman.extract.arguments import Scene, scene_of
from dragoman.extract.positions import stands_of
from dragoman.extract.voices import find_voices
from dragoman.model.codebook import Codebook
from dragoman.model.text import AnnotatedText
from dragoman.quotes import find_quotes


def stage(text: AnnotatedText, book: Codebook) -> Scene:
    """Index the mentions of a text, find its quotes, its voices and the stances taken in it."""
    scene = replace(scene_of(text), quotes=find_quotes(text))
    scene = replace(scene, voices=find_voices(scene, book))
    return replace(scene, stands=tuple(stands_of(scene, book)))
