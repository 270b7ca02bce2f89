import pytest

from dragoman.corpus.treebank import detokenise, is_tokenised


@pytest.mark.parametrize(
    ("tokens", "written"),
    [
        ("The plan , he said , `` wo n't work . ''", 'The plan, he said, "won\'t work."'),
        ("Velmora 's army -LRB- VA -RRB- left .", "Velmora's army (VA) left."),
        ("protesters ' rights", "protesters' rights"),
        ("It cost $ 22.95 , or 5 % more .", "It cost $22.95, or 5% more."),
        ("in the U.S. .", "in the U.S."),
        ("Example Inc. . He left .", "Example Inc. He left."),
        ("1\\/26\\/11", "1/26/11"),
        ("It can not and is n't gon na", "It cannot and isn't gonna"),
        (
            "`` We ca n't , '' they 'll say ; `` we 've tried : no ? ''",
            '"We can\'t," they\'ll say; "we\'ve tried: no?"',
        ),
        ("a ` quoted ' word -LSB- sic -RSB-", "a 'quoted ' word [sic]"),
        ("The System : '' Concerned About", 'The System: "Concerned About'),
        ("They waited ... and left", "They waited... and left"),
        ("a .5 share", "a .5 share"),
        ("One . \nTwo .", "One. \nTwo."),
    ],
)
def test_detokenise(tokens: str, written: str) -> None:
    assert detokenise(tokens) == written


@pytest.mark.parametrize(
    "text",
    [
        "The plan , he said , failed .",
        "Talks -LRB- in Port Avel -RRB- failed",
        "It does n't work . \nIt never did . \n",
    ],
)
def test_tokenised_text_is_seen(text: str) -> None:
    assert is_tokenised(text)


@pytest.mark.parametrize(
    "text",
    [
        "The plan, he said, failed. The talks, the minister's aides said, weren't over.",
        "Corpora write brackets as -LRB- and -RRB-, which, as readers know, is odd, but, on the whole, harmless.",
        "",
        "One stop .",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert not is_tokenised(text)
