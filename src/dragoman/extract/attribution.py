"""Who says so: the chain of speakers behind any place of a text, outermost first."""

from __future__ import annotations

from dragoman.extract.arguments import Scene, Voice
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Attribution, SourceKind
from dragoman.model.text import AnnotatedText, Span

ASSERTING = frozenset({"clause", "inf", "gerund", "aside", "speech"})
"""Places of a content that tells something, by the last part of a voice's rule."""
CLAIMING = frozenset(
    {"cue/accuse/v/of", "cue/accuse/v/obj", "cue/accuse/v/with", "cue/blame/v/obj", "cue/suspect/v/of",
     "cue/charge/v/with", "cue/deny/v/obj", "cue/claim/v/obj", "cue/allege/v/obj", "cue/report/v/obj",
     "cue/confirm/v/obj"}
)  # fmt: skip
"""Other rules whose content is claimed or denied by the speaker ("accused Kestria *of shelling*")."""


def _tells(voice: Voice) -> bool:
    """Whether what stands in a content is told by its speaker, and not only spoken of."""
    if voice.direct or voice.rule in CLAIMING or not voice.rule.startswith("cue/"):
        return True
    return voice.rule.rpartition("/")[2] in ASSERTING


def span_of(text: AnnotatedText, first: int, last: int) -> Span:
    """Span of tokens ``first`` to ``last`` (exclusive)."""
    return Span(document_id=text.document.id, start=text.tokens[first].start, end=text.tokens[last - 1].end)


def sentence_span(text: AnnotatedText, token: int) -> Span:
    """Span of the sentence a token stands in."""
    sentence = text.sentences[text.tokens[token].sentence]
    return Span(document_id=text.document.id, start=sentence.start, end=sentence.end)


def chain_at(scene: Scene, book: Codebook, token: int) -> tuple[Attribution, ...]:
    """Who says what stands at a token, outermost first: the outlet, then every voice whose words it is part of.

    What is only the topic of a voice ("expressed concern about *the attack*") is not said by it.
    """
    text = scene.text
    chain = [Attribution(kind=SourceKind.OUTLET)]
    inside = [voice for voice in scene.spoken.get(token, ()) if _tells(voice)]
    for voice in sorted(inside, key=lambda voice: -sum(last - first for first, last in voice.content)):
        evidence = span_of(text, voice.cue[0], voice.cue[-1] + 1) if voice.cue else None
        cue = " ".join(text.tokens[i].text for i in voice.cue)
        kind = SourceKind.UNNAMED if voice.unnamed else SourceKind.SPEAKER
        if not voice.speakers:
            chain.append(Attribution(kind=kind, cue=cue, evidence=evidence))
        for argument in voice.speakers:
            chain.append(Attribution(kind=kind, speaker=argument.actor, cue=cue, evidence=evidence))
    return tuple(chain)
