import io

import pytest

from dragoman.corpus.encoding import NotTextError, check_text, decode, find_encoding, text_lines

TEXT = "The Velmoran president — “Lula” — said São Paulo would coöperate. " * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_encodings_of_english_news_are_found(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_other_alphabets_in_one_byte() -> None:
    russian = "Правительство отклонило план, заявил министр иностранных дел в четверг. " * 5
    assert decode(russian.encode("cp1251")) == russian


def test_the_users_word_on_the_encoding_counts() -> None:
    assert decode("cafés".encode("cp437"), "cp437") == "cafés"
    assert decode("\ufeffVelmora".encode(), "utf-8") == "Velmora"


def test_declared_encoding_of_a_page() -> None:
    page = '<html><meta charset="iso-8859-2"><p>' + "Łódź, Kraków. " * 20
    assert "Łódź" in decode(page.encode("iso-8859-2"), html=True)
    wrong = '<html><meta charset="utf-8"><p>caf\u00e9s'.encode("cp1252")
    assert decode(wrong, html=True).endswith("cafés")


@pytest.mark.parametrize(
    "data", [b"\0\1\2" * 100, b"text\0text", bytes(range(256)) * 10, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"]
)
def test_binary_is_not_text(data: bytes) -> None:
    with pytest.raises(NotTextError, match="not text"):
        decode(data)


def test_single_control_characters_of_wire_copy_are_no_harm() -> None:
    check_text("Velmora said so.\n REUTER\n\x03")
    with pytest.raises(NotTextError):
        check_text("\x01\x02\x03\x04\x05 x")


def test_a_character_cut_off_at_the_end_of_a_sample_is_no_error() -> None:
    assert find_encoding("abcé".encode()[:-1], whole=False) == "utf-8"


def test_a_bad_byte_does_not_spoil_a_file() -> None:
    assert decode(TEXT.encode() + b"\xff end") == f"{TEXT}\ufffd end"
    assert decode("The cafés of Port Avel, cafés.".encode("cp1252")) == "The cafés of Port Avel, cafés."


def _lines(data: bytes, encoding: str | None = None, max_bytes: int = 1000) -> list[str | None]:
    return list(text_lines(io.BufferedReader(io.BytesIO(data)), encoding, max_bytes))  # type: ignore[arg-type]


def test_lines_of_mixed_encoding_are_read_one_by_one() -> None:
    line = "The cafés of Port Avel\n"
    assert _lines(line.encode() + line.encode("cp1252") + line.encode()) == [line] * 3
    assert _lines(line.encode("cp1252") + line.encode()) == [line] * 2


def test_marks_and_wide_encodings() -> None:
    assert _lines("a\nb".encode("utf-8-sig")) == ["a\n", "b"]
    assert _lines("a\né".encode("utf-16")) == ["a\n", "é"]
    assert _lines(b"a\rb\r") == ["a\n", "b\n"]


def test_long_lines_are_passed_over() -> None:
    assert _lines(b"a\n" + b"x" * 5000 + b"\nb\n", max_bytes=100) == ["a\n", None, "b\n"]
