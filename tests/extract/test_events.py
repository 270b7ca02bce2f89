"""Who did what to whom: one sentence after another, each with the codes any reader would give it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from builders import annotated
from dragoman.exchange.flat import event_record
from dragoman.exchange.rows import fact_row
from dragoman.extract.arguments import scene_of
from dragoman.extract.events import find_events
from dragoman.model.actors import ActorRef
from dragoman.model.facts import Factuality
from dragoman.model.text import Document
from dragoman.pipeline import Reader, Report

PUBLISHED = date(2024, 3, 14)
QUAD_CLASS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1,
    "COOPERATE": 2, "AID": 2, "CONCEDE": 2, "RETREAT": 2,
    "REQUEST": 3, "ACCUSE": 3, "REJECT": 3, "THREATEN": 3,
    "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
GOLDSTEIN = {
    "030": 4.0, "036": 4.0, "040": 1.0, "041": 1.0, "042": 1.9, "043": 2.8, "045": 5.0, "046": 7.0, "050": 3.5,
    "051": 3.4, "052": 3.5, "054": 6.0, "055": 7.0, "057": 8.0, "062": 7.4, "063": 7.4, "064": 7.0, "070": 7.0,
    "071": 7.4, "073": 7.4, "075": 7.0, "080": 5.0, "081": 5.0, "0841": 7.0, "0842": 7.0, "085": 7.0, "0871": 9.0,
    "0874": 10.0, "090": -2.0, "094": -2.0, "100": -5.0, "103": -5.0, "1053": -5.0, "1056": -5.0, "110": -2.0,
    "111": -2.0, "112": -2.0, "1124": -2.0, "1125": -2.0, "114": -2.0, "115": -2.0, "120": -4.0, "129": -5.0, "130":
    -4.4, "1311": -5.8, "138": -7.0, "139": -7.0, "141": -6.5, "143": -6.5, "154": -7.2, "161": -4.0, "162": -5.6,
    "163": -8.0, "164": -6.5, "166": -7.0, "171": -9.2, "173": -5.0, "174": -5.0, "181": -9.0, "1822": -9.0, "1823":
    -10.0, "186": -10.0, "190": -10.0, "191": -9.5, "192": -9.5, "193": -10.0, "194": -10.0, "195": -10.0,
}  # fmt: skip
"""Values of the scale by CAMEO code, written here a second time so that the table is checked and not trusted."""


@dataclass(frozen=True)
class Case:
    """A sentence and one event in it: trigger, sides of source and target, type with mode, CAMEO code, factuality.

    A side is a country, or an id where there is none; several are parted by blanks; ``-`` is nobody,
    ``*`` somebody, whoever it is.
    """

    text: str
    trigger: str
    source: str
    target: str
    type: str
    cameo: str
    factuality: str = "asserted"

    def __str__(self) -> str:
        return self.text


PLAIN = (
    Case("Velmora attacked Kestria.", "attacked", "VEL", "KES", "ASSAULT", "190"),
    Case("Velmora condemned Kestria.", "condemned", "VEL", "KES", "ACCUSE disapprove", "111"),
    Case("Velmora turned down Kestria's offer.", "turned down", "VEL", "KES", "REJECT", "120"),
    Case("Velmora endorsed Kestria's peace plan.", "endorsed", "VEL", "KES", "SUPPORT", "051"),
    Case("Velmora apologized to Kestria.", "apologized", "VEL", "KES", "SUPPORT", "055"),
    Case("Velmora defended Kestria at the United Nations.", "defended", "VEL", "KES", "SUPPORT", "052"),
    Case("Velmora recognized Kestria as an independent state.", "recognized", "VEL", "KES", "SUPPORT", "054"),
    Case("Velmora shared intelligence with Kestria.", "shared", "VEL", "KES", "COOPERATE", "064"),
    Case("Velmora extradited two suspects to Kestria.", "extradited", "VEL", "KES", "COOPERATE", "063"),
    Case("Velmora provided aid to Kestria.", "provided", "VEL", "KES", "AID", "070"),
    Case("Velmora granted asylum to a Kestrian opposition leader.", "granted", "VEL", "KES", "AID", "075"),
    Case("Velmora eased restrictions on Kestrian journalists.", "eased", "VEL", "KES", "CONCEDE", "081"),
    Case("Velmora lifted sanctions on Kestria.", "lifted", "VEL", "KES", "RETREAT", "085"),
    Case("Velmora released ten Kestrian prisoners.", "released", "VEL", "KES", "RETREAT release", "0841"),
    Case("Velmora returned a Kestrian fishing boat.", "returned", "VEL", "KES", "RETREAT return", "0842"),
    Case("Velmora vetoed a resolution on Kestria.", "vetoed", "VEL", "KES", "REJECT yield", "129"),
    Case("Velmora mobilized troops along the Kestrian border.", "mobilized", "VEL", "KES", "MOBILIZE troops", "154"),
    Case("Velmora massed tanks on the border with Kestria.", "massed", "VEL", "KES", "MOBILIZE troops", "154"),
    Case("Velmora banned imports from Kestria.", "banned", "VEL", "KES", "COERCE restrict", "163"),
    Case("Velmora deported fifty Kestrians.", "deported", "VEL", "KES", "COERCE deport", "174"),
    Case("Velmora jailed a Kestrian journalist for spying.", "jailed", "VEL", "KES", "COERCE arrest", "173"),
    Case("Velmora seized a Kestrian tanker.", "seized", "VEL", "KES", "COERCE seize", "171"),
    Case("Velmora occupied two Kestrian provinces.", "occupied", "VEL", "KES", "COERCE seize", "192"),
    Case("Velmora kidnapped three Kestrian soldiers.", "kidnapped", "VEL", "KES", "ASSAULT abduct", "181"),
    Case("Velmora assassinated a Kestrian general.", "assassinated", "VEL", "KES", "ASSAULT assassinate", "186"),
    Case("Velmora tortured Kestrian prisoners.", "tortured", "VEL", "KES", "ASSAULT torture", "1822"),
    Case("Velmora executed two Kestrian spies.", "executed", "VEL", "KES", "ASSAULT execute", "1823"),
    Case("Velmora investigated Kestrian war crimes.", "investigated", "VEL", "KES", "ACCUSE investigate", "094"),
    Case("Velmora boycotted the Kestrian summit.", "boycotted", "VEL", "KES", "PROTEST boycott", "143"),
    Case("Velmora hosted the Kestrian president.", "hosted", "VEL", "KES", "CONSULT visit", "043"),
    Case("Velmora telephoned Kestria.", "telephoned", "VEL", "KES", "CONSULT phone", "041"),
    Case("Velmora recalled its ambassador from Kestria.", "recalled", "VEL", "KES", "SANCTION withdraw", "161"),
    Case("Velmora suspended aid to Kestria.", "suspended", "VEL", "KES", "SANCTION discontinue", "162"),
)

PASSIVES = (
    Case("Kestria was attacked by Velmora on Monday.", "attacked", "VEL", "KES", "ASSAULT", "190"),
    Case("Two Kestrian diplomats were expelled by Velmora.", "expelled", "VEL", "KES", "SANCTION expel", "166"),
    Case("Sanctions were imposed on Kestria by Velmora.", "imposed", "VEL", "KES", "COERCE restrict", "163"),
    Case("The proposal was rejected by Velmora.", "rejected", "VEL", "-", "REJECT", "120"),
    Case("Kestrian villages were shelled by Velmoran troops.", "shelled", "VEL", "KES", "ASSAULT heavy-weapons", "194"),
    Case("A Kestrian pilot has been released by Velmora.", "released", "VEL", "KES", "RETREAT release", "0841"),
    Case("The diplomats expelled by Velmora returned to Kestria.", "expelled", "VEL", "*", "SANCTION expel", "166"),
    Case("Kestria, which was attacked by Velmora, asked France for help.", "attacked", "VEL", "KES", "ASSAULT", "190"),
)

NOUNS = (
    Case("Velmora's dismissal of the Kestrian plan surprised France.", "dismissal", "VEL", "KES", "REJECT", "120"),
    Case("Velmora's war against Kestria entered its third month.", "war", "VEL", "KES", "ASSAULT", "190"),
    Case("Velmora's attack on Kestria alarmed France.", "attack", "VEL", "KES", "ASSAULT", "190"),
    Case("The invasion of Kestria by Velmora alarmed France.", "invasion", "VEL", "KES", "ASSAULT", "190"),
    Case("Velmora's rejection of Kestria's offer ended the talks.", "rejection", "VEL", "KES", "REJECT", "120"),
    Case("Velmora's recognition of Kestria was a surprise.", "recognition", "VEL", "KES", "SUPPORT", "054"),
    Case("Velmora's support for Kestria has grown.", "support", "VEL", "KES", "SUPPORT", "051"),
    Case("Velmora's expulsion of Kestrian envoys drew protests.", "expulsion", "VEL", "KES", "SANCTION expel", "166"),
    Case("Velmora's economic aid to Kestria was extended.", "aid extended", "VEL", "KES", "AID", "071"),
    Case("Velmora's criticism of Kestria was sharp.", "criticism", "VEL", "KES", "ACCUSE disapprove", "111"),
    Case("Velmora's withdrawal from Kestria took a month.", "withdrawal", "VEL", "KES", "RETREAT withdraw", "0874"),
    Case("France's condemnation of Velmora was swift.", "condemnation", "FRA", "VEL", "ACCUSE disapprove", "111"),
)

LIGHT_VERBS = (
    Case("Velmora carried out an air strike on a Kestrian base.", "carried out", "VEL", "KES", "ASSAULT aerial", "195"),
    Case("Velmora launched an attack on Kestria.", "launched", "VEL", "KES", "ASSAULT", "190"),
    Case("Velmora launched a probe into Kestria.", "launched probe", "VEL", "KES", "ACCUSE investigate", "090"),
    Case("Velmora paid a visit to Kestria.", "paid", "VEL", "KES", "CONSULT visit", "042"),
    Case("Velmora voiced support for Kestria.", "voiced", "VEL", "KES", "SUPPORT", "051"),
    Case("Velmora expressed concern about Kestria.", "expressed", "VEL", "KES", "ACCUSE disapprove", "110"),
    Case("Velmora lodged a complaint against Kestria.", "lodged", "VEL", "KES", "ACCUSE allege", "114"),
    Case("Velmora filed a lawsuit against Kestria.", "filed", "VEL", "KES", "ACCUSE allege", "115"),
    Case("Kestria suffered an attack from Velmora.", "suffered attack", "VEL", "KES", "ASSAULT", "190"),
    Case("Velmora imposed a blockade on Kestria.", "imposed", "VEL", "KES", "COERCE restrict", "191"),
    Case("Velmora made concessions to Kestria.", "made", "VEL", "KES", "CONCEDE", "080"),
    Case("Velmora opened fire on Kestrian troops.", "opened", "VEL", "KES", "ASSAULT firearms", "193"),
    Case("Velmora gave Kestria ten million dollars.", "gave", "VEL", "KES", "AID", "071"),
    Case("Velmora sent Kestria medicine.", "sent", "VEL", "KES", "AID", "073"),
)

PARTICLES = (
    Case("Velmora called off talks with Kestria.", "called off", "VEL", "KES", "SANCTION withdraw", "164"),
    Case("Velmora broke off relations with Kestria.", "broke off", "VEL", "KES", "SANCTION withdraw", "161"),
    Case("Velmora cut off aid to Kestria.", "cut off", "VEL", "KES", "SANCTION discontinue", "162"),
    Case("Velmora handed over two prisoners to Kestria.", "handed over", "VEL", "KES", "RETREAT release", "0841"),
    Case("Velmora lashed out at Kestria.", "lashed out", "VEL", "KES", "ACCUSE disapprove", "111"),
    Case("Velmora stepped up its attacks on Kestria.", "stepped up", "VEL", "KES", "ASSAULT", "190"),
    Case("Velmora backed down from its demands on Kestria.", "backed down", "VEL", "KES", "CONCEDE", "080"),
    Case("Turkey shot down a Russian jet.", "shot down", "TUR", "RUS", "ASSAULT aerial", "195"),
)

CONTROL_AND_CONJUNCTION = (
    Case("Velmora attacked Kestria and seized two villages.", "seized", "VEL", "-", "COERCE seize", "192"),
    Case("Velmora and France condemned Kestria.", "condemned", "VEL FRA", "KES", "ACCUSE disapprove", "111"),
    Case("Velmora praised Kestria and France.", "praised", "VEL", "KES FRA", "SUPPORT", "051"),
    Case(
        "Velmora blamed Kestria and broke off ties with France.", "broke off", "VEL", "FRA", "SANCTION withdraw", "161"
    ),
    Case("Velmora persuaded Kestria to free two French tourists.", "free", "KES", "FRA", "RETREAT release", "0841"),
    Case("Velmora sent troops to attack Kestria.", "attack", "VEL", "KES", "ASSAULT", "190", "planned"),
    Case("Velmora began shelling Kestria at dawn.", "shelling", "VEL", "KES", "ASSAULT heavy-weapons", "194"),
    Case("Velmora continued to bomb Kestria.", "bomb", "VEL", "KES", "ASSAULT aerial", "195"),
    Case("France accused Velmora of bombing Kestria.", "bombing", "VEL", "KES", "ASSAULT aerial", "195", "alleged"),
    Case("France prevented Velmora from attacking Kestria.", "attacking", "VEL", "KES", "ASSAULT", "190", "negated"),
)

RELATIVES_AND_APPOSITIONS = (
    Case("Velmora, which attacked Kestria in May, has rejected the offer.", "attacked", "VEL", "KES", "ASSAULT", "190"),
    Case("Velmora, which attacked Kestria in May, has rejected the offer.", "rejected", "VEL", "-", "REJECT", "120"),
    Case("The troops that Velmora sent to Kestria have left.", "sent", "VEL", "KES", "MOBILIZE troops", "154"),
    Case("France criticized Velmora, which arrested a French poet.", "arrested", "VEL", "FRA", "COERCE arrest", "173"),
    Case("The treaty that Velmora signed with Kestria has expired.", "signed", "VEL", "KES", "SUPPORT", "057"),
    Case("Velmora, a longtime rival, attacked Kestria.", "attacked", "VEL", "KES", "ASSAULT", "190"),
    Case("The president of Velmora visited Kestria.", "visited", "VEL", "KES", "CONSULT visit", "042"),
    Case("The Velmoran king telephoned his Kestrian counterpart.", "telephoned", "VEL", "KES", "CONSULT phone", "041"),
    Case("Velmorans protested outside the Kestrian embassy.", "protested", "VEL", "KES", "PROTEST demo", "141"),
)

SPEECH_ACTS = (
    Case(
        "Velmora called for the dismantlement of Kestria's nuclear program.", "called", "VEL", "KES", "REQUEST", "100"
    ),
    Case("Velmora called for the withdrawal of Kestrian troops.", "called", "VEL", "KES", "REQUEST yield", "1056"),
    Case("Velmora demanded the release of two Kestrian hostages.", "demanded", "VEL", "*", "REQUEST yield", "1053"),
    Case("Velmora asked Kestria for aid.", "asked", "VEL", "KES", "REQUEST assist", "103"),
    Case("Velmora demanded an apology from Kestria.", "demanded", "VEL", "KES", "REQUEST", "100"),
    Case("Velmora urged Kestria to release two sailors.", "urged", "VEL", "KES", "REQUEST yield", "1053"),
    Case("Velmora accused Kestria of war crimes.", "accused", "VEL", "KES", "ACCUSE allege", "1124"),
    Case("Velmora blamed Kestria for the attack.", "blamed", "VEL", "KES", "ACCUSE disapprove", "112"),
    Case("Velmora gave Kestria an ultimatum.", "gave", "VEL", "KES", "THREATEN relations", "139"),
    Case("Velmora threatened Kestria with war.", "threatened", "VEL", "KES", "THREATEN violence", "138"),
    Case("Velmora threatened to cut off aid to Kestria.", "threatened", "VEL", "KES", "THREATEN relations", "1311"),
    Case("NATO warned Russia against an attack on Poland.", "warned", "nato", "RUS", "THREATEN", "130"),
    Case("Velmora promised to release the Kestrian prisoners.", "promised", "VEL", "KES", "AGREE", "030"),
    Case("Velmora refused to release the Kestrian sailors.", "refused", "VEL", "KES", "REJECT", "120"),
)

REAL_ACTORS = (
    Case("The United States imposed sanctions on Iran.", "imposed", "USA", "IRN", "COERCE restrict", "163"),
    Case("China condemned Japan over the islands.", "condemned", "CHN", "JPN", "ACCUSE disapprove", "111"),
    Case("Russia launched missiles at Ukraine.", "launched", "RUS", "UKR", "ASSAULT aerial", "195"),
    Case("Washington accused Beijing of espionage.", "accused", "USA", "CHN", "ACCUSE allege", "1125"),
    Case("The European Union lifted sanctions on Zimbabwe.", "lifted", "european-union", "ZWE", "RETREAT", "085"),
    Case(
        "The UN Security Council condemned the attack by Israel.",
        "condemned",
        "un-security-council",
        "ISR",
        "ACCUSE disapprove",
        "111",
    ),
    Case("France recalled its ambassador from Niger.", "recalled", "FRA", "NER", "SANCTION withdraw", "161"),
    Case("Iran seized a British tanker in the Strait of Hormuz.", "seized", "IRN", "GBR", "COERCE seize", "171"),
    Case("Houthi rebels attacked a Saudi oil facility.", "attacked", "houthis", "SAU", "ASSAULT", "190"),
)

SYMMETRIC = (
    Case("Talks between Velmora and Kestria resumed.", "Talks", "VEL KES", "VEL KES", "CONSULT", "040"),
    Case("Clashes between Velmora and Kestria killed ten people.", "Clashes", "VEL KES", "VEL KES", "ASSAULT", "190"),
    Case("Velmora and Kestria signed a peace treaty.", "signed", "VEL KES", "VEL KES", "SUPPORT", "057"),
    Case("Velmora and Kestria agreed to hold talks.", "agreed", "VEL KES", "VEL KES", "AGREE", "030"),
    Case("Velmora and Kestria agreed to hold talks.", "hold", "VEL KES", "VEL KES", "CONSULT", "040", "planned"),
    Case("The Velmoran and Kestrian presidents met in Geneva.", "met", "VEL KES", "VEL KES", "CONSULT", "040"),
    Case(
        "India and Pakistan exchanged fire across the border.",
        "exchanged",
        "IND PAK",
        "IND PAK",
        "ASSAULT firearms",
        "193",
    ),
    Case("Velmora met with Kestria in Geneva.", "met", "VEL", "KES", "CONSULT", "040"),
    Case("Velmora held talks with Kestria.", "held", "VEL", "KES", "CONSULT", "040"),
    Case("Velmora signed a trade agreement with Kestria.", "signed", "VEL", "KES", "SUPPORT", "057"),
    Case("Velmora held joint exercises with Kestria.", "held", "VEL", "KES", "COOPERATE", "062"),
    Case("Velmora restored diplomatic relations with Kestria.", "restored", "VEL", "KES", "SUPPORT", "050"),
)

CASES = (
    PLAIN + PASSIVES + NOUNS + LIGHT_VERBS + PARTICLES + CONTROL_AND_CONJUNCTION + RELATIVES_AND_APPOSITIONS
    + SPEECH_ACTS + REAL_ACTORS + SYMMETRIC
)  # fmt: skip
CASES += (
    Case("The Velmoran invasion of Kestria began in May.", "invasion", "VEL", "KES", "ASSAULT", "190"),
    Case(
        "Velmora condemned Kestria and recalled its ambassador to Kestria.",
        "recalled",
        "VEL",
        "KES",
        "SANCTION withdraw",
        "161",
    ),
    Case("Velmora is believed to have attacked Kestria.", "attacked", "VEL", "KES", "ASSAULT", "190", "reported"),
    Case(
        "Kestria denied claims that Kestria had attacked France.",
        "attacked",
        "KES",
        "FRA",
        "ASSAULT",
        "190",
        "denied",
    ),
)

FAILS = (
    (
        Case(
            "France warned Velmora against invading Kestria.", "invading", "VEL", "KES", "ASSAULT", "190", "threatened"
        ),
        "the one who is warned does what follows 'against'",
    ),
    (
        Case("Velmora urged Kestria to hold elections.", "urged", "VEL", "KES", "REQUEST change", "104"),
        "any 'hold' counts as holding a meeting",
    ),
    (
        Case("Germany sent tanks to Ukraine to help it fight Russia.", "sent", "DEU", "UKR", "AID", "072"),
        "arms for an ally count as troops against it",
    ),
)
"""What any reader would code so and the engine does not yet; each leaves this list when it comes right."""

ALLEGATIONS = (
    "Kestria accused Velmora of shelling a French hospital.",
    "Kestria claimed that Velmora had shelled a French hospital.",
    "Kestria alleged that Velmora had attacked France.",
    "Velmora allegedly attacked Kestria.",
    "Velmora reportedly attacked Kestria.",
    "According to Kestria, Velmora attacked France.",
    "Kestria said Velmora had attacked France.",
    "Velmora denied attacking Kestria.",
    "Allegations of a Velmoran attack on Kestria spread.",
    "There are reports that Velmora attacked Kestria.",
    "Velmora was accused of attacking Kestria.",
    "Velmora attacked Kestria, officials said.",
    "France suspects Velmora of attacking Kestria.",
)
"""In none of these is an attack the outlet's own word."""


@pytest.fixture(scope="module")
def read(reader: Reader) -> dict[str, Report]:
    """Every sentence of this module read as a report of its own, in one batch."""
    texts = dict.fromkeys([case.text for case in CASES] + [case.text for case, _ in FAILS] + list(ALLEGATIONS))
    documents = (Document(id=str(number), text=text, published=PUBLISHED) for number, text in enumerate(texts))
    return {report.document.text: report for report in reader.read_documents(documents)}


def _fits(wanted: str, actors: tuple[ActorRef, ...]) -> bool:
    if wanted == "*":
        return bool(actors)
    names = set() if wanted == "-" else set(wanted.split())
    found = [{actor.country, actor.affiliation, actor.id} & names for actor in actors]
    return all(found) and set().union(*found) == names


def _check(case: Case, report: Report) -> None:
    summary = [(e.trigger, e.plover, [a.id for a in e.sources], [a.id for a in e.targets]) for e in report.events]
    plover, _, mode = case.type.partition(" ")
    found = [event for event in report.events if event.trigger == case.trigger and event.plover == plover]
    assert len(found) == 1, summary
    event = found[0]
    assert _fits(case.source, event.sources), summary
    assert _fits(case.target, event.targets), summary
    assert (event.mode, event.cameo) == (mode, case.cameo)
    assert event.quad_class == QUAD_CLASS[plover]
    assert event.goldstein == GOLDSTEIN[case.cameo]
    assert event.factuality is Factuality(case.factuality)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_coding(case: Case, read: dict[str, Report]) -> None:
    _check(case, read[case.text])


@pytest.mark.parametrize(
    "case", [pytest.param(case, marks=pytest.mark.xfail(strict=True, reason=why), id=str(case)) for case, why in FAILS]
)
def test_coding_that_is_wrong_as_yet(case: Case, read: dict[str, Report]) -> None:
    _check(case, read[case.text])


def test_the_date_of_a_relative_clause_stays_in_it(read: dict[str, Report]) -> None:
    report = read["Velmora, which attacked Kestria in May, has rejected the offer."]
    assert {event.trigger: event.background for event in report.events} == {"attacked": True, "rejected": False}


@pytest.mark.parametrize(
    "text", ["Velmora recalled its ambassador from Kestria.", "Velmora withdrew its troops from Kestria."]
)
def test_those_who_come_back_are_not_those_they_leave(text: str, reader: Reader) -> None:
    event = reader.read(text).events[0]
    assert [actor.id for actor in event.targets] == ["KES"]


@pytest.mark.parametrize(
    "text", ["Velmora pledged not to attack Kestria.", "Velmora promised that it would not attack Kestria."]
)
def test_a_promise_not_to_attack_is_no_threat(text: str, reader: Reader) -> None:
    assert "THREATEN" not in {event.plover for event in reader.read(text).events}


def test_there_are_enough_sentences_over_all_types() -> None:
    assert len({case.text for case in CASES}) >= 80
    assert {case.type.partition(" ")[0] for case in CASES} == set(QUAD_CLASS)


@pytest.mark.parametrize("text", ALLEGATIONS)
def test_an_allegation_is_never_the_word_of_the_outlet(text: str, read: dict[str, Report]) -> None:
    attacks = [event for event in read[text].events if event.plover == "ASSAULT"]
    assert all(event.factuality is not Factuality.ASSERTED for event in attacks)
    assert attacks


def test_spans_cut_their_words_out_of_the_text(read: dict[str, Report]) -> None:
    for text, report in read.items():
        for event in report.events:
            evidence = event.evidence[0]
            assert event.document_id == evidence.document_id == report.document.id
            assert all(word in text[evidence.start : evidence.end] for word in event.trigger.split())
            spans = dict(event.match.spans)
            assert text[spans["trigger"].start : spans["trigger"].end] in event.trigger
            assert all(evidence.start <= span.start < span.end <= evidence.end for _, span in event.match.spans)


def test_evidence_is_the_sentence_and_offsets_hold_in_a_longer_text(reader: Reader) -> None:
    text = "The weather was fine – at last.\n\n“Velmora attacked Kestria.”  Then, on Monday, France condemned Velmora."
    report = reader.read(text, published=PUBLISHED)
    cut = [report.document.text[e.evidence[0].start : e.evidence[0].end] for e in report.events]
    assert [(event.plover, event.trigger in sentence) for event, sentence in zip(report.events, cut, strict=True)] == [
        ("ASSAULT", True),
        ("ACCUSE", True),
    ]
    assert "weather" not in cut[0]
    assert "attacked" not in cut[1]


def test_rows_hold_what_the_events_hold(read: dict[str, Report]) -> None:
    for text, report in read.items():
        for event in report.events:
            row, flat = fact_row(event, report.document), event_record(event, report.document)
            assert text[row["offsets"]["start"] : row["offsets"]["end"]] == row["evidence"] == flat["evidence"]
            assert (row["plover"], row["cameo"], row["factuality"]) == (
                event.plover,
                event.cameo,
                str(event.factuality),
            )
            assert flat["source_id"] == "|".join(actor.id for actor in event.sources)
            assert [s["id"] for s in row["source"]] == [actor.id for actor in event.sources]


def test_every_event_keeps_the_invariants(read: dict[str, Report], reader: Reader) -> None:
    events = [event for report in read.values() for event in report.events]
    assert len({event.id for event in events}) == len(events)
    for event in events:
        assert reader.codebook.cameo[event.cameo].plover == event.plover
        assert event.quad_class == QUAD_CLASS[event.plover]
        assert -10 <= event.goldstein <= 10
        assert 0 < event.confidence <= 1
        assert event.match.rule
        assert reader.codebook.version in event.extractor


def test_reading_twice_gives_the_same_ids(reader: Reader, read: dict[str, Report]) -> None:
    report = next(iter(read.values()))
    again = next(iter(reader.read_documents([report.document])))
    assert again.facts == report.facts


def test_a_text_without_actors_has_no_events(reader: Reader) -> None:
    assert reader.read("The rain attacked the roses. It rejected nothing.").facts == ()


def test_a_repeat_in_a_later_sentence_is_folded_into_the_first(reader: Reader) -> None:
    report = reader.read(
        "Velmora attacked Kestria on Wednesday. The Velmoran attack on Kestria surprised France.", published=PUBLISHED
    )
    attacks = [event for event in report.events if event.plover == "ASSAULT"]
    assert len(attacks) == 1
    assert [report.document.text[s.start : s.end].split()[0] for s in attacks[0].evidence] == ["Velmora", "The"]


BY_HAND = annotated(
    """
Velmora   velmora PROPN NNP nsubj     rejected
rejected  reject  VERB  VBD ROOT      -
Kestria   kestria PROPN NNP poss      plan
's        's      PART  POS case      Kestria
plan      plan    NOUN  NN  dobj      rejected
.         .       PUNCT .   punct     rejected
""",
    ["Velmora = VEL", "Kestria = KES"],
    published=PUBLISHED,
)


def test_extraction_needs_no_model(reader: Reader) -> None:
    """From a tree built by hand: the extractor knows the annotated text and the codebook, nothing else."""
    events = list(find_events(scene_of(BY_HAND), reader.codebook))
    assert [(e.trigger, e.plover, e.sources[0].id, e.targets[0].id) for e in events] == [
        ("rejected", "REJECT", "VEL", "KES")
    ]
    assert events[0].match.rule.startswith("reject/reject/v")
    assert any("stands inside the argument" in note for note in events[0].match.notes)
    assert events[0].date.value == "2024-03-14"
