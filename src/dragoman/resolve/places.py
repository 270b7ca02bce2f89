"""Places: names of the gazetteer in a text, told apart by the countries the text is about.

A name is looked up only where a capitalised proper noun stands, and taken for a place only where nothing else speaks
for a person, an organisation, a title or a state that acts. Among namesakes the prior (inhabitants, capitals) and the
countries of the text decide, as in the toponym resolution of Leidner (2007), with explicit signs
first ("Paris, Texas").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from dragoman.model.actors import ActorKind
from dragoman.model.text import AnnotatedText, Mention, MentionBasis, Place, PlaceMention
from dragoman.resolve.gazetteer import Entry, Gazetteer, PlaceKind, folded, load_gazetteer

__all__ = ["Gazetteer", "find_places", "load_gazetteer"]

PLACE_KINDS = frozenset({ActorKind.STATE, ActorKind.REGION})
ARTICLES = frozenset({"al", "el", "ad", "ar", "as", "ash", "az", "an", "at", "deir"})
"""Arabic articles that begin a name in lower case ("el-Fasher")."""
PRESENT_WEIGHT, SHARE_WEIGHT = 1.0, 1.0
"""What a country that the text names adds to its places, and what its share of all such mentions adds: enough to
prefer Birmingham in Alabama (200,000) to the English one (1.1 million) in an American story, not Paris in Texas."""
UNTRUSTED = 0.25
"""The part of it that small towns of no table get: a text that names the United States still means Geneva."""
NEIGHBOUR_WEIGHT = 6.0
"""What an explicit sign adds ("Tripoli, Lebanon", "Syria's Hama"): more than any prior."""
COMPOSED = frozenset({MentionBasis.COMPOSED, MentionBasis.GENERIC, MentionBasis.OFFICE})
LARGE = 5.7
"""Common logarithm of 500,000: cities that need no clear context although persons bear their name."""
SURE_LEAD = 2.0
"""Lead over namesakes in other countries (a hundred times the inhabitants) that makes a city count as context."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """Tokens that write a name of the gazetteer, and what it may mean."""

    first: int
    last: int
    key: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A text being searched: actors and times by token."""

    text: AnnotatedText
    gazetteer: Gazetteer
    actors: dict[int, Mention]
    times: frozenset[int]

    def low(self, index: int) -> str:
        """Lower-case form of a token, or an empty string outside the text."""
        tokens = self.text.tokens
        return tokens[index].text.lower() if 0 <= index < len(tokens) else ""


def find_places(text: AnnotatedText, gazetteer: Gazetteer) -> AnnotatedText:
    """Return the text with its place mentions, in text order, not overlapping.

    Actor mentions and times already in the text are respected: persons and organisations are never places, and a
    state is one only behind a preposition of place. The name stays as written beside the id of the place.
    """
    page = _Page(
        text=text,
        gazetteer=gazetteer,
        actors={i: mention for mention in text.mentions for i in range(mention.first, mention.last)},
        times=frozenset(i for time in text.times for i in range(time.first, time.last)),
    )
    spots = list(_spots(page))
    if not spots:
        return replace(text, places=())
    context = _context(page, spots)
    found: list[PlaceMention] = []
    for number, spot in enumerate(spots):
        entry, told = _choose(page, spots, number, context)
        if entry is not None and _is_place(page, spot, entry, told, context):
            found.append(_mention(page, spot, entry))
    return replace(text, places=tuple(found))


def _mention(page: _Page, spot: _Spot, entry: Entry) -> PlaceMention:
    text = page.text
    tokens = text.tokens
    place = Place(
        id=entry.id,
        name=entry.name,
        written=text.document.text[tokens[spot.first].start : tokens[spot.last - 1].end],
        country=entry.country,
        latitude=entry.latitude,
        longitude=entry.longitude,
    )
    return PlaceMention(first=spot.first, last=spot.last, head=_head(text, spot.first, spot.last), place=place)


def _head(text: AnnotatedText, first: int, last: int) -> int:
    """The token of a span that is governed from outside it."""
    for index in range(last - 1, first - 1, -1):
        head = text.tokens[index].head
        if (not first <= head < last or head == index) and text.tokens[index].pos != "PUNCT":
            return index
    return last - 1


def _spots(page: _Page) -> Iterator[_Spot]:
    """Names of the gazetteer, longest first, where a capital stands."""
    tokens, longest = page.text.tokens, page.gazetteer.longest
    i, end = 0, len(tokens)
    while i < end:
        written = tokens[i].text
        if not (written[0].isupper() or (written in ARTICLES and _is_name(page, i + 2))) or i in page.times:
            i += 1
            continue
        count = longest.get(folded(written) if len(written) > 1 else written, 0)
        if "-" in written:
            count = max(count, longest.get(folded(written).split(" ")[0], 0))
        spot = _longest(page, i, count) if count or written in page.gazetteer.written else None
        if spot is not None:
            yield spot
            i = spot.last
        else:
            i += 1


def _is_name(page: _Page, index: int) -> bool:
    tokens = page.text.tokens
    return index < len(tokens) and tokens[index - 1].text == "-" and tokens[index].text[0].isupper()


def _longest(page: _Page, first: int, count: int) -> _Spot | None:
    """The longest name that begins at a token; hyphens are tokens of their own."""
    tokens, whole, gazetteer = page.text.tokens, page.text.document.text, page.gazetteer
    start = tokens[first].start
    for end in range(_reach(page, first, count), first, -1):
        final = tokens[end - 1]
        if not final.text[-1].isalnum() and end - 1 != first:
            continue
        written = whole[start : final.end]
        if "\n" in written:
            continue
        entries = gazetteer.written.get(written) or gazetteer.names.get(folded(written))
        if entries:
            return _Spot(first=first, last=end, key=folded(written), entries=entries)
    return None


def _reach(page: _Page, first: int, count: int) -> int:
    """The token behind the last one that a name of up to ``count`` words could hold: capitals and joining words."""
    tokens, joiners, last = page.text.tokens, page.gazetteer.joiners, first + 1
    limit = min(first + max(2 * count - 1, 1), len(tokens))
    while last < limit and tokens[last].sentence == tokens[first].sentence:
        written = tokens[last].text
        if not (written[0].isupper() or written in joiners or written.split("-")[0] in joiners):
            break
        last += 1
    return last


def _context(page: _Page, spots: list[_Spot]) -> Counter[str]:
    """How often a text names each country: by its actors and by places that can only be there."""
    count: Counter[str] = Counter(
        actor.country for mention in page.text.mentions for actor in mention.actors if actor.country is not None
    )
    for spot in spots:
        best = max(spot.entries, key=lambda entry: entry.weight)
        rivals = [entry.weight for entry in spot.entries if entry.context != best.context]
        sure = best.kind is not PlaceKind.CITY or (best.trusted and best.weight - max(rivals, default=0) >= SURE_LEAD)
        if sure and best.context is not None and spot.key not in page.gazetteer.doubtful and not _blocked(page, spot):
            count[best.context] += 1
    return count


def _choose(page: _Page, spots: list[_Spot], number: int, context: Counter[str]) -> tuple[Entry | None, bool]:
    """The place a name means here, and whether the text says so outright."""
    spot = spots[number]
    near = _neighbours(page, spots, number)
    total = sum(context.values()) or 1
    best, best_score, told = None, float("-inf"), False
    for entry in spot.entries:
        here = any(_holds(other, entry) for other in near)
        score = entry.weight + (NEIGHBOUR_WEIGHT if here else 0.0)
        if entry.context in context and entry.kind is not PlaceKind.COUNTRY:
            share = context[entry.context or ""] / total
            score += (PRESENT_WEIGHT + SHARE_WEIGHT * share) * (1.0 if entry.trusted or entry.large else UNTRUSTED)
        if score > best_score:
            best, best_score, told = entry, score, here
    return best, told


def _neighbours(page: _Page, spots: list[_Spot], number: int) -> list[Entry]:
    """Places written beside a name: "Tripoli, *Lebanon*", "*Syria*'s Hama", "*Paris*, Texas"."""
    spot, found = spots[number], list[Entry]()
    if number + 1 < len(spots):
        after = spots[number + 1]
        if after.first == spot.last + 1 and page.low(spot.last) in {",", "("}:
            found.extend(after.entries)
    if number:
        before = spots[number - 1]
        gap = page.low(before.last)
        if before.last + 1 == spot.first and gap in {"'s", "’s", "'", ","}:
            found.extend(before.entries)
    return found


def _holds(area: Entry, place: Entry) -> bool:
    """Whether one place lies in the other by country or division."""
    if PlaceKind.CITY not in {area.kind, place.kind} or area.kind is place.kind:
        return False
    city, wide = (place, area) if place.kind is PlaceKind.CITY else (area, place)
    if wide.kind is PlaceKind.DIVISION:
        return city.division == wide.division
    return wide.context is not None and city.context == wide.context


def _blocked(page: _Page, spot: _Spot) -> bool:
    """Whether an actor mention forbids a place: it is, or is part of, a person, an organisation, a people."""
    for index in (spot.first, spot.last - 1):
        mention = page.actors.get(index)
        if mention is None:
            continue
        kinds = {actor.kind for actor in mention.actors}
        if kinds <= PLACE_KINDS and mention.basis is not MentionBasis.COREFERENCE:
            continue
        if kinds == {ActorKind.UNKNOWN} and _covers(page, spot, mention):
            continue
        if mention.basis not in COMPOSED or mention.first >= spot.first or not _inside(page, spot):
            return True
    return False


def _inside(page: _Page, spot: _Spot) -> bool:
    """Whether a name says where an actor is ("protesters in *Cairo*", "the capital of North *Darfur*")."""
    words = page.gazetteer.words
    at = spot.first - (2 if page.low(spot.first - 1) == "the" else 1)
    return page.low(at) in words.strong | {"at", "from"} or (
        page.low(at) == "of" and page.low(at - 1) in words.place_nouns
    )


def _covers(page: _Page, spot: _Spot, mention: Mention) -> bool:
    """Whether a name covers an unknown one, but for a compass word before it or "Airport" behind it."""
    words = page.gazetteer.words
    before = range(mention.first, spot.first)
    behind = range(spot.last, mention.last)
    return all(page.low(i) in words.between for i in before) and all(page.low(i) in words.followers for i in behind)


def _is_place(page: _Page, spot: _Spot, entry: Entry, told: bool, context: Counter[str]) -> bool:
    """Whether a name is used as that of a place here."""
    if _blocked(page, spot) or not _is_proper(page, spot) or _in_larger_name(page, spot, entry):
        return False
    before = _before(page, spot)
    words = page.gazetteer.words
    located = before in words.prepositions or (
        before in words.place_nouns and page.low(spot.first - 1) in {"of", "the"}
    )
    if entry.kind is PlaceKind.COUNTRY:
        return (located and not _qualifies(page, spot)) or _is_governed(page, spot)
    mention = page.actors.get(spot.first)
    if mention is not None and mention.basis is MentionBasis.METONYM:
        return located
    if entry.kind is not PlaceKind.CITY:
        return entry.trusted or located
    strong = before in words.strong or before in words.place_nouns or told or _is_object(page, spot)
    if spot.key in page.gazetteer.doubtful and entry.weight < LARGE:
        known = told or entry.context in context or (entry.trusted and before in {"in", "near"})
        return strong and known and not _opens(page, spot)
    if mention is not None and not mention.actors:
        return located or told
    if mention is not None and mention.actors[0].kind is ActorKind.UNKNOWN and spot.key in page.gazetteer.doubtful:
        return located or told
    return (
        (entry.trusted and not _opens(page, spot))
        or strong
        or (located and entry.context in context)
        or (entry.context in context and entry.trusted)
    )


def _qualifies(page: _Page, spot: _Spot) -> bool:
    """Whether a state only qualifies a noun ("in *U.S.* history", "ties to *Iran*'s leaders")."""
    head = page.text.tokens[_head(page.text, spot.first, spot.last)]
    modifies = head.dep in {"compound", "amod", "nmod"} and head.head >= spot.last
    return modifies or page.low(spot.last) in {"'s", "’s", "'", "’"}


def _is_object(page: _Page, spot: _Spot) -> bool:
    """Whether a name is what a verb of place acts on ("captured Homs", "Homs was shelled")."""
    head = page.text.tokens[_head(page.text, spot.first, spot.last)]
    above = page.text.tokens[head.head]
    return head.dep in {"dobj", "nsubjpass"} and above.lemma in page.gazetteer.words.place_verbs


def _opens(page: _Page, spot: _Spot) -> bool:
    """Whether a name is the first word of a sentence, where a capital says nothing."""
    token = page.text.tokens[spot.first]
    return page.text.sentences[token.sentence].first == spot.first and spot.last - spot.first == 1


def _is_proper(page: _Page, spot: _Spot) -> bool:
    """Whether the tagger sees a proper noun, or, inside a sentence, no verb behind a preposition."""
    tokens = page.text.tokens[spot.first : spot.last]
    if any(token.tag in {"NNP", "NNPS"} or token.pos == "PROPN" for token in tokens):
        return True
    if len(tokens) > 1:
        return not any(token.tag.startswith("VB") for token in tokens)
    verb = tokens[0].tag.startswith("VB") or tokens[0].tag in {"MD", "IN", "DT", "PRP"}
    return not verb and not _opens(page, spot) and page.low(spot.first - 1) in page.gazetteer.words.strong


def _before(page: _Page, spot: _Spot) -> str:
    """The preposition or noun of place that governs a name, over articles, compass words and "city of"."""
    words, at = page.gazetteer.words, spot.first - 1
    for _ in range(6):
        low = page.low(at)
        if low in words.prepositions:
            return low
        if low in words.place_nouns and at < spot.first - 1:
            return low
        mention = page.actors.get(at)
        if low in words.between or (mention is not None and mention.adjectival):
            at -= 1
            continue
        break
    return _governor(page, spot)


def _governor(page: _Page, spot: _Spot) -> str:
    """The preposition above a name in the tree, over coordination ("in Syria, Iraq and *Yemen*")."""
    tokens = page.text.tokens
    head = tokens[_head(page.text, spot.first, spot.last)]
    for _ in range(6):
        if head.dep != "conj":
            break
        head = tokens[head.head]
    above = tokens[head.head]
    return above.text.lower() if head.dep == "pobj" and above.pos in {"ADP", "SCONJ"} else ""


def _is_governed(page: _Page, spot: _Spot) -> bool:
    """Whether a state stands behind a town of its own ("Homs, *Syria*")."""
    if page.low(spot.first - 1) != "," or spot.first < 2:
        return False
    written = page.text.tokens[spot.first - 2].text
    return any(entry.context == spot.entries[0].context for entry in page.gazetteer.names.get(folded(written), ()))


def _in_larger_name(page: _Page, spot: _Spot, entry: Entry) -> bool:
    """Whether a name is part of another ("Oslo Accords", "Mr. Jordan", "the mayor of London")."""
    tokens, words = page.text.tokens, page.gazetteer.words
    if page.low(spot.first - 1) == "of":
        noun = page.low(spot.first - 2)
        if noun in words.title_nouns or (noun in words.institution_nouns and tokens[spot.first - 2].text[0].isupper()):
            return True
    if page.low(spot.last) in words.document_nouns or (entry.kind is PlaceKind.REGION and page.low(spot.last) == "of"):
        return True
    return _goes_on(page, spot) or _has_begun(page, spot)


def _goes_on(page: _Page, spot: _Spot) -> bool:
    """Whether capitalised words behind a name belong to it ("Cairo *University*"); "Kabul *Airport*" stays a place."""
    tokens, sentence = page.text.tokens, page.text.tokens[spot.first].sentence
    head = tokens[_head(page.text, spot.first, spot.last)]
    at = spot.last
    while at < len(tokens) and tokens[at].sentence == sentence and _capital(page, at) and at not in page.times:
        other = page.actors.get(at)
        apart = other is not None and other.first > spot.first and not (head.dep == "compound" and head.head >= at)
        if apart:
            return False
        if page.low(at) not in page.gazetteer.words.followers:
            return True
        at += 1
    return False


def _has_begun(page: _Page, spot: _Spot) -> bool:
    """Whether a capitalised word before a name belongs to it ("Michael *Jordan*"); "a Gresham's law" is no town's."""
    tokens, words, at = page.text.tokens, page.gazetteer.words, spot.first - 1
    if at < 0 or tokens[at].sentence != tokens[spot.first].sentence:
        return False
    low, prior = page.low(at), tokens[at]
    if low in {"mr.", "mrs.", "ms.", "dr."} or (low in {"a", "an"} and not _qualifies(page, spot)):
        return True
    if low == "a" and page.low(spot.last) in {"'s", "’s"}:
        return True
    if not _capital(page, at) or low in words.between or low in words.place_nouns or at in page.times:
        return False
    return at not in page.actors or (prior.dep == "compound" and spot.first <= prior.head < spot.last)


def _capital(page: _Page, index: int) -> bool:
    """Whether a token is a capitalised proper noun."""
    token = page.text.tokens[index]
    return token.tag in {"NNP", "NNPS"} and token.text[0].isupper() and token.text[-1].isalnum()
