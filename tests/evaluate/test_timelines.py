"""The scorer of timelines, on a small made-up topic and by hand."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from dragoman.evaluate.timelines import (
    MIXES,
    Ranged,
    Scores,
    by_lot,
    date_f1,
    evaluate_timelines,
    left_out,
    read_timeline,
    read_topics,
    words_f1,
)
from dragoman.pipeline import Reader

FIRST = date(2031, 3, 3)
ARTICLES = (
    # Monday, 3 March 2031, is the day of the signing: four articles tell of it, one was printed on it.
    (FIRST, "Velmora and Kestria signed a cease-fire for the valley in Ordan on Monday . Crowds filled the square ."),
    (FIRST + timedelta(1), "The cease-fire that was signed in Ordan on Monday held overnight , both armies said ."),
    (
        FIRST + timedelta(2),
        "Two lorries crossed at Hallow Gate , the first since the winter had begun , drivers said .",
    ),
    (FIRST + timedelta(3), "Traders praised the cease-fire signed on Monday and asked for lower duties at once ."),
    (FIRST + timedelta(7), "A week after the cease-fire of March 3 the envoys spoke of talks on the water treaty ."),
    (FIRST + timedelta(9), "Guards fired on a lorry at Hallow Gate on Tuesday and wounded its driver , police said ."),
)
GOLD = """2031-03-03
Velmora and Kestria sign a cease-fire for the valley .
The council welcomes it .
--------------------------------
2031-03-11
Guards fire on a lorry at Hallow Gate .
--------------------------------
"""


def _topic(folder: Path, name: str = "valley", gold: str = GOLD, articles: object = ARTICLES) -> Path:
    place = folder / "articles" / name / "outputwithpub.csv"
    place.parent.mkdir(parents=True)
    with place.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(("date", "text"))
        table.writerows(articles)  # type: ignore[arg-type]
    timeline = folder / "gold" / f"tl17-{name}" / "one.txt"
    timeline.parent.mkdir(parents=True)
    timeline.write_text(gold, encoding="utf-8")
    return folder


def test_days_are_chosen_by_when_things_happened(tmp_path: Path, reader: Reader) -> None:
    result = evaluate_timelines(_topic(tmp_path), reader)
    assert result.figures["timelines.valley.date_f1"] == 1.0
    assert result.figures["timelines.date_f1"] == 1.0
    assert result.figures["timelines.printed_only.date_f1"] == 0.5
    assert result.figures["timelines.told_only.date_f1"] == 1.0
    assert 0 < result.figures["timelines.by_lot"] < 0.5
    assert result.figures["timelines.words_f1"] > 0.3
    assert [row[:3] for row in result.rows] == [("valley", "6", "2")]
    assert len(result.rows[0]) == len(result.columns)


def test_other_tables_beside_the_articles_are_not_read(tmp_path: Path, reader: Reader) -> None:
    folder = _topic(tmp_path)
    before = evaluate_timelines(folder, reader)
    for name in ("outputTimelines.csv", "time-sent.csv"):
        (folder / "articles" / "valley" / name).write_text("date,text\n2031-03-20,The gold itself .\n")
    assert evaluate_timelines(folder, reader) == before


def test_the_mean_is_over_topics_and_a_topic_without_a_timeline_is_passed_over(tmp_path: Path, reader: Reader) -> None:
    folder = _topic(tmp_path)
    _topic(folder, "ridge", gold="2031-01-01\nNothing that the articles know .\n")
    (folder / "articles" / "bare").mkdir()
    (folder / "articles" / "bare" / "outputwithpub.csv").write_text("date,text\n2031-03-03,Words of a report .\n")
    result = evaluate_timelines(folder, reader)
    assert [row[0] for row in result.rows] == ["ridge", "valley"]
    assert result.figures["timelines.ridge.date_f1"] == 0.0
    assert result.figures["timelines.date_f1"] == 0.5


def test_a_topic_on_which_no_choice_can_be_wrong_is_named(tmp_path: Path, reader: Reader) -> None:
    days = [(FIRST + timedelta(n)).isoformat() for n in range(3)]
    articles = [
        (day, f"On the square of Ordan people counted to {n} and went home again .") for n, day in enumerate(days)
    ]
    folder = _topic(tmp_path, gold="".join(f"{day}\nPeople count .\n" for day in days), articles=articles)
    result = evaluate_timelines(folder, reader)
    assert result.figures["timelines.by_lot"] == result.figures["timelines.date_f1"] == 1.0
    assert any("valley: nearly all days" in line for line in result.notes)


def test_a_day_of_a_timeline_that_is_given_twice_is_one(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("2031-03-03\nOne .\n--------\n2031-03-03\nTwo .\n", encoding="utf-8")
    assert read_timeline(path) == {FIRST: "One . Two ."}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no day in it"),
        ("--------\n", "no day in it"),
        ("Words first .\n2031-03-03\n", "line 1: text before the first day"),
        ("2031-03-03\nWords .\n2031-02-30\nMore .\n", "line 3: 2031-02-30 is not a day"),
    ],
)
def test_a_malformed_timeline_says_where(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "one.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=reason):
        read_timeline(path)


def test_a_folder_without_topics_says_what_it_lacks(tmp_path: Path, reader: Reader) -> None:
    with pytest.raises(FileNotFoundError, match="no topic with articles/TOPIC"):
        evaluate_timelines(tmp_path, reader)


def test_an_article_that_cannot_be_read_is_named(tmp_path: Path, reader: Reader) -> None:
    folder = _topic(tmp_path, articles=[(FIRST, "Some words of a report ."), (FIRST, "")])
    with pytest.raises(ValueError, match=r"outputwithpub\.csv"):
        evaluate_timelines(folder, reader)


def test_date_f1_counts_exact_days() -> None:
    days = [FIRST + timedelta(n) for n in range(4)]
    assert date_f1(days[:2], set(days[1:3])) == 0.5
    assert date_f1(days[:1], set(days[:3])) == 0.5
    assert date_f1([], set(days)) == 0.0


def test_a_lot_gets_the_share_of_right_days_in_the_pool() -> None:
    days = [FIRST + timedelta(n) for n in range(10)]
    assert by_lot(days, set(days[:2])) == pytest.approx(0.2)
    assert by_lot(days[:2], set(days[:4])) == pytest.approx(2 * 2 / 6)
    assert by_lot([], set(days)) == 0.0


def test_words_are_compared_in_any_case_without_the_short_ones() -> None:
    assert words_f1("The Envoys met in ORDAN", "envoys of the city Ordan") == pytest.approx(2 * 2 / (2 + 3))
    assert words_f1("", "") == 0.0


def _scores(**mixes: float) -> Scores:
    ranged = Ranged(date_f1=0.0, lot=0.0, pool=0.0)
    values: Mapping[str, float] = dict.fromkeys(MIXES, 0.0) | mixes
    return Scores(
        days=1.0, printed=ranged, gold=ranged, any_day=ranged, mixes=values, words=0.0, any_words=0.0
    )  # fmt: skip


def test_a_topic_is_weighed_as_does_best_on_the_others() -> None:
    scores = [_scores(both=0.6, told=0.9), _scores(both=0.5, told=0.1), _scores(both=0.5, told=0.2)]
    # For the first topic the others prefer both; for each of the others, 1.1 for both against 1.1 and 1.0 for told.
    assert left_out(scores) == pytest.approx((0.6 + 0.5 + 0.5) / 3)
    assert left_out([_scores(told=1.0), _scores(printed=1.0)]) == 0.0


def test_the_given_topics_are_read(shared: Path) -> None:
    folder = shared / "timelines"
    if not folder.is_dir():
        pytest.skip("the timelines are not here")
    assert [topic.articles for topic in read_topics(folder)] == [216, 256, 278, 315]
