import csv

import pytest

from dragoman.corpus.lines import drop_boilerplate, first_line_title, join_wrapped_lines
from dragoman.tables import folder

WIRE = """Velmora's finance minister said it
would not sign the accord on the waters of the river Dorn before
Kestria withdraws its guards from the tug-of-
war area.
    The ministers of the two countries met in Port Avel for the
third time this year, but gave no details.
    "We are going to wait," one of them told reporters."""


def test_wire_copy_is_joined_to_paragraphs() -> None:
    lines = [line.strip() for line in join_wrapped_lines(WIRE, title_known=True).split("\n")]
    assert lines == [
        "Velmora's finance minister said it would not sign the accord on the waters of the river Dorn before Kestria"
        " withdraws its guards from the tug-of-war area.",
        "The ministers of the two countries met in Port Avel for the third time this year, but gave no details.",
        '"We are going to wait," one of them told reporters.',
    ]


def test_paragraphs_between_blank_lines_and_a_title() -> None:
    text = (
        "Velmora rejects plan\n\nThe government of Velmora on Thursday rejected a plan by\nKestria to share the waters"
        " of the river Dorn, its foreign\nminister said.\n\nKestria said it would wait for a formal answer before it\n"
        "decides."
    )
    assert join_wrapped_lines(text).split("\n\n") == [
        "Velmora rejects plan",
        "The government of Velmora on Thursday rejected a plan by Kestria to share the waters of the river Dorn, its"
        " foreign minister said.",
        "Kestria said it would wait for a formal answer before it decides.",
    ]


def test_title_right_above_wrapped_text_stays_apart() -> None:
    text = "Velmora rejects plan\n" + WIRE.replace("said it\nwould not", "said it would\nnot")
    assert join_wrapped_lines(text).startswith(
        "Velmora rejects plan\nVelmora's finance minister said it would not sign"
    )


@pytest.mark.parametrize(
    "text",
    [
        "One paragraph to a line, and this one is much longer than a page is wide, as it goes on and on.\nAnd another.",
        "Qtly div 24 cts vs 24 cts\n    Pay August 14\n    Record July 24",
        "Ships at port:\n   Avel      12   14\n   Ordan      3    9\n   Dornmund   7    1",
        "- talks\n- a cease-fire\n- elections",
        "Velmora\nKestria\nOrdan",
        "one line",
        "",
    ],
)
def test_lines_that_are_meant_stay(text: str) -> None:
    assert join_wrapped_lines(text) == text


def test_tables_and_lists_in_wrapped_text_stay() -> None:
    table = "    Port        Ships\n    Avel           12\n    Ordan           3"
    assert table in join_wrapped_lines(f"{WIRE}\n{table}", title_known=True)


def test_a_brief_of_one_sentence_is_joined_if_its_title_is_known() -> None:
    text = "The Bank of Velmora said it named Peter\nL. Scott, chairman of the Ordan Example Corp,\nto its board."
    assert "\n" not in join_wrapped_lines(text, title_known=True)
    headlines = "Velmora rejects the plan of Kestria again\nKestria calls for calm at the border"
    assert join_wrapped_lines(headlines, title_known=True) == headlines


def test_hyphens_in_pdf_follow_the_other_words_of_the_text() -> None:
    text = "The nego-\ntiations on a cease-\nfire and a Velmora-\nKestria border failed. A cease-fire was near in the"
    joined = join_wrapped_lines(text, pdf=True)
    assert joined.startswith("The negotiations on a cease-fire and a Velmora-Kestria border failed.")


def test_dash_at_line_end_is_no_hyphen() -> None:
    assert (
        join_wrapped_lines("the plan -\nhe said\nso -- and\nnot 5-\n6", pdf=True)
        == "the plan - he said so -- and not 5- 6"
    )


def _examples() -> list[tuple[str, str]]:
    with folder("corpus").joinpath("boilerplate.csv").open(encoding="utf-8") as stream:
        return [(row["kind"], row["example"]) for row in csv.DictReader(stream)]


@pytest.mark.parametrize(("kind", "example"), _examples())
def test_every_boilerplate_pattern_drops_its_example(kind: str, example: str) -> None:
    assert drop_boilerplate(f"Talks fail\n{example}\nVelmora said so.") == "Talks fail\nVelmora said so."
    if kind == "head":
        late = f"One.\nTwo.\nThree.\nFour.\nFive.\n{example}"
        assert drop_boilerplate(late) == late


@pytest.mark.parametrize(
    "line",
    [
        "By the river they met, and by nightfall they had signed.",
        "Share prices fell in Velmora.",
        "Follow us, the minister said.",
        "Related parties denied it.",
        "Comments by the minister drew criticism.",
        "Copyright law was on the table in Ordan.",
        "share.",
        "Reporting by state media was cut.",
        "Photo: Ann Lee I was in the mountains when the shelling of the town began, and I saw it.",
        "Published reports said that the army had left.",
        "Read the minister's words: no.",
        "Velmora contributed to this report by the UN, which Kestria refused to sign on Monday.",
    ],
)
def test_lines_of_the_report_stay(line: str) -> None:
    text = f"Talks fail\n{line}\nVelmora said so."
    assert drop_boilerplate(text) == text


def test_credit_at_the_end_of_a_paragraph_goes() -> None:
    text = "Velmora said so on Monday. (Reporting by Ann Lee in Ordan; Editing by Bo Roe)"
    assert drop_boilerplate(text) == "Velmora said so on Monday."


@pytest.mark.parametrize(
    ("line", "is_title"),
    [
        ("U.S.-Velmora Relations at Lowest Point: Lee’s Trip Ends with Divisions", True),
        ("Is this the end?", True),
        ("Protests spread in the U.S.", True),
        ("The minister left.", False),
        ("“I think she will.”", False),
        ("In a letter to the council,", False),
        ("Talks", False),
        ("word " * 50, False),
    ],
)
def test_title_is_a_short_first_line_without_full_stop(line: str, is_title: bool) -> None:
    body = "The government of Velmora on Thursday rejected a plan by Kestria to share the waters of the river Dorn."
    assert first_line_title(f"{line}\n{body}") == (line if is_title else "")


def test_a_single_line_is_no_title() -> None:
    assert first_line_title("Velmora rejects the plan") == ""
    assert first_line_title("Velmora rejects the plan\nYes") == ""
