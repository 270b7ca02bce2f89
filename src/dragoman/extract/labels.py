"""Voices that punctuation alone attributes: a name and a colon before what is said.

Transcripts and interviews put the speaker's name before each turn; reports lead up to a quote with a clause and a colon
("The ministry was blunt: "..."); headlines name the speaker first ("Solane: no deal without observers").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.extract.arguments import Scene, Voice
from dragoman.extract.ranges import trim
from dragoman.extract.speakers import is_expletive, is_self, voice_of
from dragoman.model.actors import ActorKind
from dragoman.model.codebook import Codebook
from dragoman.model.text import AnnotatedText
from dragoman.quotes import Quote, paragraph_starts
from dragoman.syntax import is_verbal, objects, subjects, text_nouns

ANSWERS = 3
"""Quoted paragraphs behind a question from which a text is an interview."""
SPEAKING = frozenset({"speak", "talk", "respond", "reply", "react", "tweet", "write", "say", "add", "continue"})
"""Verbs of a sentence that announces the quoted paragraph behind it."""
LABEL = 7
"""Most tokens of a speaker's name before its colon ("Talvian Foreign Minister Nerith Solane:")."""


def labelled_turns(scene: Scene, book: Codebook) -> Iterator[Voice]:
    """Turns of speech that a name and a colon open, to the end of the paragraph."""
    text = scene.text
    starts = paragraph_starts(text, lines=True) if ":" in text.index.by_word else []
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(text.tokens)
        colon = next((i for i in range(start, min(end, start + LABEL + 1)) if text.tokens[i].text == ":"), None)
        if colon is None or colon == start or not _is_name(text, start, colon) or _is_heading(text, book, start, colon):
            continue
        content = trim(text, colon + 1, end)
        if content is None or content[1] - content[0] < 3:
            continue
        yield _voice(scene, book, [_head(text, start, colon)], (start, colon), content, ())


def _is_name(text: AnnotatedText, first: int, last: int) -> bool:
    """Names and titles only: capitalised words that are no sentence, one of them a proper noun; or "Q" and "A"."""
    words = [text.tokens[i] for i in range(first, last) if any(c.isalpha() for c in text.tokens[i].text)]
    if len(words) == 1 and words[0].text in {"Q", "A"}:
        return True
    if not words or not any(token.pos == "PROPN" or (token.text.isupper() and len(token.text) > 2) for token in words):
        return len(words) == 1 and any(t.text == words[0].text and t.pos == "PROPN" for t in text.tokens)
    return all(token.text[0].isupper() or token.text in {"of", "the", "for", "’s", "'s", "de", "al"} for token in words)


def _is_heading(text: AnnotatedText, book: Codebook, first: int, last: int) -> bool:
    """Whether it is a paper's own label ("NEW:", "Update:") rather than somebody's name."""
    words = [token.text.lower() for token in text.tokens[first:last] if token.text[0].isalpha()]
    return " ".join(words[1:] if words[:1] == ["the"] else words) in book.words["headings"]


def _head(text: AnnotatedText, first: int, last: int) -> int:
    inside = range(first, last)
    tops = [i for i in inside if text.tokens[i].head not in inside or text.tokens[i].head == i]
    return next((i for i in reversed(tops) if text.tokens[i].pos in {"PROPN", "NOUN"}), last - 1)


def led_up_to(scene: Scene, book: Codebook, quote: Quote, inside: Sequence[int]) -> Voice | None:
    """A voice for a quote that a clause or a name with a colon leads up to."""
    text = scene.text
    colon = quote.first - 1
    while colon > 0 and not text.tokens[colon].text.strip():
        colon -= 1
    if colon <= 0 or text.tokens[colon].text != ":":
        return None
    sentence = text.sentences[text.tokens[colon - 1].sentence]
    before = [i for i in range(sentence.first, colon) if inside[i] < 0]
    verbs = [
        i for i in before if is_verbal(text.tokens[i]) and text.tokens[i].dep in {"ROOT", "ccomp", "conj", "parataxis"}
    ]
    for verb in reversed(
        [i for i in verbs if text.tokens[i].lemma == "be" or (text.tokens[i].lemma, "v") in book.cues]
    ):
        holders = [head for head in subjects(text, verb) if head in before]
        if holders and not is_self(text, holders) and not is_expletive(scene, holders[0]):
            return _voice(scene, book, holders, None, (quote.first, quote.last), (verb,))
    if before and not verbs and colon - before[0] <= LABEL and text.tokens[before[-1]].pos in {"PROPN", "NOUN"}:
        head = _head(text, before[0], colon)
        return _voice(scene, book, [head], (before[0], colon), (quote.first, quote.last), ())
    return None


def introduced(scene: Scene, book: Codebook, quote: Quote, inside: Sequence[int]) -> Voice | None:
    """A voice for a quoted paragraph that the last sentence before it announces ("Velmora issued a statement.")."""
    text = scene.text
    before = quote.first - 1
    while before > 0 and not text.tokens[before].text.strip():
        before -= 1
    if not quote.alone or quote.resumes or before <= 0 or inside[before] >= 0:
        return None
    sentence = text.sentences[text.tokens[before].sentence]
    for verb in range(sentence.first, sentence.last):
        if text.tokens[verb].dep != "ROOT" or not is_verbal(text.tokens[verb]) or inside[verb] >= 0:
            continue
        texts = [i for i in objects(text, verb) if text.tokens[i].lemma in text_nouns()]
        holders = subjects(text, verb)
        if (texts or text.tokens[verb].lemma in SPEAKING) and holders and not is_self(text, holders):
            return _voice(scene, book, holders, None, (quote.first, quote.last), (verb, *texts[:1]))
    return None


def interview_answers(scene: Scene, book: Codebook, quotes: Sequence[Quote]) -> dict[int, Voice]:
    """Answers of an interview by number of the quote: quoted paragraphs, spoken by the person the lead introduces.

    A text is one when several quoted paragraphs follow a question that is not quoted.
    """
    text = scene.text
    answers = {number: quote for number, quote in enumerate(quotes) if quote.alone}
    if len(answers) < ANSWERS:
        return {}
    starts = paragraph_starts(text)
    asked = {
        number + 1
        for number, start in enumerate(starts[:-1])
        if any(text.tokens[i].text == "?" for i in range(start, starts[number + 1]))
    }
    if len([quote for quote in answers.values() if quote.paragraph in asked]) < ANSWERS:
        return {}
    first = next(iter(answers.values())).first
    lead = [m for m in text.mentions if m.head < first and not m.adjectival]
    person = next((m for m in lead if any(a.kind is ActorKind.PERSON for a in m.actors)), None)
    if person is None:
        return {}
    source = (person.first, person.last)
    return {
        number: _voice(scene, book, [person.head], source, (quote.first, quote.last), ())
        for number, quote in answers.items()
        if not quote.resumes
    }


def _voice(
    scene: Scene,
    book: Codebook,
    holders: list[int],
    source: tuple[int, int] | None,
    content: tuple[int, int],
    cue: tuple[int, ...],
) -> Voice:
    return voice_of(scene, book, holders, (content,), cue=cue, rule="label/colon/p/speech", source=source)
