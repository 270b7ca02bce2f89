from datetime import date

import pytest

from dragoman.corpus.datelines import split_dateline, split_signoff

REST = "Velmora said on Thursday that talks would go on."


@pytest.mark.parametrize(
    ("line", "place", "agency"),
    [
        ("CAIRO (Reuters) - ", "CAIRO", "Reuters"),
        ("JERUSALEM, Feb 8 (Xinhua) -- ", "JERUSALEM", "Xinhua"),
        ("WASHINGTON — ", "WASHINGTON", None),
        ("SAN FRANCISCO - ", "SAN FRANCISCO", None),
        ("RAMALLAH, West Bank (AP) — ", "RAMALLAH, West Bank", "Associated Press"),
        ("UNITED NATIONS, Feb 8 (IPS/GIN) - ", "UNITED NATIONS", "Inter Press Service"),
        ("(CNN) -- ", "", "CNN"),
        ("(Reuters) - ", "", "Reuters"),
        ("Cairo, Egypt (CNN) -- ", "Cairo, Egypt", "CNN"),
        ("New York (AFP) - ", "New York", "Agence France-Presse"),
        ("GAZA CITY/JERUSALEM (Reuters) - ", "GAZA CITY/JERUSALEM", "Reuters"),
        ("MOSCOW, January 5. /TASS/. ", "MOSCOW", "TASS"),
        ("KYIV. February 8 (Interfax-Ukraine) – ", "KYIV", "Interfax-Ukraine"),
        ("LONDON, 8 February (Reuters) - ", "LONDON", "Reuters"),
        ("Feb 8 (Reuters) - ", "", "Reuters"),
        ("BEIJING, Jan. 3 -- ", "BEIJING", None),
        ("PORT-AU-PRINCE, Haiti (AP) - ", "PORT-AU-PRINCE, Haiti", "Associated Press"),
        ("N'DJAMENA, Jan 3 (Reuters) - ", "N'DJAMENA", "Reuters"),
        ("ST. PETERSBURG, Russia (Reuters) - ", "ST. PETERSBURG, Russia", "Reuters"),
        ("SÃO PAULO (AP) — ", "SÃO PAULO", "Associated Press"),
        ("KABUL (Pajhwok) - ", "KABUL", "Pajhwok"),
        ("(Adds details) JERUSALEM, Feb 8 (Reuters) - ", "JERUSALEM", "Reuters"),
    ],
)
def test_datelines_are_taken_off_and_kept(line: str, place: str, agency: str | None) -> None:
    text, dateline = split_dateline(line + REST)
    assert text == REST
    assert dateline is not None
    assert (dateline.place, dateline.agency) == (place, agency)
    assert dateline.published is None
    assert line.startswith(dateline.written)


@pytest.mark.parametrize(
    "text",
    [
        "OPEC - The group said on Monday",
        "NATO — Allies said",
        "U.N. - The Secretary-General said",
        "COVID-19 is back in Velmora",
        "UK-based groups said",
        "BREAKING - Velmora closes border",
        "OIL PRICES RISE - TRADERS SAY",
        "TALKS FAIL (MARCH 0.7 PCT DOWN) - OFFICIALS",
        "U.S. Secretary of State Ann Lee said",
        "Velmora — The country",
        "PARIS: The government",
        "QUESTION: What do you think?",
        "President Roe (D) - The",
        "A Kestrian (AFP) report said so.",
        "A - B",
        "",
        "\n\n",
    ],
)
def test_what_only_looks_like_a_dateline_stays(text: str) -> None:
    assert split_dateline(text) == (text, None)


def test_dateline_below_title_and_byline() -> None:
    text, dateline = split_dateline(f"Talks to go on\nBy Ann Lee\n\nCAIRO (Reuters) - {REST}\nMore.")
    assert text == f"Talks to go on\nBy Ann Lee\n\n{REST}\nMore."
    assert dateline is not None
    assert dateline.written == "CAIRO (Reuters)"


def test_dateline_further_down_belongs_to_the_text() -> None:
    text = f"One.\nTwo.\nThree.\nCAIRO (Reuters) - {REST}"
    assert split_dateline(text) == (text, None)


def test_date_counts_only_with_its_year() -> None:
    _, dateline = split_dateline(f"WASHINGTON, Feb. 8, 2024 (AFP) – {REST}")
    assert dateline is not None
    assert dateline.published == date(2024, 2, 8)


@pytest.mark.parametrize(
    ("end", "agency"),
    [
        ("\n REUTER\n", "Reuters"), ("\nReuter", "Reuters"), ("\nEnditem", None), ("\n-30-", None), ("\n###\n", None),
        ("\n(END)", None), ("\nXinhua\nEnditem\n", "Xinhua"), ("\n- TASS -", "TASS"),
    ],
)  # fmt: skip
def test_signoffs(end: str, agency: str | None) -> None:
    assert split_signoff(REST + end) == (REST, agency)


def test_a_text_that_is_one_line_has_no_signoff() -> None:
    assert split_signoff("Reuters") == ("Reuters", None)
    assert split_signoff(REST) == (REST, None)
