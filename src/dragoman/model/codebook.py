"""The codebook: what the tables under ``data/`` say, as frozen types. Loaded by ``ontology`` and ``lang``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
class Cue:
    """A word that attributes words or thoughts to somebody.

    Attributes:
        lemma, particle, pos: ``say``, ``v``; ``point`` ``out``, ``v``; ``allegation``, ``n``; ``hopeful``, ``a``.
        takes: where the content stands: ``clause``, ``inf``, ``gerund``, ``obj``, ``quote`` (only words in quotation
            marks), or a preposition ("call *for* a truce").
        form: ``speech`` or ``belief``.
        act: ``say``, ``accuse``, ``praise``, ``demand``, ``promise``, ``believe``, ``show`` or ``estimate``.
        addressee: where the one addressed stands: ``obj``, a preposition, or empty.
    """

    lemma: str
    pos: str
    takes: frozenset[str]
    form: str
    act: str
    particle: str = ""
    addressee: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionMarker:
    """Words that make one thing depend on another.

    Attributes:
        words: the words in order, lower case; the first of a ``verb``, ``link``, ``wait`` is a lemma.
        shape: where the two sides stand in the tree: ``clause``, ``phrase``, ``adjective``, ``verb``, ``link``,
            ``noun``, ``ultimatum``, ``deadline``, ``approval``, ``wait``, ``inverted`` ("should Y happen"), ``turn``
            (the clause before), ``whoever`` (a relative clause), ``must`` (a duty of "any X") or ``limit`` (a time).
        needs: what must hold for the words to be a condition: ``any`` (nothing more), ``open`` (what depends is still
            to come), ``negated``, ``barred`` (negated and open, both sides political matters), ``during`` (negated and
            open, while something goes on), ``halted``, ``lasting``, ``result`` (open, and the antecedent a state),
            ``other`` (open, and somebody else's act at no set time), ``bound`` (the main clause is an obligation),
            ``sequence`` (open, and both sides the same deed), ``matter`` (what depends is a political matter),
            ``persons`` (people, arms or land are given), ``step`` (open or proposed, and a step that somebody has to
            take), ``zero`` (a rule in the present), ``consent`` (it takes somebody's consent), ``ordered`` (must come
            before or after) or ``would`` (a political matter, spoken of as to come).
        reading: what the words make of the two sides: empty (as they stand), ``affirm``, ``end``, ``resume`` (of what
            depends), ``without`` (the antecedent does not happen) or ``swap`` (the sides change places).
        type: ``precondition``, ``exchange``, ``deadline`` or ``pending``.
    """

    words: tuple[str, ...]
    shape: str
    needs: str
    reading: str
    type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """A word that says which way a relation, a conflict, talks or a situation goes, or how it stands.

    Attributes:
        lemma: the word; for ``p`` the preposition and its noun ("in tatters").
        pos: ``v``, ``a``, ``n``, ``p``, ``h`` for words of good or ill hope ("optimistic"), ``hv`` for such verbs.
        when: constraints that must all hold at the word; ``gov`` names the verb above it.
        direction: ``better``, ``worse``, ``unchanged``, ``uncertain``; or ``up`` and ``down``, which are better or
            worse as the topic is a good or an ill.
        about: kinds of topic it can be about, with a sign where it is about goods or ills only (``relation+``).
    """

    lemma: str
    pos: str
    when: tuple[Constraint, ...]
    direction: str
    about: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendTopic:
    """A noun that a claim about a trend can be about.

    Attributes:
        kind: ``relation``, ``conflict``, ``attack``, ``talks``, ``deal``, ``situation`` or ``hope``.
        sign: ``+`` for what is good when it grows, ``-`` for what is ill, ``0`` for neither.
        weak: whether it is a matter between states or armed groups only in such company ("talks", "crisis").
    """

    lemma: str
    kind: str
    sign: str
    weak: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceFrame:
    """One reading of a word that carries a stance.

    Attributes:
        lemma, pos: the word; pos is ``v``, ``n`` or ``a``.
        when: constraints that must all hold.
        issue: places where the issue may stand, the first that is filled counts: ``obj``, ``subj``, ``inf``
            (infinitive), ``ger`` (gerund), ``that`` (clause), ``is`` (what a noun is said to be), ``small``
            (subject of a small clause), or a preposition; ``obj>about`` is the place ``about`` of the
            object.
        stance: a value of :class:`dragoman.model.facts.Stance`; empty for a reading without one.
        negated: what it becomes under negation; empty for nothing.
        strength: how strongly the word puts it.
        holder: empty for the default (subject of a verb, owner of a noun), ``of`` for who stands behind that word, or
            ``voice`` for whoever says it.
        actor: whether the issue may be somebody, not something.
        example: sentence about the fictional states Velmora (holder) and Kestria.
    """

    lemma: str
    pos: str
    when: tuple[Constraint, ...]
    issue: tuple[str, ...]
    stance: str
    negated: str = ""
    strength: str = "plain"
    holder: str = ""
    actor: bool = False
    example: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWord:
    """A word of numbers: ``unit`` (twenty), ``scale`` (million), ``vague`` (dozens), ``few`` (several), ``none``."""

    value: float
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """How numbers are written.

    Attributes:
        words: by word, lower case.
        before, after: words that bound a number ("at least", "or more"), to ``low``, ``high`` or ``approximate``.
        signs, currencies: what stands before or after a sum, to the code of its currency.
    """

    words: Mapping[str, NumberWord] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    after: Mapping[str, str] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    currencies: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A word that says what a number counts.

    Attributes:
        lemma, pos: the word.
        role: where the counted noun stands: ``subj`` or ``obj`` of the verb, ``noun`` before the adjective, ``of``
            behind the noun ("the killing *of*"), ``head`` (the word is the counted noun), ``aid`` (so, where what they
            carry is aid), ``value`` (the number is the value of the word: "the toll rose to 34") or ``put`` (so, but
            only where somebody puts it at that: "put its losses at four").
        measure: as in :class:`~dragoman.model.facts.Figure`.
        needs: lemmas one of which must stand beside the word ("sought *refuge*"); empty for none.
        counted: class of nouns that may be counted; empty for any.
    """

    lemma: str
    pos: str
    role: str
    measure: str
    needs: frozenset[str] = frozenset()
    counted: str = ""


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
        conditions: markers of conditions by their first word, the longest first.
        numbers: how numbers are written.
        measures: by (lemma, pos).
        cues: words that attribute, by (lemma, pos).
        trends: words for trends and states, by (lemma, pos).
        trend_topics: what they can be about, by lemma.
        tones: ``+`` or ``-`` of evaluative words, by (lemma, pos).
        tone_weights: by feature of an ordered pair, the weights of a good and of an ill tone.
        stances: words that carry a stance, by (lemma, pos), most specific first.
        nominals: nouns of verbs ("withdrawal"), by the verb's lemma.
        heads: words at which frames, stances, cues, trends or conditions may be, by the table's name (derived); a
            stage looks at no other token.
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
    cues: Mapping[tuple[str, str], tuple[Cue, ...]] = field(default_factory=dict)
    conditions: Mapping[str, tuple[ConditionMarker, ...]] = field(default_factory=dict)
    numbers: Numbers = field(default_factory=Numbers)
    measures: Mapping[tuple[str, str], tuple[Measure, ...]] = field(default_factory=dict)
    trends: Mapping[tuple[str, str], tuple[Trend, ...]] = field(default_factory=dict)
    trend_topics: Mapping[str, TrendTopic] = field(default_factory=dict)
    stances: Mapping[tuple[str, str], tuple[StanceFrame, ...]] = field(default_factory=dict)
    nominals: Mapping[str, str] = field(default_factory=dict)
    tones: Mapping[tuple[str, str], str] = field(default_factory=dict)
    tone_weights: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    heads: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        pairs = {"frames": self.frames, "stances": self.stances, "cues": self.cues, "trends": self.trends}
        heads = {name: frozenset(lemma.split()[-1] for lemma, _ in table) for name, table in pairs.items()}
        # Words of a headline that the tagger takes for names keep the ending of their verb ("Talks *Stalls*").
        heads["trends"] |= {f"{lemma}s" for lemma, pos in self.trends if pos == "v"}
        heads["conditions"] = frozenset(self.conditions)
        object.__setattr__(self, "heads", heads)
