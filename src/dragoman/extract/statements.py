"""Statements: who said or believes what, directly or indirectly, to whom, and whether the text names the speaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.extract.arguments import Argument, Scene, Voice
from dragoman.extract.attribution import chain_at, sentence_span, span_of
from dragoman.extract.dates import told_on
from dragoman.extract.factuality import present
from dragoman.extract.marks import is_negated
from dragoman.extract.ranges import covers
from dragoman.model.codebook import Codebook
from dragoman.model.facts import Factuality, Form, Match, Statement
from dragoman.model.ids import content_id
from dragoman.model.text import AnnotatedText, MentionBasis, Span
from dragoman.syntax import text_nouns

EXTRACTOR = "statements 1"
ANONYMITY = frozenset({"name", "identify"})
"""Verbs of a wish to stay unnamed, which is no statement ("asked not to be named")."""
ABSTRACT = ("tion", "sion", "ment", "ness", "ity", "ing", "ism", "ance", "ence", "th")
"""Endings of nouns that name no one who could speak; bodies such as "government" are known actors before this asks."""


def find_statements(scene: Scene, book: Codebook) -> Iterator[Statement]:
    """Statements in text order; joint speakers give one each.

    Args:
        scene: with its quotes and voices found.
    """
    quotes = [quote.inner for quote in scene.quotes if quote.inner[0] < quote.inner[1]]
    for voice in scene.voices:
        if not _tells(scene, book, voice):
            continue
        for part in _parts(scene.text, voice):
            for speaker in voice.speakers or (None,):
                yield _statement(scene, book, part, speaker, quotes)


def _tells(scene: Scene, book: Codebook, voice: Voice) -> bool:
    """Whether a voice tells what somebody said: not one without content to repeat ("asked for one", "said who")."""
    text = scene.text
    words = [i for first, last in voice.content for i in range(first, last) if text.tokens[i].text[0].isalnum()]
    if not words or (len(words) == 1 and text.tokens[words[0]].pos in {"PRON", "DET", "NUM", "ADV", "SCONJ"}):
        return False
    place = voice.rule.rpartition("/")[2]
    if voice.cue and text.tokens[voice.cue[0]].dep == "acl" and not voice.speakers:
        return False  # "a letter proposing that"
    if _is_thing(scene, book, voice) or (voice.source is None and place not in {"clause", "inf", "of"}):
        return False
    if place in {"clause", "inf"} and voice.cue and not voice.direct:
        first, cue = text.tokens[words[0]], text.tokens[voice.cue[0]]
        if first.tag in {"WP", "WRB", "WDT"} or first.lemma in {"whether", "if"}:
            asks = cue.lemma == "say" and first.lemma != "if"
            return not asks and not is_negated(text, book, cue.i)
        return not (place == "inf" and ANONYMITY & {text.tokens[i].lemma for i in words})
    return True


def _is_thing(scene: Scene, book: Codebook, voice: Voice) -> bool:
    """Whether the one who speaks is no actor, name, person or text ("the dismissal *highlighted* the divide")."""
    if voice.speakers or voice.source is None:
        return False
    inside = range(*voice.source)
    head = next((i for i in inside if scene.text.tokens[i].head not in inside), voice.source[0])
    token = scene.text.tokens[head]
    if token.pos != "NOUN":
        return False
    speakers = (text_nouns(), book.classes["PEOPLE"], book.classes["MEDIA_N"], book.words["findings_nouns"])
    if any(token.lemma in nouns for nouns in speakers):
        return False
    return voice.rule.endswith(("/obj", "according to/p/speech")) or token.lemma.endswith(ABSTRACT)


def _parts(text: AnnotatedText, voice: Voice) -> Iterator[Voice]:
    """A voice as one statement for its cue's sentence and one for every quote that goes on after it."""
    anchor = text.tokens[_anchor(voice)].sentence
    near = tuple(r for r in voice.content if text.tokens[r[0]].sentence <= anchor <= text.tokens[r[1] - 1].sentence)
    first = near or voice.content[:1]
    yield voice if first == voice.content else replace(voice, content=first)
    for run in voice.content:
        if run not in first:
            yield replace(voice, content=(run,))


def _statement(
    scene: Scene, book: Codebook, voice: Voice, speaker: Argument | None, quotes: Sequence[tuple[int, int]]
) -> Statement:
    text = scene.text
    anchor = _anchor(voice)
    content = tuple(span_of(text, first, last) for first, last in voice.content)
    cue = " ".join(text.tokens[i].text for i in voice.cue)
    return Statement(
        id=content_id(
            "statement",
            text.document.id,
            text.tokens[anchor].start,
            [(span.start, span.end) for span in content],
            speaker.actor.id if speaker else "",
        ),
        document_id=text.document.id,
        evidence=_evidence(text, voice, anchor),
        attribution=chain_at(scene, book, anchor),
        factuality=present(text, book, anchor).factuality if voice.cue else Factuality.ASSERTED,
        date=told_on(text, anchor, lambda token: not covers(voice.content, token)),
        extractor=f"{EXTRACTOR}, {book.version}",
        confidence=_confidence(voice, speaker),
        match=Match(rule=voice.rule, spans=tuple(_spans(text, voice)), notes=_notes(speaker)),
        speaker=speaker.actor if speaker else None,
        written=_written(text, voice),
        unnamed=voice.unnamed,
        cue=cue,
        content=content,
        direct=voice.direct,
        quoted=tuple(span_of(text, *quote) for quote in quotes if covers(voice.content, quote[0])),
        form=Form(voice.form),
        addressees=tuple(argument.actor for argument in voice.addressees),
    )


def _anchor(voice: Voice) -> int:
    """Token that stands for the act of speaking: the cue, else the speaker's name, else the first word said."""
    if voice.cue:
        return voice.cue[-1] if voice.rule.split("/")[2:3] == ["a"] else voice.cue[0]
    return voice.source[0] if voice.source is not None else voice.content[0][0]


def _evidence(text: AnnotatedText, voice: Voice, anchor: int) -> tuple[Span, ...]:
    """The sentence of the cue, and those of the content that lie outside it."""
    found = [sentence_span(text, anchor)]
    for first, last in voice.content:
        for sentence in range(text.tokens[first].sentence, text.tokens[last - 1].sentence + 1):
            span = sentence_span(text, text.sentences[sentence].first)
            if span not in found:
                found.append(span)
    return tuple(found)


def _spans(text: AnnotatedText, voice: Voice) -> Iterator[tuple[str, Span]]:
    runs: list[tuple[int, int]] = []
    for token in voice.cue:
        if runs and runs[-1][1] == token:
            runs[-1] = (runs[-1][0], token + 1)
        else:
            runs.append((token, token + 1))
    for run in runs:
        yield "cue", span_of(text, *run)
    if voice.source is not None:
        yield "speaker", span_of(text, *voice.source)
    for run in voice.content:
        yield "content", span_of(text, *run)


def _written(text: AnnotatedText, voice: Voice) -> str:
    """The speaker as the text has it, without clauses and asides behind the name."""
    if voice.source is None:
        return ""
    first, last = voice.source
    inside = range(first, last)
    head = next((i for i in inside if text.tokens[i].head not in inside), first)
    for i in range(head + 1, last):
        if text.tokens[i].text in {",", "(", "–", "—"}:
            last = i
            break
    span = span_of(text, first, last)
    return " ".join(text.document.text[span.start : span.end].split())


def _notes(speaker: Argument | None) -> tuple[str, ...]:
    if speaker is None or not (speaker.mention.inferred or speaker.actor.inferred):
        return ()
    return (f"{speaker.actor.name}: inferred ({speaker.mention.basis})",)


def _confidence(voice: Voice, speaker: Argument | None) -> float:
    """A rank, not a probability: loses for a speaker that was inferred or is not known, and for a missing cue."""
    value = 0.9 if voice.cue else 0.7
    if speaker is None:
        value -= 0.2
    elif speaker.mention.inferred or speaker.mention.basis is MentionBasis.UNKNOWN_NAME:
        value -= 0.1
    return round(value, 2)
