"""Quotes and the voices they belong to: whole quotes for contents that touch them, speakers for those without a cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.extract.arguments import Scene, Voice
from dragoman.extract.complements import cues_of
from dragoman.extract.labels import interview_answers, introduced, led_up_to
from dragoman.extract.ranges import Ranges, covers
from dragoman.extract.speakers import is_expletive, is_self, speaker_heads, voice_of
from dragoman.model.codebook import Codebook
from dragoman.model.text import AnnotatedText
from dragoman.quotes import Quote
from dragoman.syntax import is_word

NEAR = 12
"""Tokens before or after a quote in which its cue is looked for ("..., the minister of the interior told")."""
WHOLE_QUOTE = 3
"""Words from which a quote without a cue can be somebody's statement, and not a title or a so-called word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A text; ``inside`` gives for each token the number of its quote, or -1."""

    scene: Scene
    book: Codebook
    inside: Sequence[int]


def complete_quotes(scene: Scene, book: Codebook, inside: Sequence[int], found: Sequence[Voice]) -> list[Voice]:
    """Voices with their quotes taken whole, and voices for the quotes that no cue governs."""
    quotes = scene.quotes
    page = _Page(scene=scene, book=book, inside=inside)
    voices = [_taken_whole(page, voice) for voice in found]
    owner: dict[int, int] = {}
    for at, voice in enumerate(voices):
        for first, last in voice.content:
            for number in {inside[i] for i in range(first, last)} - {-1}:
                if quotes[number].first >= first and quotes[number].last <= last:
                    owner.setdefault(number, at)
    answers = interview_answers(scene, book, quotes)
    for number in range(len(quotes)):
        if number in owner:
            continue
        near = _by_cue_near(page, number) or led_up_to(scene, book, quotes[number], inside)
        near = near or answers.get(number) or introduced(scene, book, quotes[number], inside)
        going_on = _continued(page, number, owner, voices) if near is None else _same_cue(near, voices)
        if going_on is not None:
            whole = _joined(voices[going_on].content, _span(quotes[number]))
            voices[going_on] = replace(voices[going_on], content=whole)
            owner[number] = going_on
        elif near is not None:
            owner[number] = len(voices)
            voices.append(near)
    return [replace(voice, direct=True) if _is_direct(page, voice) else voice for voice in voices]


def _taken_whole(page: _Page, voice: Voice) -> Voice:
    content = _widened(page, voice)
    return voice if content == voice.content else replace(voice, content=content)


def _same_cue(voice: Voice, voices: Sequence[Voice]) -> int | None:
    """The voice that has the same cue already."""
    return next((at for at, other in enumerate(voices) if voice.cue and voice.cue[0] in other.cue), None)


def _joined(ranges: Ranges, added: tuple[int, int]) -> Ranges:
    """Ranges with one more, in text order, without those it swallows."""
    kept = [run for run in ranges if not (added[0] <= run[0] and run[1] <= added[1])]
    return tuple(sorted([*kept, added]))


def _span(quote: Quote) -> tuple[int, int]:
    return quote.first, quote.last


def _widened(page: _Page, voice: Voice) -> Ranges:
    """Content ranges with every quote they share words with taken whole, unless the cue stands in it."""
    ranges: list[tuple[int, int]] = []
    for first, last in voice.content:
        for number in sorted({page.inside[i] for i in range(first, last)} - {-1}):
            quote = page.scene.quotes[number]
            if any(quote.first <= i < quote.last for i in voice.cue):
                continue
            if voice.source is not None and quote.first <= voice.source[0] < quote.last:
                continue
            first, last = min(first, quote.first), max(last, quote.last)
        if ranges and first <= ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], max(last, ranges[-1][1]))
        else:
            ranges.append((first, last))
    return tuple(ranges)


def _is_direct(page: _Page, voice: Voice) -> bool:
    """Whether all words of a content stand in quotation marks."""
    if not page.scene.quotes:
        return False
    tokens = page.scene.text.tokens
    words = [i for first, last in voice.content for i in range(first, last) if is_word(tokens[i])]
    return bool(words) and all(page.inside[i] >= 0 for i in words) and not _cue_inside(page, voice)


def _cue_inside(page: _Page, voice: Voice) -> bool:
    return bool(voice.cue) and page.inside[voice.cue[0]] >= 0


def _continued(page: _Page, number: int, owner: dict[int, int], voices: Sequence[Voice]) -> int | None:
    """The voice of the quote before, if this one goes on with it: in the same paragraph, or opened anew in the next."""
    quote = page.scene.quotes[number]
    if number == 0 or number - 1 not in owner:
        return None
    before = page.scene.quotes[number - 1]
    if quote.resumes:
        return owner[number - 1]
    text = page.scene.text
    voice = voices[owner[number - 1]]
    if _words(text, quote) < WHOLE_QUOTE:
        return None
    if voice.cue and before.last <= voice.cue[0] < quote.first and _same_sentence(text, voice.cue[-1], quote.first):
        return owner[number - 1]  # "A," he said, "B"
    if not _begins_sentence(text, quote):
        return None
    if quote.paragraph == before.paragraph + 1:
        return owner[number - 1] if quote.alone else None
    if quote.paragraph != before.paragraph:
        return None
    last = max([before.last, *(i + 1 for i in voice.cue)])
    between = [i for i in range(last, quote.first) if page.inside[i] < 0]
    sentences = {text.tokens[i].sentence for i in between} - {text.tokens[last - 1].sentence}
    return owner[number - 1] if not sentences - {text.tokens[quote.first].sentence} else None


def _same_sentence(text: AnnotatedText, one: int, other: int) -> bool:
    return text.tokens[one].sentence == text.tokens[other].sentence


def _begins_sentence(text: AnnotatedText, quote: Quote) -> bool:
    if quote.first == 0:
        return True
    before = text.tokens[quote.first - 1]
    return (
        before.text in {".", "!", "?", ":", "”", '"', "’"}
        or not before.text.strip()
        or (text.sentences[text.tokens[quote.inner[0]].sentence].first >= quote.first)
    )


def _words(text: AnnotatedText, quote: Quote) -> int:
    return sum(1 for i in range(*quote.inner) if any(c.isalpha() for c in text.tokens[i].text))


def _by_cue_near(page: _Page, number: int) -> Voice | None:
    """A voice for a quote with a speech verb behind or before it in the same sentence, outside other quotes."""
    quote, text = page.scene.quotes[number], page.scene.text
    if not _closes_sentence(text, quote):
        reach = NEAR if _same_sentence(text, quote.inner[1] - 1, quote.last) else NEAR // 3
        for i in range(quote.last, min(len(text.tokens), quote.last + reach)):
            if page.inside[i] >= 0 or _is_border(text, i):
                break
            voice = _quote_voice(page, quote, i)
            if voice is not None:
                return voice
    for i in range(quote.first - 1, max(-1, quote.first - NEAR - 1), -1):
        if page.inside[i] >= 0 or _is_border(text, i):
            break
        voice = _quote_voice(page, quote, i)
        if voice is not None:
            return voice
    return None


def _is_border(text: AnnotatedText, index: int) -> bool:
    token = text.tokens[index]
    return token.text in {".", "!", "?", ";"} or "\n" in token.text


def _closes_sentence(text: AnnotatedText, quote: Quote) -> bool:
    """Whether a quote ends a sentence, so that what follows is no part of it."""
    last = quote.inner[1] - 1
    if last + 1 == quote.last:  # never closed
        return True
    if text.tokens[last].text == "." or quote.last >= len(text.tokens):
        return True
    return text.tokens[last].text in {"!", "?"} and text.tokens[quote.last].text == "\n"


def _quote_voice(page: _Page, quote: Quote, index: int) -> Voice | None:
    text = page.scene.text
    for cue in cues_of(text, page.book, text.tokens[index]):
        if cue.pos != "v" or not {"quote", "clause"} & cue.takes:
            continue
        holders = speaker_heads(text, cue, index)
        if not holders or is_self(text, holders) or is_expletive(page.scene, holders[0]):
            continue
        if any(covers((_span(quote),), head) for head in holders):
            continue
        rule = f"quote/{cue.lemma}/v"
        return voice_of(page.scene, page.book, holders, (_span(quote),), cue=(index,), rule=rule, form=cue.form)
    return None
