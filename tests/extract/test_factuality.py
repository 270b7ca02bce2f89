"""How a text presents an event, and who says so: sentences over the ten values of factuality."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dragoman.model.facts import Event, Factuality, SourceKind
from dragoman.model.text import Document
from dragoman.pipeline import Reader


@dataclass(frozen=True)
class Case:
    """A sentence, the trigger and type of one event in it, and how it must be presented.

    ``chain`` is who says so after the outlet, outermost first: the id of a named speaker, ``official`` and the like for
    an agent noun without a name, ``?`` for nobody at all; the last two are unnamed sources.
    """

    factuality: str
    plover: str
    trigger: str
    text: str
    chain: str = ""

    def __str__(self) -> str:
        return f"{self.factuality}: {self.text}"


CASES = (
    # the outlet's own word
    Case("asserted", "ASSAULT", "attacked", "Velmora attacked Kestria on Tuesday."),
    Case("asserted", "ASSAULT", "shelled", "Velmoran troops shelled a Kestrian village."),
    Case("asserted", "COERCE", "imposed", "Velmora has imposed sanctions on Kestria."),
    Case("asserted", "SANCTION", "expelled", "Two Kestrian diplomats were expelled by Velmora."),
    Case("asserted", "RETREAT", "release", "Velmora forced Kestria to release the sailors."),
    Case("asserted", "COERCE", "seize", "Velmora managed to seize a Kestrian tanker."),
    Case("asserted", "ASSAULT", "shelling", "Velmora began shelling Kestria at dawn."),
    Case("asserted", "ASSAULT", "bomb", "Velmora continued to bomb Kestria."),
    Case("asserted", "AGREE", "promised", "Velmora promised to release the Kestrian prisoners."),
    Case("asserted", "REQUEST", "urged", "Velmora urged Kestria to release the prisoners."),
    Case("asserted", "THREATEN", "threatened", "Velmora threatened to attack Kestria."),
    Case("asserted", "ACCUSE", "accused", "Kestria accused Velmora of shelling a hospital."),
    Case("asserted", "REJECT", "refused", "Velmora refused to release the Kestrian sailors."),
    # somebody says so
    Case("denied", "ASSAULT", "shelled", "Kestria rejected allegations that Kestria had shelled France.", "KES"),
    Case("reported", "ASSAULT", "attacked", "Kestria said Velmora had attacked a border post.", "KES"),
    Case("reported", "RETREAT", "released", "Kestria announced that Velmora had released ten prisoners.", "KES"),
    Case("reported", "ASSAULT", "bombed", "According to Kestria, Velmoran jets bombed a bridge.", "KES"),
    Case("reported", "SANCTION", "expelled", "Velmora expelled two Kestrian diplomats, officials said.", "official"),
    Case(
        "reported",
        "SANCTION",
        "suspended",
        "A senior official told reporters that Velmora had suspended aid to Kestria.",
        "official",
    ),
    Case("reported", "RETREAT", "returned", "France confirmed that Velmora had returned a Kestrian tanker.", "FRA"),
    Case("reported", "ASSAULT", "attacked", "There are reports that Velmora attacked Kestria.", "?"),
    Case("reported", "COERCE", "seized", "Velmora seized a Kestrian tanker, Kestria said on Monday.", "KES"),
    Case("reported", "ASSAULT", "attacked", '"Velmora attacked Kestria," the French government said.', "FRA"),
    Case(
        "reported",
        "ASSAULT",
        "attacked",
        "Kestria said that France had said that Velmora had attacked a convoy.",
        "KES FRA",
    ),
    Case("reported", "ACCUSE", "accused", "France said Kestria had accused Velmora of murder.", "FRA"),
    Case("reported", "REJECT", "rejected", "Kestria noted that Velmora had rejected the offer.", "KES"),
    # somebody claims so, or the outlet keeps its distance
    Case("alleged", "ASSAULT", "shelled", "Kestria claimed that Velmora had shelled a hospital.", "KES"),
    Case("alleged", "COERCE", "arrested", "Kestria alleged that Velmora had arrested two Kestrian tourists.", "KES"),
    Case("alleged", "ASSAULT", "shelled", "Velmora allegedly shelled a Kestrian village."),
    Case("alleged", "COERCE", "seized", "Velmora reportedly seized a Kestrian tanker."),
    Case("alleged", "ASSAULT", "shelling", "Kestria accused Velmora of shelling a hospital.", "KES"),
    Case("alleged", "ASSAULT", "violating", "Kestria accused Velmora of violating the ceasefire.", "KES"),
    Case("alleged", "ASSAULT", "kidnapping", "Kestria blamed Velmora for kidnapping three Kestrian soldiers.", "KES"),
    Case("alleged", "ASSAULT", "attacked", "Velmora apparently attacked Kestria."),
    Case(
        "alleged",
        "ASSAULT",
        "shelled",
        "French officials said Kestria claimed that Velmora had shelled a village.",
        "official KES",
    ),
    Case(
        "alleged",
        "ASSAULT",
        "shelled",
        "Kestria claimed that France had said that Velmora had shelled a village.",
        "KES FRA",
    ),
    # it is said not to be so
    Case("denied", "ASSAULT", "attacked", "Velmora denied that Velmoran forces had attacked Kestrian villages.", "VEL"),
    Case("denied", "ASSAULT", "attacking", "Velmora denied attacking Kestria.", "VEL"),
    Case("denied", "ASSAULT", "attacking", "Kestria said Velmora denied attacking Kestrian villages.", "KES VEL"),
    Case("denied", "COERCE", "seized", "France denied that Velmora had seized a Kestrian tanker.", "FRA"),
    Case("denied", "AID", "sent", "Velmora denied that it had sent weapons to Kestria.", "VEL"),
    Case("denied", "ASSAULT", "shelled", "Velmora disputed that its troops shelled Kestria.", "VEL"),
    # it was not so
    Case("negated", "ASSAULT", "attack", "Velmora did not attack Kestria."),
    Case("negated", "MOBILIZE", "sent", "Velmora never sent troops to Kestria."),
    Case("negated", "RETREAT", "released", "Velmora has not released the Kestrian prisoners."),
    Case("negated", "ASSAULT", "attacked", "No Velmoran soldier attacked Kestria."),
    Case("negated", "ASSAULT", "attacked", "Neither Velmora nor France attacked Kestria."),
    Case("negated", "ASSAULT", "attacking", "Velmora withdrew without attacking Kestria."),
    Case("negated", "RETREAT", "release", "Velmora failed to release the Kestrian prisoners."),
    Case("negated", "RETREAT", "release", "Velmora refused to release the Kestrian sailors."),
    Case("negated", "ASSAULT", "shelling", "Velmora stopped shelling Kestria."),
    Case("negated", "CONSULT", "negotiate", "Velmora is unwilling to negotiate with Kestria."),
    Case("negated", "AGREE", "agree", "Velmora did not agree to release the prisoners to Kestria."),
    Case("negated", "RETREAT", "release", "Velmora did not agree to release the prisoners to Kestria."),
    Case("negated", "ASSAULT", "attacked", "Kestria said Velmora had not attacked France.", "KES"),
    Case("negated", "ASSAULT", "attacking", "France prevented Velmora from attacking Kestria."),
    # it is yet to come
    Case("planned", "AID", "send", "Velmora will send doctors to Kestria."),
    Case("planned", "ASSAULT", "attack", "Velmora will attack Kestria."),
    Case("planned", "COERCE", "impose", "Velmora plans to impose sanctions on Kestria."),
    Case("planned", "RETREAT", "release", "Velmora promised to release the Kestrian prisoners.", "VEL"),
    Case("planned", "AID", "send", "Velmora agreed to send food to Kestria."),
    Case("planned", "RETREAT", "withdraw", "Velmora pledged to withdraw Velmoran forces from Kestria.", "VEL"),
    Case("planned", "CONSULT", "mediate", "Velmora offered to mediate between Kestria and France.", "VEL"),
    Case("planned", "CONSULT", "negotiate", "Velmora is ready to negotiate with Kestria."),
    Case("planned", "AID", "send", "France said Velmora would send doctors to Kestria.", "FRA"),
    Case("planned", "CONSULT", "hold", "Velmora and Kestria agreed to hold talks."),
    # somebody wants it
    Case("demanded", "RETREAT", "release", "Velmora urged Kestria to release two Velmoran sailors.", "VEL"),
    Case("demanded", "RETREAT", "withdraw", "Kestria must withdraw its troops from Velmora, France said.", "FRA"),
    Case("demanded", "RETREAT", "release", "Velmora wants Kestria to release two Velmoran sailors."),
    Case("demanded", "MOBILIZE", "send", "Velmora asked Kestria to send troops.", "VEL"),
    Case("demanded", "RETREAT", "release", "Velmora called on Kestria to release two Velmoran sailors.", "VEL"),
    Case("demanded", "RETREAT", "release", "Velmora demanded that Kestria release two Velmoran sailors.", "VEL"),
    Case(
        "demanded",
        "RETREAT",
        "release",
        "Kestria should release two Velmoran sailors, the Velmoran government said.",
        "VEL",
    ),
    Case("demanded", "RETREAT", "lift", "France pressed Velmora to lift sanctions on Kestria.", "FRA"),
    # violence or pressure is announced
    Case("threatened", "ASSAULT", "attack", "Velmora threatened to attack Kestria.", "VEL"),
    Case("threatened", "COERCE", "impose", "Velmora threatened to impose sanctions on Kestria.", "VEL"),
    Case("threatened", "ASSAULT", "bomb", "Velmora vowed to bomb Kestria.", "VEL"),
    Case("threatened", "ASSAULT", "attack", "Velmora warned that it would attack Kestria.", "VEL"),
    Case("threatened", "SANCTION", "cut off", "Velmora threatened to cut off aid to Kestria.", "VEL"),
    Case("threatened", "ASSAULT", "strike", "Velmora's threatened strike on Kestria alarmed France."),
    Case("threatened", "ASSAULT", "invade", "France said Velmora had threatened to invade Kestria.", "FRA VEL"),
    # it may be so
    Case("hypothetical", "COERCE", "impose", "Velmora may impose sanctions on Kestria."),
    Case("hypothetical", "ASSAULT", "attack", "Velmora could attack Kestria."),
    Case("hypothetical", "AGREE", "prepared", "Is Velmora prepared to free the Kestrian prisoners?"),
    Case("hypothetical", "SANCTION", "recall", "Velmora might recall its ambassador from Kestria."),
    Case("hypothetical", "ASSAULT", "attack", "Velmora may not attack Kestria."),
    Case("hypothetical", "COERCE", "imposing", "Velmora considered imposing sanctions on Kestria."),
    Case("hypothetical", "ASSAULT", "attacked", "Velmora would have attacked Kestria."),
    Case("hypothetical", "ASSAULT", "attack", "Velmora is unlikely to attack Kestria."),
    Case("hypothetical", "COERCE", "impose", "France suggested that Velmora might impose sanctions on Kestria.", "FRA"),
    Case("hypothetical", "ASSAULT", "attack", "France said that Velmora could attack Kestria.", "FRA"),
    # it hangs on something
    Case("conditional", "ASSAULT", "attack", "Velmora would attack Kestria if the talks failed."),
    Case("conditional", "RETREAT", "release", "Velmora will release the prisoners if Kestria lifts its blockade."),
    Case(
        "conditional",
        "COERCE",
        "impose",
        "Unless Kestria withdraws its troops, Velmora will impose sanctions on Kestria.",
    ),
    Case("conditional", "AID", "sent", "Velmora would have sent aid to Kestria if France had accepted the plan."),
    Case(
        "conditional",
        "RETREAT",
        "release",
        "Velmora said it would release the Kestrian prisoners if France lifted the blockade.",
        "VEL",
    ),
    Case("alleged", "ASSAULT", "attack", "Velmora's alleged attack on Kestria was condemned by France."),
    Case("alleged", "ASSAULT", "strike", "A suspected Velmoran strike on Kestria killed nine people."),
    Case("negated", "ASSAULT", "attack", "The failed Velmoran attack on Kestria cost ten lives."),
    Case("planned", "ASSAULT", "attack", "Velmora's planned attack on Kestria alarmed France."),
    Case("reported", "ASSAULT", "attacked", "Velmora, France said, attacked Kestria.", "FRA"),
    Case(
        "reported",
        "ASSAULT",
        "attacked",
        "Velmora attacked Kestria, a Kestrian official said on condition of anonymity.",
        "official",
    ),
    Case("reported", "ASSAULT", "attacked", "The Kestrian foreign minister said Velmora had attacked France.", "KES"),
    Case("alleged", "ASSAULT", "attacked", "Velmora appears to have attacked Kestria."),
    Case("alleged", "ASSAULT", "attacked", "Velmora is alleged to have attacked Kestria.", "?"),
    Case("denied", "ASSAULT", "attack", "Velmora denied an attack on Kestria.", "VEL"),
    Case("negated", "ASSAULT", "attack", "Velmora has no plans to attack Kestria."),
    Case("negated", "CONSULT", "negotiate", "Velmora is not ready to negotiate with Kestria."),
    Case("negated", "RETREAT", "release", "Velmora has yet to release the Kestrian prisoners."),
    Case("negated", "SUPPORT", "supports", "Velmora no longer supports Kestria."),
    Case("planned", "ASSAULT", "attack", "Velmora is going to attack Kestria."),
    Case("planned", "CONSULT", "host", "Velmora is to host a Kestrian delegation next week."),
    Case("hypothetical", "ASSAULT", "attack", "France fears that Velmora will attack Kestria.", "FRA"),
    Case("conditional", "ASSAULT", "attacked", "Had Velmora attacked Kestria, France would have intervened."),
    Case("hypothetical", "ASSAULT", "attacked", "It is likely that Velmora attacked Kestria."),
    Case("negated", "MOBILIZE", "sending", "Velmora ruled out sending troops to Kestria."),
    Case("hypothetical", "ASSAULT", "attacked", "It is unclear whether Velmora attacked Kestria."),
    Case("hypothetical", "ASSAULT", "attack", "A possible Velmoran attack on Kestria alarmed France."),
    Case("hypothetical", "ASSAULT", "attack", "Did Velmora attack Kestria?"),
    Case("asserted", "ASSAULT", "attack", "Why did Velmora attack Kestria?"),
    Case("negated", "ASSAULT", "capture", "Velmora did not manage to capture Kestria."),
    Case("planned", "RETREAT", "withdraw", "Velmora will be able to withdraw Velmoran troops from Kestria."),
    Case(
        "conditional", "RETREAT", "withdraw", "Velmora promised to withdraw from Kestria if France stayed out.", "VEL"
    ),
    Case("threatened", "ASSAULT", "attack", "Velmora warned that it would attack Kestria if France stayed out.", "VEL"),
    Case("hypothetical", "SUPPORT", "sign", "The Velmoran government hopes to sign a treaty with Kestria."),
)


@pytest.fixture(scope="module")
def read(reader: Reader) -> dict[str, tuple[Event, ...]]:
    """Events of each sentence, read in one batch."""
    texts = list(dict.fromkeys([case.text for case in CASES]))
    documents = (Document(id=str(number), text=text) for number, text in enumerate(texts))
    return {report.document.text: report.events for report in reader.read_documents(documents)}


def _event(events: tuple[Event, ...], case: Case) -> Event:
    found = [
        event
        for event in events
        if event.plover == case.plover and case.trigger in {event.trigger, *event.trigger.split()}
    ]
    assert len(found) == 1, [(event.plover, event.trigger) for event in events]
    return found[0]


def _speaker_fits(wanted: str, event: Event, position: int) -> bool:
    link = event.attribution[position]
    if wanted.isupper():
        return link.kind is SourceKind.SPEAKER and link.speaker is not None and link.speaker.country == wanted
    if wanted == "?":
        return link.kind is SourceKind.UNNAMED and link.speaker is None
    return link.kind is SourceKind.UNNAMED and link.speaker is not None and wanted in link.speaker.id


def _check(case: Case, events: tuple[Event, ...]) -> None:
    event = _event(events, case)
    assert event.factuality is Factuality(case.factuality)
    assert event.attribution[0].kind is SourceKind.OUTLET
    said = [(str(link.kind), link.speaker.id if link.speaker else None, link.cue) for link in event.attribution[1:]]
    chain = case.chain.split()
    assert len(said) == len(chain), said
    assert all(_speaker_fits(wanted, event, at) for at, wanted in enumerate(chain, start=1)), said


@pytest.mark.parametrize("case", CASES, ids=str)
def test_presentation(case: Case, read: dict[str, tuple[Event, ...]]) -> None:
    _check(case, read[case.text])


def test_all_ten_values_are_tried() -> None:
    assert {case.factuality for case in CASES} == {str(value) for value in Factuality}
    assert len(CASES) >= 60


def test_cues_are_cut_out_of_the_text(read: dict[str, tuple[Event, ...]]) -> None:
    for text, events in read.items():
        for event in events:
            for link in event.attribution[1:]:
                assert link.evidence is not None
                written = text[link.evidence.start : link.evidence.end].lower().split()
                assert set(link.cue.lower().split()) <= set(written)
