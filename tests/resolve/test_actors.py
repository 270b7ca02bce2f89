"""Actor mentions in self-written sentences: names, composed actors, offices by date, metonyms, unknown names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from dragoman.annotate.spacy import annotate
from dragoman.model.actors import ActorKind
from dragoman.model.text import AnnotatedText, Document, Mention, MentionBasis
from dragoman.pipeline import Reader
from dragoman.resolve.actors import resolve_actors

DAY = "2024-02-08"


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence, and what each of its mentions must be: ids joined by ``+``, or ``-`` for no mention there."""

    text: str
    expected: dict[str, str]
    published: str | None = DAY

    def __str__(self) -> str:
        return self.text[:60]


NAMES = (
    Case("Israel rejected the offer.", {"Israel": "ISR"}),
    Case("The United States and Iran traded warnings.", {"United States": "USA", "Iran": "IRN"}),
    Case("Hamas released a statement.", {"Hamas": "hamas"}),
    Case("The Palestinian Authority paid its police.", {"Palestinian Authority": "palestinian-authority"}),
    Case("Gaza was quiet.", {"Gaza": "region:gaza-strip"}),
    Case("UNRWA appealed for funds.", {"UNRWA": "unrwa"}),
    Case("Who told you that the WHO will help us?", {"WHO": "world-health-organization", "Who": "-", "us": "-"}),
    Case("The US asked for time.", {"US": "USA"}),
    Case("Israelis voted on Tuesday.", {"Israelis": "ISR/CVL/people"}),
    Case("Velmora and Kestria signed a pact.", {"Velmora": "VEL", "Kestria": "KES"}),
    Case("The South China Sea is wide.", {"China": "-"}),
    Case("Georgia Lindqvist met Chad Berg.", {"Georgia Lindqvist": "name:georgia-lindqvist", "Chad": "-"}),
    Case("Michael Jordan flew to Jordan.", {"Michael Jordan": "name:michael-jordan", "Jordan": "JOR"}),
    Case("Fur prices rose, and Will sold his coat.", {"Fur": "-", "Will": "-"}),
    Case("Karen rebels held the road.", {"Karen rebels": "group:karens/REB/rebel"}),
    Case("VELMORA AND KESTRIA AGREE TO TALKS", {"VELMORA": "VEL", "KESTRIA": "KES"}),
)
PERSONS = (
    Case(
        "Israeli Prime Minister Benjamin Netanyahu spoke.",
        {"Israeli Prime Minister Benjamin Netanyahu": "benjamin-netanyahu"},
    ),
    Case("George W. Bush landed in Kuwait.", {"George W. Bush": "george-w-bush"}, "2003-04-01"),
    Case("President Bush called the emir.", {"President Bush": "george-w-bush"}, "2003-04-01"),
    Case("President Bush called the emir.", {"President Bush": "george-h-w-bush"}, "1990-09-01"),
    Case("Vladimir V. Putin welcomed her.", {"Vladimir V. Putin": "vladimir-putin"}),
    Case("Mr. Putin welcomed her.", {"Mr. Putin": "vladimir-putin"}),
    Case(
        "President Obama thanked Chancellor Merkel.",
        {"President Obama": "barack-obama", "Chancellor Merkel": "angela-merkel"},
        "2014-06-01",
    ),
    Case("Gen. Sisi met the delegation.", {"Gen. Sisi": "abdel-fattah-el-sisi"}, "2013-08-01"),
    Case("Sheikh Tamim opened the summit.", {"Sheikh Tamim": "tamim-bin-hamad-al-thani"}),
    Case("North Korean leader Kim Jong-un inspected a unit.", {"North Korean leader Kim Jong-un": "kim-jong-un"}),
    Case("Kim Jong Un inspected a unit.", {"Kim Jong Un": "kim-jong-un"}),
    Case("Xi Jinping spoke. Xi then left.", {"Xi Jinping": "xi-jinping", "Xi": "xi-jinping"}),
    Case(
        "Recep Tayyip Erdoğan and Erdogan's aides flew home.",
        {"Recep Tayyip Erdoğan": "recep-tayyip-erdogan", "Erdogan": "recep-tayyip-erdogan"},
    ),
    Case(
        "King Abdullah of Jordan telephoned King Abdullah of Saudi Arabia.",
        {"King Abdullah of Jordan": "king-abdullah-ii", "King Abdullah of Saudi Arabia": "king-abdullah"},
        "2011-03-01",
    ),
    Case(
        "The president of Ukraine, Volodymyr Zelenskyy, agreed.",
        {"president of Ukraine, Volodymyr Zelenskyy": "volodymyr-zelenskyy"},
    ),
    Case("Volodymyr Zelenskyy, the president of Ukraine, agreed.", {"president of Ukraine": "volodymyr-zelenskyy"}),
    Case(
        "Hillary Clinton and Bill Clinton dined; Mrs. Clinton paid.", {"Mrs. Clinton": "hillary-clinton"}, "2010-06-01"
    ),
    Case(
        "Iran's Zarif shook hands with Kerry.",
        {"Iran's Zarif": "mohammad-javad-zarif", "Kerry": "john-kerry"},
        "2015-07-01",
    ),
    Case("Former president Petro Poroshenko objected.", {"Former president Petro Poroshenko": "petro-poroshenko"}),
    Case(
        "Velmoran Foreign Minister Ada Lund resigned. Lund gave no reason.",
        {"Velmoran Foreign Minister Ada Lund": "name:ada-lund", "Lund": "name:ada-lund"},
    ),
    Case(
        "Ivan Moritz, the Kestrian defense minister, agreed.",
        {"Ivan Moritz": "name:ivan-moritz", "Kestrian defense minister": "name:ivan-moritz"},
    ),
    Case("Fred Trump waved to the crowd.", {"Fred Trump": "name:fred-trump"}, "2018-05-01"),
    Case("Sales rose in May.", {"May": "-"}, "2018-06-01"),
)
COMPOSED = (
    Case("Israeli officials met.", {"Israeli officials": "ISR/GOV/official"}),
    Case("U.S. and Israeli officials met.", {"U.S. and Israeli officials": "USA/GOV/official+ISR/GOV/official"}),
    Case(
        "British, French and German foreign ministers met.",
        {
            "British, French and German foreign ministers": "+".join(
                f"{country}/GOV/foreign-minister" for country in ("GBR", "FRA", "DEU")
            )
        },
    ),
    Case("The leaders of France and Italy met.", {"leaders of France and Italy": "FRA/GOV/leader+ITA/GOV/leader"}),
    Case("Innocent Palestinian civilians fled.", {"Palestinian civilians": "PSE/CVL/civilian"}),
    Case("Hamas fighters fled.", {"Hamas fighters": "hamas/UAF/fighter"}),
    Case("UN peacekeepers arrived.", {"UN peacekeepers": "united-nations/IGO/peacekeeper"}),
    Case("EU foreign ministers met.", {"EU foreign ministers": "european-union/GOV/foreign-minister"}),
    Case("Velmoran troops crossed the river.", {"Velmoran troops": "VEL/MIL/troops"}),
    Case("The Velmoran foreign ministry objected.", {"Velmoran foreign ministry": "VEL/GOV/foreign-ministry"}),
    Case("Kestria's senior officials met.", {"Kestria's senior officials": "KES/GOV/official"}),
    Case("The government of Velmora fell.", {"government of Velmora": "VEL/GOV/government"}),
    Case("Israel's army entered.", {"Israel's army": "idf"}),
    Case("Protesters in Velmora marched.", {"Protesters in Velmora": "VEL/OPP/protester"}),
    Case("The Bush administration agreed.", {"Bush administration": "USA/GOV/government"}, "2003-05-01"),
    Case("The Assad regime agreed.", {"Assad regime": "SYR/GOV/government"}),
    Case("Gadhafi forces shelled the port.", {"Gadhafi forces": "LBY/MIL/forces"}, "2011-04-01"),
    Case("Netanyahu's government fell.", {"Netanyahu": "benjamin-netanyahu", "government": "ISR/GOV/government"}),
    Case(
        "Turkey's President Erdogan's spokesman agreed.",
        {"Turkey's President Erdogan": "recep-tayyip-erdogan", "spokesman": "TUR/GOV/spokesperson"},
    ),
    Case("The Hamas-run health ministry counted them.", {"Hamas-run health ministry": "hamas/GOV/health-ministry"}),
    Case("The Velmoran-led coalition struck.", {"Velmoran-led coalition": "VEL-led/GOV/coalition"}),
    Case("Kestrian-backed rebels struck.", {"Kestrian-backed rebels": "KES-backed/REB/rebel"}),
    Case("Pro-Kestrian gunmen struck.", {"Pro-Kestrian gunmen": "pro-KES/UAF/gunman"}),
    Case("Kremlin critics were jailed.", {"Kremlin critics": "RUS/OPP/critic"}),
    Case(
        "The former Egyptian foreign minister agreed.", {"former Egyptian foreign minister": "EGY/ELI/foreign-minister"}
    ),
    Case(
        "The deputy foreign minister of Velmora left.",
        {"deputy foreign minister of Velmora": "VEL/GOV/deputy-foreign-minister"},
    ),
    Case("Arab states and the two countries agreed.", {"countries": "/GOV/country"}),
    Case("The rebel group M23 advanced.", {"rebel group M23": "m23"}),
    Case("The Fatah party split.", {"Fatah party": "fatah"}),
    Case("An Israeli army spokesman denied it.", {"Israeli army spokesman": "idf/GOV/spokesperson"}),
    Case("Egyptian-American activists sang.", {"Egyptian-American activists": "USA/OPP/activist"}),
)
OFFICES = (
    Case("Qatar's prime minister agreed.", {"Qatar's prime minister": "mohammed-bin-abdulrahman-al-thani"}),
    Case("The British prime minister agreed.", {"British prime minister": "tony-blair"}, "2003-04-01"),
    Case("The British prime minister agreed.", {"British prime minister": "GBR/GOV/prime-minister"}, None),
    Case("A French president never forgets.", {"French president": "FRA/GOV/president"}),
    Case("The next French president will decide.", {"French president": "FRA/GOV/president"}),
    Case(
        "The UN chief and NATO's secretary general met.",
        {"UN chief": "antonio-guterres", "NATO's secretary general": "jens-stoltenberg"},
    ),
    Case("The U.S. secretary of state left.", {"U.S. secretary of state": "antony-blinken"}),
)
METONYMS = (
    Case("Washington said it would wait.", {"Washington": "USA"}),
    Case("He flew to Washington.", {"Washington": "USA"}),
    Case("Talks with Damascus stalled.", {"Damascus": "SYR"}),
    Case("Astel urged Ordan to talk.", {"Astel": "VEL", "Ordan": "KES"}),
    Case("Protests in Astel grew.", {"Astel": "-"}),
    Case("Artillery shelled Basra and then Damascus.", {"Basra": "city:basra"}),
    Case("She visited Basra.", {"Basra": "city:basra"}),
    Case("They wrote to the White House.", {"White House": "USA/GOV/government"}),
    Case("They met at the White House.", {"White House": "-"}),
    Case("The White House denied it.", {"White House": "USA/GOV/government"}),
    Case("CAIRO (AP) - Two people died.", {"CAIRO": "-"}),
    Case("Moscow-based analysts doubt it.", {"Moscow": "-"}),
)
NOBODY = (
    Case("Opposition to the plan grew.", {"Opposition": "-"}),
    Case("A group of Velmoran soldiers left.", {"group": "-", "Velmoran soldiers": "VEL/MIL/soldier"}),
    Case("They stood in front of the establishment.", {"front": "-", "establishment": "-"}),
    Case("Divisions of opinion remained.", {"Divisions": "-"}),
    Case("Israel's military operations went on.", {"Israel": "ISR", "military": "-"}),
    Case("Israel's main ally objected.", {"ally": "-", "Israel": "ISR"}),
    Case(
        "The toll on innocent civilians from Velmora's military operations grew.",
        {"innocent civilians": "/CVL/civilian", "Velmora": "VEL"},
    ),
    Case("Kestria withdrew its forces from Velmora.", {"forces": "/MIL/forces", "Velmora": "VEL"}),
)
CASES = (*NAMES, *PERSONS, *COMPOSED, *OFFICES, *METONYMS, *NOBODY)


@pytest.fixture(scope="module")
def resolved(reader: Reader) -> dict[int, AnnotatedText]:
    """All sentences, annotated in one batch and resolved."""
    documents = [
        Document(
            id=str(number), text=case.text, published=date.fromisoformat(case.published) if case.published else None
        )
        for number, case in enumerate(CASES)
    ]
    texts = annotate(documents, reader.annotator)
    return {id(case): resolve_actors(text, reader.matcher) for case, text in zip(CASES, texts, strict=True)}


def _written(text: AnnotatedText, mention: Mention) -> str:
    return text.document.text[text.tokens[mention.first].start : text.tokens[mention.last - 1].end]


def _found(text: AnnotatedText) -> dict[str, str]:
    return {_written(text, mention): "+".join(actor.id for actor in mention.actors) for mention in text.mentions}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_mentions(case: Case, resolved: dict[int, AnnotatedText]) -> None:
    found = _found(resolved[id(case)])
    assert {written: found.get(written, "-") for written in case.expected} == case.expected


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 60


def test_mentions_never_overlap_and_are_in_order(resolved: dict[int, AnnotatedText]) -> None:
    for text in resolved.values():
        ends = [mention.last for mention in text.mentions]
        starts = [mention.first for mention in text.mentions]
        assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
        assert all(mention.first <= mention.head < mention.last and mention.actors for mention in text.mentions)


def _resolve(reader: Reader, text: str, published: str | None = DAY) -> AnnotatedText:
    day = date.fromisoformat(published) if published else None
    return resolve_actors(
        next(iter(annotate([Document(id="x", text=text, published=day)], reader.annotator))), reader.matcher
    )


def _one(reader: Reader, text: str, written: str, published: str | None = DAY) -> Mention:
    resolved = _resolve(reader, text, published)
    return next(mention for mention in resolved.mentions if _written(resolved, mention) == written)


@pytest.mark.parametrize(
    ("text", "written", "name", "country", "affiliation", "sector"),
    [
        ("U.S. officials left.", "U.S. officials", "U.S. officials", "USA", "USA", "GOV"),
        ("Ordinary Palestinian civilians left.", "Palestinian civilians", "Palestinian civilians", "PSE", "PSE", "CVL"),
        ("Gaza officials left.", "Gaza officials", "Gazan officials", "PSE", "PSE", "GOV"),
        ("Hamas officials left.", "Hamas officials", "Hamas officials", "PSE", "Hamas", "GOV"),
        ("EU officials left.", "EU officials", "EU officials", None, "EU", "GOV"),
        ("Velmoran rebels left.", "Velmoran rebels", "Velmoran rebels", "VEL", None, "REB"),
        ("Iran-backed militias left.", "Iran-backed militias", "Iranian-backed militias", None, None, "UAF"),
        ("The Velmoran regime fell.", "Velmoran regime", "Velmoran government", "VEL", "VEL", "GOV"),
        ("Velmoran terrorists left.", "Velmoran terrorists", "Velmoran militants", "VEL", None, "REB"),
        ("Jens Stoltenberg left.", "Jens Stoltenberg", "Jens Stoltenberg", None, "NATO", "IGO"),
        ("Francois Hollande left.", "Francois Hollande", "Francois Hollande", "FRA", "FRA", "ELI"),
    ],
)
def test_what_an_actor_acts_for(
    reader: Reader, text: str, written: str, name: str, country: str | None, affiliation: str | None, sector: str
) -> None:
    actor = _one(reader, text, written).actors[0]
    assert (actor.name, actor.country, actor.affiliation, actor.sector) == (name, country, affiliation, sector)


def test_a_country_that_modifies_a_noun_is_adjectival(reader: Reader) -> None:
    assert _one(reader, "The Israeli strike killed two.", "Israeli").adjectival
    assert not _one(reader, "Israel's strike killed two.", "Israel").adjectival


@pytest.mark.parametrize(
    ("text", "written", "basis", "inferred"),
    [
        ("Israel agreed.", "Israel", MentionBasis.NAME, False),
        ("Israeli officials agreed.", "Israeli officials", MentionBasis.COMPOSED, False),
        ("Officials agreed.", "Officials", MentionBasis.GENERIC, False),
        ("Moscow agreed.", "Moscow", MentionBasis.METONYM, True),
        ("The Israeli prime minister agreed.", "Israeli prime minister", MentionBasis.OFFICE, True),
        ("Tomas Berg agreed.", "Tomas Berg", MentionBasis.UNKNOWN_NAME, False),
    ],
)
def test_how_a_mention_got_its_actor(
    reader: Reader, text: str, written: str, basis: MentionBasis, inferred: bool
) -> None:
    mention = _one(reader, text, written)
    assert (mention.basis, mention.inferred) == (basis, inferred)


def test_an_unknown_person_with_a_title_is_a_person_of_the_country_named(reader: Reader) -> None:
    actor = _one(reader, "Kestrian General Ada Lund agreed.", "Kestrian General Ada Lund").actors[0]
    assert (actor.kind, actor.country, actor.sector) == (ActorKind.PERSON, "KES", "MIL")


def test_the_country_in_the_text_chooses_the_role(reader: Reader) -> None:
    one = "South Korean Foreign Minister Ban Ki-moon agreed."
    other = "U.N. Secretary-General Ban Ki-moon agreed."
    assert _one(reader, one, one[:-8], "2005-06-01").actors[0].affiliation == "KOR"
    assert _one(reader, other, other[:-8], "2010-06-01").actors[0].affiliation == "UN"


def test_a_name_with_several_blanks_in_it_is_found(reader: Reader) -> None:
    found = _found(_resolve(reader, "They thanked the World  Health   Organization."))
    assert found["World  Health   Organization"] == "world-health-organization"


def test_an_empty_text_has_no_mentions(reader: Reader) -> None:
    assert _resolve(reader, " ").mentions == ()


def test_offsets_hold_where_lower_case_is_longer(reader: Reader) -> None:
    resolved = _resolve(reader, "In İzmir, Velmora’s envoys met Kestrian officials.")
    assert _found(resolved)["Kestrian officials"] == "KES/GOV/official"


def test_names_and_countries_can_be_exchanged(reader: Reader) -> None:
    one = _resolve(reader, "Velmoran rebels attacked Kestrian troops near Ordan, and Astel condemned it.")
    other = _resolve(reader, "Kestrian rebels attacked Velmoran troops near Astel, and Ordan condemned it.")
    mirrored = {"VEL": "KES", "KES": "VEL"}

    def swapped(key: str) -> str:
        return "/".join(mirrored.get(part, part) for part in key.split("/"))

    ids = [actor.id for mention in one.mentions for actor in mention.actors]
    assert ids == [swapped(actor.id) for mention in other.mentions for actor in mention.actors]


def test_a_verb_written_like_an_agent_noun_does_not_join_the_name(reader: Reader) -> None:
    names = {
        a.name for m in reader.read("The Fundsdorf Institute accused Iran of fraud.").text.mentions for a in m.actors
    }
    assert names == {"Fundsdorf Institute", "Iran"}
