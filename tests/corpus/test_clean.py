import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.corpus.clean import clean_text, clean_title, fix_mojibake, normalise_characters, strip_markup, tidy_spaces


def test_line_ends_spaces_and_invisible_characters() -> None:
    assert normalise_characters("a\r\nb\rc\u2028d\x0ce") == "a\nb\nc\nd\ne"
    assert normalise_characters("a\xa0b\u2009c\u3000d") == "a b c d"
    assert normalise_characters("Rea\xadgan\u200b \u202aVel\u202cmora\x03\ufeff") == "Reagan Velmora"


def test_only_broken_lines_are_mended() -> None:
    assert fix_mojibake("They donâ€™t.\n“They don’t.” São Ã") == "They don’t.\n“They don’t.” São Ã"
    assert fix_mojibake("ValparaÃ\xadso and BogotÃ¡") == "Valparaíso and Bogotá"
    assert fix_mojibake("Curly ‘quotes’ — and “dashes” stay…") == "Curly ‘quotes’ — and “dashes” stay…"


def test_markup_goes_and_names_in_angle_brackets_stay() -> None:
    html = "<p>Velmora <b>said</b> so.<br/>Again.</p><script>x < 1</script><!-- note --><p>Yes</p>"
    assert tidy_spaces(strip_markup(html)).split() == ["Velmora", "said", "so.", "Again.", "Yes"]
    assert strip_markup("<Gull Example Inc> said <A> is 1 < 2 > 0") == "<Gull Example Inc> said <A> is 1 < 2 > 0"
    assert (
        strip_markup("AT&amp;T &lt;TXN> &quot;so&quot;&nbsp;said R&D; 1 &copy 2")
        == 'AT&T <TXN> "so" said R&D; 1 &copy 2'
    )


def test_unclosed_scripts_cost_no_more_than_others() -> None:
    text = "</p>" + "<script>" * 50_000
    assert strip_markup(text).endswith("<script>")


def test_spaces() -> None:
    assert tidy_spaces("  a \t b \n \n\n\n c\n d ") == "a b\n\nc\nd"


def test_everything_together() -> None:
    raw = (
        "Velmora rejects plan\r\nBy Ann Lee\r\n\r\nPORT AVEL, Feb 8 (Reuters) - Velmora said it won&#39;t sign.\r\n"
        "ADVERTISEMENT\r\nKestria  waits. (Reporting by Ann Lee; Editing by Bo Roe)\r\n"
        "Sign up for our newsletter\r\n REUTER\r\n\x03"
    )
    cleaned = clean_text(raw)
    assert cleaned.text == "Velmora rejects plan\n\nVelmora said it won't sign.\nKestria waits."
    assert cleaned.dateline is not None
    assert cleaned.dateline.place == "PORT AVEL"
    assert cleaned.agency == "Reuters"
    assert not cleaned.tokenised


def test_tokenised_text_with_dateline() -> None:
    cleaned = clean_text("Ordan , Kestria -LRB- CNN -RRB- -- The army , it said , `` wo n't leave . '' \n")
    assert cleaned.tokenised
    assert cleaned.text == 'The army, it said, "won\'t leave."'
    assert cleaned.dateline is not None
    assert cleaned.dateline.agency == "CNN"


def test_title_is_one_line_and_repaired_like_its_text() -> None:
    assert clean_title(" Velmora\n rejects&nbsp;plan ") == "Velmora rejects plan"
    assert clean_title("Velmora 's plan", tokenised=True) == "Velmora's plan"
    assert clean_title("Kestria -LRB- KES -RRB-") == "Kestria (KES)"


def test_a_paragraph_to_a_line_comes_through_unchanged() -> None:
    text = "Velmora rejects plan: ‘No’ to Kestria\n" + "The government’s answer was “no”, it said on Thursday. " * 5
    assert clean_text(text.strip()).text == text.strip()


@pytest.mark.parametrize("pdf", [False, True])
@given(text=st.text(alphabet=st.sampled_from("aB -—.,'`\"\n\t()&;<>/3é\u00a0RLSB"), max_size=200))
def test_cleaning_never_fails_and_leaves_no_odd_space(pdf: bool, text: str) -> None:
    cleaned = clean_text(text, pdf=pdf).text
    assert cleaned == cleaned.strip()
    assert "  " not in cleaned
    assert not set(cleaned) & set("\t\r\xa0\x0c")
