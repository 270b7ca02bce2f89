import pytest

from dragoman.corpus.language import detect_language, language_code


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The government of Velmora said on Thursday that it had rejected the plan.", "en"),
        ("VELMORA SAYS IT CUTS BASE LENDING RATE TO TEN PERCENT FROM ELEVEN", "en"),
        ("Die Regierung in Berlin hat den Plan abgelehnt, sagte der Minister am Donnerstag.", "de"),
        ("Le gouvernement a rejeté le plan de paix, a déclaré le ministre jeudi soir.", "fr"),
        ("De regering van het land heeft het plan verworpen, zei de minister donderdag.", "nl"),
        ("رفضت الحكومة الخطة يوم الخميس حسب ما قال الوزير في مؤتمر صحفي", "ar"),
        ("Правительство страны отклонило план, заявил министр в четверг вечером", "ru"),
        ("Short text", None),
        ("12 34 56 " * 40, None),
        ("", None),
    ],
)
def test_detection(text: str, language: str | None) -> None:
    assert detect_language(text) == language


def test_only_the_beginning_counts() -> None:
    german = "Die Regierung hat den Plan abgelehnt, sagte der Minister am Donnerstag. " * 40
    assert detect_language(german + "the and said its that with " * 500) == "de"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("EN_us", "en"),
        ("English", "en"),
        ("deu", "de"),
        ("Klingon", None),
        ("", None),
        (None, None),
    ],
)
def test_codes(written: str | None, code: str | None) -> None:
    assert language_code(written) == code
