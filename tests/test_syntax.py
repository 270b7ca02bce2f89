from __future__ import annotations

import pytest

from builders import annotated, at, words
from dragoman import syntax
from dragoman.model.text import AnnotatedText
from dragoman.syntax import once_by


def subject_words(text: AnnotatedText, verb: str) -> list[str]:
    return words(text, syntax.subjects(text, at(text, verb)))


def object_words(text: AnnotatedText, verb: str) -> list[str]:
    return words(text, syntax.objects(text, at(text, verb)))


ACTIVE = annotated("""
Velmora  velmora PROPN NNP nsubj attacked
attacked attack  VERB  VBD ROOT  -
Kestria  kestria PROPN NNP dobj  attacked
.        .       PUNCT .   punct attacked
""")

PASSIVE = annotated("""
Kestria  kestria PROPN NNP nsubjpass attacked
was      be      AUX   VBD auxpass   attacked
attacked attack  VERB  VBN ROOT      -
by       by      ADP   IN  agent     attacked
Velmora  velmora PROPN NNP pobj      by
""")

SHORT_PASSIVE = annotated("""
Kestria  kestria PROPN NNP nsubjpass attacked
was      be      AUX   VBD auxpass   attacked
attacked attack  VERB  VBN ROOT      -
""")

PASSIVE_PAIR = annotated("""
Villages village NOUN  NNS nsubjpass shelled
were     be      AUX   VBD auxpass   shelled
shelled  shell   VERB  VBN ROOT      -
and      and     CCONJ CC  cc        shelled
burned   burn    VERB  VBN conj      shelled
by       by      ADP   IN  agent     shelled
Velmora  velmora PROPN NNP pobj      by
""")

PARTICIPLE = annotated("""
Sanctions sanction NOUN NNS nsubj hurt
imposed   impose   VERB VBN acl   Sanctions
by        by       ADP  IN  agent imposed
Velmora   velmora  PROPN NNP pobj by
hurt      hurt     VERB VBD ROOT  -
Kestria   kestria  PROPN NNP dobj hurt
""")

GERUND_AFTER_NOUN = annotated("""
Troops    troop    NOUN  NNS nsubj  fled
guarding  guard    VERB  VBG acl    Troops
Kestria   kestria  PROPN NNP dobj   guarding
fled      flee     VERB  VBD ROOT   -
""")

RELATIVE_SUBJECT = annotated("""
Velmora  velmora PROPN NNP nsubj attacked
,        ,       PUNCT ,   punct Velmora
which    which   PRON  WDT nsubj signed
signed   sign    VERB  VBD relcl Velmora
the      the     DET   DT  det   treaty
treaty   treaty  NOUN  NN  dobj  signed
,        ,       PUNCT ,   punct Velmora
attacked attack  VERB  VBD ROOT  -
Kestria  kestria PROPN NNP dobj  attacked
""")

RELATIVE_OBJECT = annotated("""
Velmora  velmora PROPN NNP nsubj  read
read     read    VERB  VBD ROOT   -
the      the     DET   DT  det    plan
plan     plan    NOUN  NN  dobj   read
that     that    PRON  WDT dobj   rejected
Kestria  kestria PROPN NNP nsubj  rejected
rejected reject  VERB  VBD relcl  plan
""")

RELATIVE_BARE = annotated("""
Velmora  velmora PROPN NNP nsubj  read
read     read    VERB  VBD ROOT   -
the      the     DET   DT  det    plan
plan     plan    NOUN  NN  dobj   read
Kestria  kestria PROPN NNP nsubj  rejected
rejected reject  VERB  VBD relcl  plan
""")

RELATIVE_PASSIVE = annotated("""
Kestria  kestria PROPN NNP nsubj     replied
,        ,       PUNCT ,   punct     Kestria
which    which   PRON  WDT nsubjpass attacked
was      be      AUX   VBD auxpass   attacked
attacked attack  VERB  VBN relcl     Kestria
by       by      ADP   IN  agent     attacked
Velmora  velmora PROPN NNP pobj      by
,        ,       PUNCT ,   punct     Kestria
replied  reply   VERB  VBD ROOT      -
""")

OBJECT_CONTROLS = annotated("""
Velmora  velmora  PROPN NNP nsubj urged
urged    urge     VERB  VBD ROOT  -
Kestria  kestria  PROPN NNP dobj  urged
to       to       PART  TO  aux   release
release  release  VERB  VB  xcomp urged
the      the      DET   DT  det   sailors
sailors  sailor   NOUN  NNS dobj  release
""")

SUBJECT_CONTROLS = annotated("""
Velmora  velmora  PROPN NNP nsubj agreed
agreed   agree    VERB  VBD ROOT  -
with     with     ADP   IN  prep  agreed
Kestria  kestria  PROPN NNP pobj  with
to       to       PART  TO  aux   release
release  release  VERB  VB  xcomp agreed
them     they     PRON  PRP dobj  release
""")

CHAIN = annotated("""
Velmora  velmora  PROPN NNP nsubj promised
promised promise  VERB  VBD ROOT  -
to       to       PART  TO  aux   try
try      try      VERB  VB  xcomp promised
to       to       PART  TO  aux   stop
stop     stop     VERB  VB  xcomp try
shelling shell    VERB  VBG xcomp stop
Kestria  kestria  PROPN NNP dobj  shelling
""")

CALL_ON = annotated("""
Velmora  velmora  PROPN NNP nsubj called
called   call     VERB  VBD ROOT  -
on       on       ADP   IN  prep  called
Kestria  kestria  PROPN NNP pobj  on
to       to       PART  TO  aux   withdraw
withdraw withdraw VERB  VB  xcomp called
""")

ACCUSED_OF = annotated("""
Kestria  kestria  PROPN NNP nsubj accused
accused  accuse   VERB  VBD ROOT  -
Velmora  velmora  PROPN NNP dobj  accused
of       of       ADP   IN  prep  accused
shelling shell    VERB  VBG pcomp of
a        a        DET   DT  det   village
village  village  NOUN  NN  dobj  shelling
""")

WITHOUT = annotated("""
Velmora    velmora  PROPN NNP nsubj withdrew
withdrew   withdraw VERB  VBD ROOT  -
after      after    ADP   IN  prep  withdrew
attacking  attack   VERB  VBG pcomp after
Kestria    kestria  PROPN NNP dobj  attacking
""")

CONJUNCTION = annotated("""
Velmora   velmora PROPN NNP nsubj attacked
and       and     CCONJ CC  cc    Velmora
Ruritania ruritania PROPN NNP conj Velmora
attacked  attack  VERB  VBD ROOT  -
Kestria   kestria PROPN NNP dobj  attacked
and       and     CCONJ CC  cc    attacked
seized    seize   VERB  VBD conj  attacked
two       two     NUM   CD  nummod villages
villages  village NOUN  NNS dobj  seized
""")

SHARED_OBJECT = annotated("""
Velmora   velmora PROPN NNP nsubj attacked
attacked  attack  VERB  VBD ROOT  -
and       and     CCONJ CC  cc    attacked
occupied  occupy  VERB  VBD conj  attacked
Kestria   kestria PROPN NNP dobj  occupied
""")

PLAN_TO = annotated("""
Velmora  velmora PROPN NNP poss  plan
's       's      PART  POS case  Velmora
plan     plan    NOUN  NN  nsubj alarmed
to       to      PART  TO  aux   attack
attack   attack  VERB  VB  acl   plan
Kestria  kestria PROPN NNP dobj  attack
alarmed  alarm   VERB  VBD ROOT  -
France   france  PROPN NNP dobj  alarmed
""")

NESTED = annotated("""
Rockets  rocket  NOUN  NNS nsubj came
came     come    VERB  VBD ROOT  -
from     from    ADP   IN  prep  came
inside   inside  ADP   IN  prep  from
Kestria  kestria PROPN NNP pobj  inside
in       in      ADP   IN  prep  came
spite    spite   NOUN  NN  pobj  in
of       of      ADP   IN  prep  spite
pleas    plea    NOUN  NNS pobj  of
""")

DATIVE = annotated("""
Velmora  velmora PROPN NNP nsubj  sent
sent     send    VERB  VBD ROOT   -
Kestria  kestria PROPN NNP dative sent
food     food    NOUN  NN  dobj   sent
over     over    ADP   RP  prt    sent
""")

COORDINATED_AUXILIARIES = annotated("""
Velmora  velmora PROPN NNP nsubj arrest
will     will    AUX   MD  aux   arrest
not      not     PART  RB  neg   arrest
arrest   arrest  VERB  VB  ROOT  -
or       or      CCONJ CC  cc    arrest
deport   deport  VERB  VB  conj  arrest
Kestrians kestrian PROPN NNPS dobj arrest
""")


def test_subject_and_object_of_an_active_verb() -> None:
    assert subject_words(ACTIVE, "attacked") == ["Velmora"]
    assert object_words(ACTIVE, "attacked") == ["Kestria"]


@pytest.mark.parametrize(
    ("text", "verb", "doer", "done_to"),
    [
        (PASSIVE, "attacked", ["Velmora"], ["Kestria"]),
        (SHORT_PASSIVE, "attacked", [], ["Kestria"]),
        (PASSIVE_PAIR, "shelled", ["Velmora"], ["Villages"]),
        (PASSIVE_PAIR, "burned", ["Velmora"], ["Villages"]),
        (PARTICIPLE, "imposed", ["Velmora"], ["Sanctions"]),
        (PARTICIPLE, "hurt", ["Sanctions"], ["Kestria"]),
        (RELATIVE_PASSIVE, "attacked", ["Velmora"], ["Kestria"]),
    ],
)
def test_passives_give_the_logical_roles(text: AnnotatedText, verb: str, doer: list[str], done_to: list[str]) -> None:
    assert subject_words(text, verb) == doer
    assert object_words(text, verb) == done_to


@pytest.mark.parametrize(
    ("text", "verb", "passive"),
    [
        (ACTIVE, "attacked", False),
        (PASSIVE, "attacked", True),
        (SHORT_PASSIVE, "attacked", True),
        (PASSIVE_PAIR, "burned", True),
        (PARTICIPLE, "imposed", True),
        (PARTICIPLE, "hurt", False),
        (GERUND_AFTER_NOUN, "guarding", False),
        (CONJUNCTION, "seized", False),
    ],
)
def test_which_verbs_are_passive(text: AnnotatedText, verb: str, passive: bool) -> None:
    assert syntax.is_passive(text, at(text, verb)) is passive


@pytest.mark.parametrize(
    ("text", "verb", "doer", "done_to"),
    [
        (RELATIVE_SUBJECT, "signed", ["Velmora"], ["treaty"]),
        (RELATIVE_SUBJECT, "attacked", ["Velmora"], ["Kestria"]),
        (RELATIVE_OBJECT, "rejected", ["Kestria"], ["plan"]),
        (RELATIVE_BARE, "rejected", ["Kestria"], ["plan"]),
    ],
)
def test_relative_clauses_reach_their_noun(text: AnnotatedText, verb: str, doer: list[str], done_to: list[str]) -> None:
    assert subject_words(text, verb) == doer
    assert object_words(text, verb) == done_to


def test_antecedent_of_a_relative_pronoun() -> None:
    assert words(RELATIVE_OBJECT, [syntax.antecedent(RELATIVE_OBJECT, at(RELATIVE_OBJECT, "that"))]) == ["plan"]
    assert syntax.antecedent(RELATIVE_OBJECT, at(RELATIVE_OBJECT, "Kestria")) == at(RELATIVE_OBJECT, "Kestria")


def test_a_participle_after_a_noun_has_the_noun_as_subject() -> None:
    assert subject_words(GERUND_AFTER_NOUN, "guarding") == ["Troops"]
    assert object_words(GERUND_AFTER_NOUN, "guarding") == ["Kestria"]


@pytest.mark.parametrize(
    ("text", "verb", "doer"),
    [
        (OBJECT_CONTROLS, "release", ["Kestria"]),
        (SUBJECT_CONTROLS, "release", ["Velmora"]),
        (CHAIN, "try", ["Velmora"]),
        (CHAIN, "shelling", ["Velmora"]),
        (CALL_ON, "withdraw", ["Kestria"]),
        (ACCUSED_OF, "shelling", ["Velmora"]),
        (WITHOUT, "attacking", ["Velmora"]),
        (PLAN_TO, "attack", ["Velmora"]),
    ],
)
def test_who_controls_a_verb_without_a_subject(text: AnnotatedText, verb: str, doer: list[str]) -> None:
    assert subject_words(text, verb) == doer


def test_coordinated_verbs_share_the_subject_and_keep_their_objects() -> None:
    assert subject_words(CONJUNCTION, "seized") == ["Velmora"]
    assert object_words(CONJUNCTION, "attacked") == ["Kestria"]
    assert object_words(CONJUNCTION, "seized") == ["villages"]


def test_coordinated_verbs_share_the_object_that_follows_the_last() -> None:
    assert object_words(SHARED_OBJECT, "attacked") == ["Kestria"]
    assert object_words(SHARED_OBJECT, "occupied") == ["Kestria"]


def test_conjuncts_are_found_from_the_first() -> None:
    first = at(CONJUNCTION, "Velmora")
    assert words(CONJUNCTION, syntax.with_conjuncts(CONJUNCTION, first)) == ["Velmora", "Ruritania"]


def test_prepositions_are_flattened_where_they_nest() -> None:
    came = at(NESTED, "came")
    found = [(prep, NESTED.tokens[inner].text) for prep, inner in syntax.prepositions(NESTED, came)]
    assert found == [("from", "Kestria"), ("inside", "Kestria"), ("in", "spite")]
    spite = at(NESTED, "spite")
    assert [(p, NESTED.tokens[i].text) for p, i in syntax.prepositions(NESTED, spite)] == [("of", "pleas")]


def test_prepositions_give_gerunds_agents_and_bare_datives() -> None:
    assert [(p, ACCUSED_OF.tokens[i].text) for p, i in syntax.prepositions(ACCUSED_OF, 1)] == [("of", "shelling")]
    assert [(p, PASSIVE.tokens[i].text) for p, i in syntax.prepositions(PASSIVE, at(PASSIVE, "attacked"))] == [
        ("by", "Velmora")
    ]
    assert [(p, DATIVE.tokens[i].text) for p, i in syntax.prepositions(DATIVE, at(DATIVE, "sent"))] == [
        ("to", "Kestria")
    ]


def test_particle_of_a_verb() -> None:
    assert syntax.particle(DATIVE, at(DATIVE, "sent")) == "over"
    assert syntax.particle(ACTIVE, at(ACTIVE, "attacked")) == ""


def test_auxiliaries_are_shared_by_coordination() -> None:
    assert syntax.auxiliaries(COORDINATED_AUXILIARIES, at(COORDINATED_AUXILIARIES, "deport")) == ("will",)
    assert syntax.auxiliaries(CONJUNCTION, at(CONJUNCTION, "seized")) == ()
    assert syntax.auxiliaries(CALL_ON, at(CALL_ON, "withdraw")) == ("to",)


def test_child_and_dependents_by_label() -> None:
    attacked = at(RELATIVE_SUBJECT, "attacked")
    assert syntax.child(RELATIVE_SUBJECT, attacked, "dobj") == at(RELATIVE_SUBJECT, "Kestria")
    assert syntax.child(RELATIVE_SUBJECT, attacked, "agent") is None
    assert words(RELATIVE_SUBJECT, syntax.dependents(RELATIVE_SUBJECT, attacked, "nsubj", "dobj")) == [
        "Velmora",
        "Kestria",
    ]


def test_a_phrase_leaves_out_the_clauses_that_a_subtree_has() -> None:
    head = at(RELATIVE_SUBJECT, "Velmora")
    assert "treaty" in words(RELATIVE_SUBJECT, syntax.subtree(RELATIVE_SUBJECT, head))
    assert "treaty" not in words(RELATIVE_SUBJECT, syntax.phrase(RELATIVE_SUBJECT, head))
    assert words(PARTICIPLE, syntax.phrase(PARTICIPLE, at(PARTICIPLE, "Sanctions"))) == ["Sanctions"]


def test_walks_end_in_a_ring() -> None:
    """A broken tree must not hang the walk: two verbs that govern each other."""
    ring = annotated("""
wants want VERB VBZ xcomp goes
goes  go   VERB VBZ xcomp wants
""")
    assert syntax.subjects(ring, 0) == []


def test_a_walk_with_tables_is_gone_once_for_each_token_and_anew_for_other_tables() -> None:
    asked: list[tuple[str, int]] = []

    @once_by
    def walk(text: AnnotatedText, tables: str, index: int) -> str:
        asked.append((tables, index))
        return f"{tables} {text.tokens[index].text}"

    text = annotated("Velmora velmora PROPN NNP nsubj attacked\nattacked attack VERB VBD ROOT attacked")
    first = "some"
    assert [walk(text, first, 1), walk(text, first, 0), walk(text, first, 1)] == [
        "some attacked",
        "some Velmora",
        "some attacked",
    ]
    assert asked == [("some", 1), ("some", 0)]
    assert walk(text, "other", 1) == "other attacked"
