"""The codebook: what the tables under ``data/`` say, as frozen types. Loaded by ``ontology`` and ``lang``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """One event type of an ontology (PLOVER: 16 of them).

    Attributes:
        code: ``REJECT``.
        quad_class: 1 to 4.
        default_cameo: CAMEO code to give when a rule gives none.
        as_future: type it becomes when it is promised or planned, by PLOVER's rule that intent to cooperate is
            AGREE and intent to act in conflict is THREATEN.
        as_refused: type it becomes when the one who could do it says no.
        as_undone: type it becomes when it was not done.
        as_ceased: type it becomes when it is stopped or suspended.
    """

    code: str
    quad_class: int
    description: str
    default_cameo: str
    as_future: str
    as_refused: str
    as_undone: str
    as_ceased: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CameoCode:
    """A CAMEO code with its place in PLOVER and on the Goldstein scale."""

    code: str
    label: str
    goldstein: float
    plover: str
    mode: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """One condition of a frame: what must hold at the trigger in the tree (``key=value|value``)."""

    key: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One reading of a verb, noun or adjective.

    Attributes:
        lemma, pos: trigger; pos is ``v``, ``n`` or ``a``.
        when: constraints that must all hold.
        plover, mode, cameo: what it codes; no type for a reading that is no event.
        source_role, target_role: empty for the default, else ``subj``, ``obj``, ``none`` or a preposition.
        symmetric: coded in both directions.
        example: sentence about the fictional states Velmora (source) and Kestria (target).
    """

    lemma: str
    pos: str
    when: tuple[Constraint, ...]
    plover: str
    mode: str
    cameo: str
    source_role: str = ""
    target_role: str = ""
    symmetric: bool = False
    example: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedding:
    """A word that takes an event or clause and changes how it is presented.

    Attributes:
        lemma, pos: the embedding word.
        prep: how the embedded event hangs on it: ``clause``, ``inf`` (infinitive only), ``obj`` (direct object),
            ``out`` (particle verb's object), or a preposition ("call *for* a ceasefire").
        effect: what it makes of the embedded event: ``report``, ``allege``, ``deny``, ``commit``, ``plan``,
            ``refuse``, ``fail``, ``cease``, ``demand``, ``threaten``, ``suppose``, ``want``, ``permit``, ``prevent``,
            ``hedge``, ``implicative``, or ``asserted`` for none.
        act: how the word itself is coded when the embedded event is coded: ``say``, ``intent``, ``accept``,
            ``refusal``, ``request``, ``order``, ``threat``, ``warn``, ``accuse``, ``failure``, ``cease``, or empty
            for none.
        addressee: where the one addressed stands: ``obj``, a preposition, or empty.
    """

    lemma: str
    pos: str
    prep: str
    effect: str
    act: str = ""
    addressee: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LightVerb:
    """A verb that lends its arguments to an event noun ("carry out a strike").

    ``effect`` is ``pass`` (the subject did it), ``receive`` (it was done to the subject), ``involve`` (the
    passive subject took part) or ``evaluate`` (the subject only speaks of it).
    """

    lemma: str
    particle: str
    effect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Codebook:
    """All that extractors read besides the text.

    Attributes:
        version: version of ontology and language tables together, written into every fact.
        types: event types by code.
        cameo: CAMEO codes by code.
        act_codes: CAMEO code of an act by (type of the act, type of what it is about).
        frames: frames by (lemma, pos), most specific first.
        classes: noun classes: name to lemmas.
        embeddings: by (lemma, pos).
        light_verbs: by lemma.
        words: closed word lists of the language by name ("hedges", "negators", ...).
    """

    version: str
    types: Mapping[str, EventType]
    cameo: Mapping[str, CameoCode]
    act_codes: Mapping[tuple[str, str], str]
    frames: Mapping[tuple[str, str], tuple[Frame, ...]]
    classes: Mapping[str, frozenset[str]]
    embeddings: Mapping[tuple[str, str], tuple[Embedding, ...]]
    light_verbs: Mapping[str, tuple[LightVerb, ...]]
    words: Mapping[str, frozenset[str]]
