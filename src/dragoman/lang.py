"""Loads the language tables: frames, noun classes, embedding words, light verbs, closed word lists."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from dragoman.model.codebook import (
    ConditionMarker,
    Constraint,
    Cue,
    Embedding,
    Frame,
    LightVerb,
    Measure,
    Numbers,
    NumberWord,
    StanceFrame,
    Trend,
    TrendTopic,
)
from dragoman.tables import folder, lines, rows, split

VERSION = "en-1"
TREND_DIRECTIONS = frozenset({"better", "worse", "lowest", "highest", "unchanged", "uncertain", "up", "down"})


def load_classes(language: str = "en") -> dict[str, frozenset[str]]:
    """Noun classes by name (``PROPOSAL``): the lemmas in each, lower case."""
    return {
        table.name.removesuffix(".txt"): frozenset(word.lower() for word in lines(table))
        for table in folder("lang", language, "classes").iterdir()
        if table.name.endswith(".txt")
    }


def load_words(language: str = "en") -> dict[str, frozenset[str]]:
    """Closed word lists by name (``negators``), lower case."""
    return {
        table.name.removesuffix(".txt"): frozenset(word.lower() for word in lines(table))
        for table in folder("lang", language, "words").iterdir()
        if table.name.endswith(".txt")
    }


@cache
def load_word_list(name: str, language: str = "en") -> frozenset[str]:
    """One closed word list by name, lower case; for stages that need no codebook."""
    return frozenset(word.lower() for word in lines(folder("lang", language, "words") / f"{name}.txt"))


def _constraints(cell: str, classes: dict[str, frozenset[str]], where: str) -> tuple[Constraint, ...]:
    found = []
    for part in filter(None, (item.strip() for item in cell.split(";"))):
        key, equals, value = part.partition("=")
        if not equals:
            raise ValueError(f"{where}: constraint {part!r} has no '='")
        values: set[str] = set()
        for item in split(value):
            if item.startswith("@"):
                if item[1:] not in classes:
                    raise ValueError(f"{where}: no noun class {item!r} in lang/en/classes")
                values |= classes[item[1:]]
            else:
                values.add(item)
        found.append(Constraint(key=key.strip(), values=frozenset(values)))
    return tuple(found)


def _frame(row: dict[str, str], plover: str, classes: dict[str, frozenset[str]]) -> Frame:
    where = f"frames/{plover.lower()}.csv, {row['lemma']!r}"
    roles = dict(part.split("=", 1) for part in row["roles"].split(";") if "=" in part)
    return Frame(
        lemma=row["lemma"].lower(),
        pos=row["pos"],
        when=_constraints(row["when"], classes, where),
        plover=plover,
        mode=row["mode"],
        cameo=row["cameo"],
        source_role=roles.get("src", ""),
        target_role=roles.get("tgt", ""),
        symmetric="sym" in row["roles"].split(";"),
        example=row["example"],
        rule=f"{plover.lower()}/{row['lemma'].lower()}/{row['pos']}" + (f"/{row['when']}" if row["when"] else ""),
    )


def load_frames(classes: dict[str, frozenset[str]], language: str = "en") -> dict[tuple[str, str], tuple[Frame, ...]]:
    """Frames by (lemma, pos), those with most constraints first; readings that are no event have no type.

    Raises:
        ValueError: a row is malformed or names a class that does not exist; says which.
    """
    found: dict[tuple[str, str], list[Frame]] = defaultdict(list)
    for table in sorted(folder("lang", language, "frames").iterdir(), key=lambda item: item.name):
        if table.name.endswith(".csv"):
            for row in rows(table):
                frame = _frame(row, table.name.removesuffix(".csv").upper(), classes)
                found[frame.lemma, frame.pos].append(frame)
    for row in rows(folder("lang", language) / "blocks.csv"):
        block = _block(row, classes)
        found[block.lemma, block.pos].append(block)
    return {key: tuple(sorted(frames, key=_specificity)) for key, frames in found.items()}


def _block(row: dict[str, str], classes: dict[str, frozenset[str]]) -> Frame:
    """A frame without event type: a reading that is no event ("*fought* the epidemic")."""
    when = _constraints(row["when"], classes, f"blocks.csv, {row['lemma']!r}")
    rule = f"no event/{row['lemma']}/{row['pos']}/{row['when']}"
    return Frame(
        lemma=row["lemma"], pos=row["pos"], when=when, plover="", mode="", cameo="", example=row["example"], rule=rule
    )


def _specificity(frame: Frame) -> tuple[int, int]:
    """Sort key: more constraints first, then those that name fewer words; a constraint on any actor comes last."""
    width = sum(1000 if constraint.values & {"ACTOR", "ANY"} else len(constraint.values) for constraint in frame.when)
    return -len(frame.when), width


def load_lemma_fixes(language: str = "en") -> dict[str, str]:
    """Word forms whose lemma the models get wrong, to the right lemma."""
    return {row["form"]: row["lemma"] for row in rows(folder("lang", language) / "lemmas.csv")}


def load_embeddings(language: str = "en") -> dict[tuple[str, str], tuple[Embedding, ...]]:
    """Words that embed events, by (lemma, pos); one entry for each way of embedding."""
    found: dict[tuple[str, str], list[Embedding]] = defaultdict(list)
    for row in rows(folder("lang", language) / "embeddings.csv"):
        for prep in split(row["prep"]):
            found[row["lemma"], row["pos"]].append(
                Embedding(
                    lemma=row["lemma"],
                    pos=row["pos"],
                    prep=prep,
                    effect=row["effect"],
                    act=row["act"],
                    addressee=row["addressee"],
                )
            )
    return {key: tuple(entries) for key, entries in found.items()}


def load_light_verbs(language: str = "en") -> dict[str, tuple[LightVerb, ...]]:
    """Light verbs by lemma."""
    found: dict[str, list[LightVerb]] = defaultdict(list)
    for row in rows(folder("lang", language) / "light_verbs.csv"):
        found[row["lemma"]].append(LightVerb(lemma=row["lemma"], particle=row["particle"], effect=row["effect"]))
    return {key: tuple(entries) for key, entries in found.items()}


def load_cues(language: str = "en") -> dict[tuple[str, str], tuple[Cue, ...]]:
    """Words that attribute words or thoughts, by (lemma, pos).

    Raises:
        ValueError: a row has an unknown form.
    """
    found: dict[tuple[str, str], list[Cue]] = defaultdict(list)
    for row in rows(folder("lang", language) / "cues.csv"):
        if row["form"] not in {"speech", "belief"}:
            raise ValueError(f"cues.csv, {row['lemma']!r}: form {row['form']!r} is neither speech nor belief")
        cue = Cue(
            lemma=row["lemma"],
            particle=row["particle"],
            pos=row["pos"],
            takes=frozenset(split(row["takes"])),
            form=row["form"],
            act=row["act"],
            addressee=row["addressee"],
        )
        found[cue.lemma, cue.pos].append(cue)
    return {key: tuple(cues) for key, cues in found.items()}


def load_conditions(language: str = "en") -> dict[str, tuple[ConditionMarker, ...]]:
    """Markers of conditions by their first word, the longest first, else in the table's order."""
    found: dict[str, list[ConditionMarker]] = defaultdict(list)
    for row in rows(folder("lang", language) / "conditions.csv"):
        words = tuple(row["marker"].split())
        found[words[0]].append(
            ConditionMarker(
                words=words, shape=row["shape"], needs=row["needs"], reading=row["reading"], type=row["type"]
            )
        )
    return {key: tuple(sorted(entries, key=lambda entry: -len(entry.words))) for key, entries in found.items()}


def load_trends(classes: dict[str, frozenset[str]], language: str = "en") -> dict[tuple[str, str], tuple[Trend, ...]]:
    """Words for trends and states by (lemma, pos), those with most constraints first.

    Raises:
        ValueError: a row names no known direction, or a constraint is malformed.
    """
    found: dict[tuple[str, str], list[Trend]] = defaultdict(list)
    for row in rows(folder("lang", language) / "trends.csv"):
        if row["direction"] not in TREND_DIRECTIONS:
            raise ValueError(f"trends.csv, {row['lemma']!r}: no direction {row['direction']!r}")
        trend = Trend(
            lemma=row["lemma"],
            pos=row["pos"],
            when=_constraints(row["when"], classes, f"trends.csv, {row['lemma']!r}"),
            direction=row["direction"],
            about=frozenset(split(row["about"])),
        )
        found[trend.lemma, trend.pos].append(trend)
    return {key: tuple(sorted(trends, key=lambda trend: -len(trend.when))) for key, trends in found.items()}


def load_trend_topics(language: str = "en") -> dict[str, TrendTopic]:
    """Nouns that a claim about a trend can be about, by lemma."""
    return {
        row["lemma"]: TrendTopic(lemma=row["lemma"], kind=row["kind"], sign=row["sign"], weak=row["strength"] == "weak")
        for row in rows(folder("lang", language) / "trend_topics.csv")
    }


def load_stances(
    classes: dict[str, frozenset[str]], language: str = "en"
) -> dict[tuple[str, str], tuple[StanceFrame, ...]]:
    """Words that carry a stance, by (lemma, pos), those with most constraints first.

    Raises:
        ValueError: a row is malformed or names a class that does not exist; says which.
    """
    found: dict[tuple[str, str], list[StanceFrame]] = defaultdict(list)
    for table in sorted(folder("lang", language, "stances").iterdir(), key=lambda item: item.name):
        if not table.name.endswith(".csv"):
            continue
        for row in rows(table):
            lemma, pos, when = row["lemma"], row["pos"], row["when"]
            frame = StanceFrame(
                lemma=lemma,
                pos=pos,
                when=_constraints(when, classes, f"stances/{table.name}, {lemma!r}"),
                issue=split(row["issue"]),
                stance=row["stance"],
                negated=row["negated"],
                strength=row["strength"] or "plain",
                holder=row["holder"],
                actor=row["actor"] == "yes",
                example=row["example"],
                rule=f"{row['stance'] or 'no stance'}/{lemma}/{pos}" + (f"/{when}" if when else ""),
            )
            found[lemma, pos].append(frame)
    return {key: tuple(sorted(frames, key=_stance_order)) for key, frames in found.items()}


def _stance_order(frame: StanceFrame) -> tuple[int, bool]:
    """Sort key: more constraints first, then those on a particle."""
    return -len(frame.when), not any(constraint.key == "prt" for constraint in frame.when)


def load_numbers(language: str = "en") -> Numbers:
    """How numbers and sums are written."""
    lang = folder("lang", language)
    bounds, currencies = list(rows(lang / "number_bounds.csv")), list(rows(lang / "currencies.csv"))
    words = rows(lang / "numbers.csv")
    return Numbers(
        words={row["word"]: NumberWord(value=float(row["value"]), kind=row["kind"]) for row in words},
        before={row["words"]: row["effect"] for row in bounds if row["place"] == "before"},
        after={row["words"]: row["effect"] for row in bounds if row["place"] == "after"},
        signs={row["word"]: row["unit"] for row in currencies if row["place"] == "before"},
        currencies={row["word"]: row["unit"] for row in currencies if row["place"] == "after"},
    )


def load_measures(language: str = "en") -> dict[tuple[str, str], tuple[Measure, ...]]:
    """Words that say what a number counts, by (lemma, pos)."""
    found: dict[tuple[str, str], list[Measure]] = defaultdict(list)
    for row in rows(folder("lang", language) / "measures.csv"):
        found[row["lemma"], row["pos"]].append(
            Measure(
                lemma=row["lemma"],
                pos=row["pos"],
                role=row["role"],
                measure=row["measure"],
                needs=frozenset(split(row["needs"])),
                counted=row["counted"],
            )
        )
    return {key: tuple(entries) for key, entries in found.items()}


def load_tones(language: str = "en") -> dict[tuple[str, str], str]:
    """Evaluative words by (lemma, pos): ``+`` or ``-``."""
    return {(row["lemma"], row["pos"]): row["tone"] for row in rows(folder("lang", language) / "tones.csv")}


def load_tone_weights(language: str = "en") -> dict[str, tuple[float, float]]:
    """Weights of features for a good and for an ill tone."""
    table = folder("lang", language) / "tone_weights.csv"
    return {row["feature"]: (float(row["good"]), float(row["ill"])) for row in rows(table)}


def load_nominals(language: str = "en") -> dict[str, str]:
    """Nouns of verbs by the verb's lemma ("withdraw": "withdrawal")."""
    return {row["verb"]: row["noun"] for row in rows(folder("lang", language) / "nominals.csv")}
