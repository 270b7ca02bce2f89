"""What all extractors share of one text: mentions by token, and who speaks where; worked out once."""

from __future__ import annotations

from dataclasses import replace

from dragoman.extract.arguments import Scene, scene_of
from dragoman.extract.voices import find_voices
from dragoman.model.codebook import Codebook
from dragoman.model.text import AnnotatedText


def stage(text: AnnotatedText, book: Codebook) -> Scene:
    """Index the mentions of a text and find its voices."""
    scene = scene_of(text)
    return replace(scene, voices=find_voices(scene, book))
