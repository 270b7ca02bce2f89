"""Who speaks where: every stretch of a text that gives somebody's words or thoughts, with its speaker and its cue.

Three ways lead to a voice: a cue with its complement in the tree ("said that ..."), a phrase set beside its clause
("according to", "as France put it", "the army, France said, withdrew"), and quotation marks with a cue near them. A
quote is taken whole, over sentences and paragraphs. The kinds of attribution follow the PARC and PolNeAR corpora
(Pareti 2016; Newell et al. 2018): a source, a cue, a content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dragoman.extract.arguments import Scene, Voice
from dragoman.extract.complements import COPULAS, SET_BESIDE, contents, cues_of
from dragoman.extract.labels import labelled_turns
from dragoman.extract.quoted import complete_quotes
from dragoman.extract.ranges import Ranges, ranges_of, trim
from dragoman.extract.speakers import (
    LENDING,
    addressees_of,
    is_expletive,
    is_self,
    source_range,
    speaker_heads,
    stranded,
    voice_of,
)
from dragoman.model.codebook import Codebook, Cue
from dragoman.model.text import AnnotatedText
from dragoman.syntax import (
    MAX_CLIMB,
    child,
    dependents,
    is_passive,
    is_verbal,
    objects,
    prepositions,
    subtree,
    text_nouns,
)

ACCORDING = frozenset({"according"})


def find_voices(scene: Scene, book: Codebook) -> tuple[Voice, ...]:
    """Voices in text order of their content.

    Args:
        scene: with its quotes found.
    """
    inside = [-1] * len(scene.text.tokens)
    for number, quote in enumerate(scene.quotes):
        inside[quote.first : quote.last] = [number] * (quote.last - quote.first)
    found = [*_cued(scene, book, inside), *_beside(scene, book, inside), *labelled_turns(scene, book)]
    whole = complete_quotes(scene, book, inside, found)
    return tuple(sorted(_distinct(whole), key=lambda voice: (voice.content[0], voice.cue)))


def _distinct(voices: list[Voice]) -> Iterator[Voice]:
    """One voice for each cue and content, the first found."""
    seen: set[tuple[object, ...]] = set()
    for voice in voices:
        key = (voice.cue, voice.content)
        if voice.content and key not in seen:
            seen.add(key)
            yield voice


def _cued(scene: Scene, book: Codebook, inside: list[int]) -> Iterator[Voice]:
    """Voices of cues with a complement of their own."""
    text = scene.text
    for index in text.index.holding(book.heads["cues"]):
        token = text.tokens[index]
        for cue in cues_of(text, book, token):
            place, heads = contents(text, cue, token.i)
            heads = [head for head in heads if head not in scene.timed]
            if not heads:
                continue
            voice = _voice(scene, book, cue, token.i, place, heads, inside)
            if voice is not None:
                yield voice
            break


def _voice(
    scene: Scene, book: Codebook, cue: Cue, index: int, place: str, heads: list[int], inside: list[int]
) -> Voice | None:
    text = scene.text
    carriers = _carriers(text, cue, index)
    holders = speaker_heads(text, cue, index)
    lost = _lacks_subject(text, cue, index, holders, heads) or _is_said(holders, index, inside)
    apart = stranded(scene, index) if lost else None
    holders = [apart[0]] if apart is not None else holders
    if not _may_speak(scene, cue, index, holders, inside):
        return None
    beside = _authors_own(text, book, heads, inside) if place == "clause" else set()
    content = ranges_of(text, heads, minus=_cue_clause(text, index, heads, holders) | beside)
    content = _from_border(text, content, index, inside)
    if apart is not None:
        content = _cut(text, content, apart[1])
    if place in {"inf", "obj"} and cue.act == "believe" and is_passive(text, index):
        content = ranges_of(text, [*heads, *objects(text, index)], minus={index})
    if place == "obj":
        content = _to_quote_end(content, inside)
    if not content or (cue.act == "show" and place == "obj" and not _is_finding(text, book, holders)):
        return None
    preposition = (
        [text.tokens[h].head for h in heads if text.tokens[h].dep in {"pobj", "pcomp"}] if len(heads) == 1 else []
    )
    words = {index, *carriers, *dependents(text, index, "prt"), *preposition}
    return _filled(scene, book, cue, index, place, tuple(sorted(words)), holders, content)


def _authors_own(text: AnnotatedText, book: Codebook, heads: list[int], inside: list[int]) -> set[int]:
    """Clauses behind a content that are the author's: a further cue ("*adding* that"), a contrast ("*although*")."""
    found: set[int] = set()
    for head in heads:
        for clause in dependents(text, head, "advcl"):
            below = subtree(text, clause)
            if clause < head or inside[clause] >= 0 or text.tokens[below[0] - 1].text != ",":
                continue
            mark = child(text, clause, "mark")
            contrast = mark is not None and text.tokens[mark].lemma in {"although", "though", "whereas"}
            token = text.tokens[clause]
            speaks = any(cue.act == "say" and cue.form == "speech" for cue in book.cues.get((token.lemma, "v"), ()))
            if contrast or (token.tag == "VBG" and speaks and child(text, clause, "aux", "nsubj") is None):
                found |= set(below)
    return found


def _lacks_subject(text: AnnotatedText, cue: Cue, index: int, holders: list[int], heads: list[int]) -> bool:
    """Whether the parser found no subject for a verb, or took it for a participle ("its envoy, X, *repeated* that")."""
    if cue.pos != "v" or holders:
        return False
    finite = text.tokens[index].tag in {"VBN", "VBD"} and child(text, index, "auxpass", "aux", "agent") is None
    return finite if is_passive(text, index) else finite or all(head < index for head in heads)


def _is_finding(text: AnnotatedText, book: Codebook, holders: list[int]) -> bool:
    """Whether a poll, a document or the like shows something, and not a person."""
    nouns = book.words["findings_nouns"] | text_nouns()
    return any(text.tokens[head].lemma in nouns for head in holders)


def _is_said(holders: list[int], index: int, inside: list[int]) -> bool:
    """Whether the parser took words of a quote for the speaker of a cue outside it."""
    return any(inside[head] >= 0 and inside[head] != inside[index] for head in holders)


def _from_border(text: AnnotatedText, content: Ranges, cue: int, inside: list[int]) -> Ranges:
    """A content before its cue from its last semicolon or colon on, those in quotes apart."""
    found = []
    for first, last in content:
        if first < last <= cue:
            borders = [i for i in range(first, last) if text.tokens[i].text in {";", ":"} and inside[i] < 0]
            first = borders[-1] + 1 if borders else first
        found.append(trim(text, first, last))
    return tuple(run for run in found if run is not None)


def _to_quote_end(content: Ranges, inside: list[int]) -> Ranges:
    """An object up to the end of the quote in it ("called it "a bad deal" that would help nobody")."""
    found = []
    for first, last in content:
        quoted = [i for i in range(first, last) if inside[i] >= 0]
        found.append((first, quoted[-1] + 1) if quoted else (first, last))
    return tuple(found)


def _cut(text: AnnotatedText, content: Ranges, end: int) -> Ranges:
    """Ranges up to a token."""
    kept = (trim(text, first, min(last, end)) for first, last in content if first < end)
    return tuple(run for run in kept if run is not None)


def _filled(
    scene: Scene,
    book: Codebook,
    cue: Cue,
    index: int,
    place: str,
    words: tuple[int, ...],
    holders: list[int],
    content: Ranges,
) -> Voice:
    rule = f"cue/{cue.lemma}{' ' + cue.particle if cue.particle else ''}/{cue.pos}/{place}"
    source = source_range(scene.text, holders, index)
    voice = voice_of(scene, book, holders, content, cue=words, rule=rule, form=cue.form, source=source)
    return replace(voice, addressees=tuple(addressees_of(scene, cue, index, voice.speakers)))


def _cue_clause(text: AnnotatedText, index: int, heads: list[int], holders: list[int]) -> set[int]:
    """Tokens of a cue that stands inside its content ("withdrew, France *said*, from")."""
    above = set(heads)
    return {index, *(i for head in holders for i in subtree(text, head))} if index in above else {index}


def _carriers(text: AnnotatedText, cue: Cue, index: int) -> list[int]:
    """The verb that carries a noun or adjective ("*expressed* optimism", "*remain* hopeful")."""
    above = text.tokens[index].head
    verb = text.tokens[above]
    if cue.pos == "a" and verb.lemma in COPULAS and above != index:
        return [above]
    if cue.pos == "n" and text.tokens[index].dep == "dobj" and verb.lemma in LENDING:
        return [above]
    return []


def _may_speak(scene: Scene, cue: Cue, index: int, holders: list[int], inside: list[int]) -> bool:
    """Leave out what the author or one who is quoted says of himself, and cues that nobody holds."""
    text = scene.text
    if is_self(text, holders):
        return False
    if inside[index] >= 0 and all(inside[head] == inside[index] for head in holders):
        heard = {text.tokens[i].text.lower() for i in objects(text, index) + dependents(text, index, "dative")}
        return cue.act == "say" and bool(heard & {"me", "us"}) and bool(holders)  # "she told me that ..."
    if not holders:
        if cue.pos == "v":
            return is_passive(text, index)
        return cue.pos == "n" and cue.act == "accuse"
    return not (is_expletive(scene, holders[0]) and not is_passive(text, index))


def _beside(scene: Scene, book: Codebook, inside: list[int]) -> Iterator[Voice]:
    """Voices whose cue is set beside the clause: "according to", "as X put it", "X said" between commas."""
    text = scene.text
    for index in text.index.holding(book.heads["cues"], book.words["account_nouns"], ACCORDING):
        token = text.tokens[index]
        if token.text.lower() == "according":
            yield from _according_to(scene, book, token.i)
            continue
        if token.dep == "pobj" and token.lemma in book.words["account_nouns"]:
            yield from _by_account(scene, book, token.i, inside)
            continue
        if token.dep not in SET_BESIDE or token.head == token.i:
            continue
        for cue in cues_of(text, book, token):
            if cue.pos != "v" or cue.act != "say" or not ({"clause", "quote"} & cue.takes):
                continue
            if contents(text, cue, token.i)[1] or not _is_aside(text, token.i):
                continue
            holders = speaker_heads(text, cue, token.i)
            if not holders or is_self(text, holders) or is_expletive(scene, holders[0]):
                continue
            aside = set(subtree(text, token.i))
            content = ranges_of(text, [token.head], minus=aside)
            if content:
                yield _filled(scene, book, cue, token.i, "aside", (token.i,), holders, content)
            break


def _is_aside(text: AnnotatedText, verb: int) -> bool:
    """A clause of subject and verb, alone between commas or behind one; or one that "as" opens."""
    marks = [text.tokens[i].lemma for i in dependents(text, verb, "mark", "advmod")]
    if "as" in marks:
        return True
    if marks or child(text, verb, "nsubj", "nsubjpass") is None or text.tokens[verb].dep == "advcl":
        return False
    if (
        child(text, verb, "dobj", "ccomp", "xcomp", "acomp", "attr") is not None
        or child(text, text.tokens[verb].head, "cc") is not None
    ):
        return False
    first = next(i for i in subtree(text, verb) if text.tokens[i].dep != "punct")
    return first > 0 and text.tokens[first - 1].text in {",", "”", '"', "-", "—", "–", "’", "''", "("}


def _according_to(scene: Scene, book: Codebook, index: int) -> Iterator[Voice]:
    text = scene.text
    link = next((b for b in text.children[index] if text.tokens[b].lemma == "to"), None)
    if link is None:
        return
    heads = dependents(text, link, "pobj")
    if not heads:
        return
    aside = set(subtree(text, index))
    host = _clause_above(text, index)
    content = ranges_of(text, [host], minus=aside | _later_conjuncts(text, host, index))
    if not content:
        return
    yield voice_of(scene, book, heads, content, cue=(index, link), rule="cue/according to/p/speech")


def _by_account(scene: Scene, book: Codebook, index: int, inside: list[int]) -> Iterator[Voice]:
    """Voices of "in the words of X", "by the council's estimate", "in their view"."""
    text = scene.text
    link = text.tokens[index].head
    holders = dependents(text, index, "poss") or [to for prep, to in prepositions(text, index) if prep == "of"]
    if text.tokens[link].lemma not in {"in", "by", "to", "on"} or not holders or is_self(text, holders):
        return
    host = _clause_above(text, link)
    content = ranges_of(text, [host], minus=set(subtree(text, link)))
    before = next((i for i in range(link - 1, max(-1, link - 3), -1) if inside[i] >= 0), None)
    if before is not None:  # '"in full", in the words of the minister'
        content = ((inside.index(inside[before]), before + 1),)
    preposition = text.tokens[link].lemma
    rule = f"cue/{preposition} {text.tokens[index].lemma}/p/aside"
    voice = voice_of(scene, book, holders, content, cue=(link, index), rule=rule)
    if content and (voice.speakers or preposition != "on"):
        yield voice


def _later_conjuncts(text: AnnotatedText, host: int, index: int) -> set[int]:
    """Clauses coordinated with the host on the other side of "according to"."""
    found: set[int] = set()
    for below in dependents(text, host, "conj"):
        if is_verbal(text.tokens[below]) and index < below and child(text, below, "nsubj") is not None:
            found |= set(subtree(text, below))
    return found


def _clause_above(text: AnnotatedText, index: int) -> int:
    """The finite clause a phrase belongs to, or the phrase's governor where the sentence has no verb."""
    current = text.tokens[index].head
    for _ in range(MAX_CLIMB):
        token = text.tokens[current]
        if token.head == current:
            return current
        shares = token.dep == "conj" and child(text, current, "nsubj", "nsubjpass") is None
        if is_verbal(token) and token.dep in {"ROOT", "ccomp", "conj", "advcl", "parataxis"} and not shares:
            return current
        current = token.head
    return current
