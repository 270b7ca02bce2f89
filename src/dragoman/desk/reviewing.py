"""Review of coded facts: drawing a sample, who sees which fact next, and what is kept of a verdict."""

from __future__ import annotations

import hashlib
import random
import re
import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from dragoman.desk.arguments import actor_id, parse_day, parse_factuality
from dragoman.desk.problems import UserError
from dragoman.desk.review_fields import FindActor
from dragoman.exchange.flat import record
from dragoman.exchange.parts import Row
from dragoman.exchange.reviewed import correctable
from dragoman.model.actors import ActorKind, ActorRef
from dragoman.model.ids import slug
from dragoman.model.reviews import Cell, How, Review, Sample, Verdict
from dragoman.model.text import Document, Span
from dragoman.relations.agreement import standing
from dragoman.relations.sides import Names, plain
from dragoman.store import FactFilter, Store, StoredFact, UnknownIdError
from dragoman.store.payload import KINDS, kind_of

MOST = 1000
"""Facts of a kind in a sample: 1,000 give a 95 % interval of 3 points on either side, more than people review."""
LONGEST_NAME = 60
LONGEST_NOTE = 1000
FORM_ID = re.compile(r"[0-9a-f]{32}$")
ENDS = re.compile(r"[.!?…][\"”’»)\]]*\s+(?=[\"“‘«(\[]?[A-Z0-9])|\n\s*\n|\n")
"""Where a sentence may end: for the words around the evidence only, so that "Mr. X" may cut them short."""
CONTEXT = 400
"""Characters before and after the evidence at most."""
FILTER = ("actor", "issue", "since", "until", "told")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A sample that is asked for.

    Attributes:
        n: facts of each kind.
        kinds: none for all.
        seed: ``None`` for one that is drawn.
        wanted: ``actor``, ``issue``, ``since``, ``until``, ``told``, as they were typed.
        id: of the sample; drawn if empty.
    """

    name: str = ""
    maker: str = ""
    how: How = How.RANDOM
    n: int = 50
    kinds: Sequence[str] = ()
    seed: int | None = None
    wanted: Mapping[str, str] = field(default_factory=dict)
    id: str = ""


def draw(store: Store, wish: Wish) -> Sample:
    """The sample; nothing is stored yet.

    Raises:
        UserError: a value can't be understood, or no fact fits.
    """
    if not 1 <= wish.n <= MOST:
        raise UserError(f"facts of each kind: {wish.n} is not 1 to {MOST:,}")
    seed = secrets.randbelow(10**9) if wish.seed is None else wish.seed
    if not 0 <= seed < 2**63:
        raise UserError(f"seed: {seed} is not a whole number from 0")
    found = store.confidences(filter_of(wish))
    if not found:
        raise UserError("no facts fit; take more kinds or a wider filter")
    population = Counter(kind for _, kind, _ in found)
    chosen = [row for kind in sorted(population) for row in _of_kind([r for r in found if r[1] == kind], wish, seed)]
    if wish.how is How.UNCERTAIN:
        chosen.sort(key=lambda row: (row[2], _mixed(seed, row[0])))
    else:
        chosen.sort(key=lambda row: _mixed(seed, row[0]))
    made = datetime.now(UTC).replace(tzinfo=None)
    return Sample(
        id=wish.id or secrets.token_hex(16), name=" ".join(wish.name.split()) or f"{wish.how}, seed {seed}", made=made,
        maker=wish.maker, how=wish.how, seed=seed, population=dict(sorted(population.items())),
        wanted={name: value for name, value in wish.wanted.items() if value},
        fact_ids=tuple(key for key, _, _ in chosen),
    )  # fmt: skip


def filter_of(wish: Wish) -> FactFilter:
    """The facts that a sample is drawn from.

    Raises:
        UserError: a value can't be understood.
    """
    unknown = [kind for kind in wish.kinds if kind not in KINDS]
    if unknown:
        raise UserError(f"{unknown[0]!r} is no kind of fact; there are {', '.join(KINDS)}")
    given = {name: wish.wanted.get(name, "").strip() for name in FILTER}
    return FactFilter(
        kinds=tuple(wish.kinds),
        actor=actor_id(given["actor"]) if given["actor"] else None,
        issue=given["issue"] or None,
        since=parse_day(given["since"], "from"),
        until=parse_day(given["until"], "until"),
        factuality=parse_factuality([given["told"]] if given["told"] else ()),
    )


def _of_kind(found: list[tuple[str, str, float]], wish: Wish, seed: int) -> list[tuple[str, str, float]]:
    n = min(wish.n, len(found))
    if wish.how is How.UNCERTAIN:
        return sorted(found, key=lambda row: (row[2], _mixed(seed, row[0])))[:n]
    return random.Random(f"{seed}/{found[0][1]}").sample(found, n)


def _mixed(*parts: object) -> bytes:
    return hashlib.sha256("\0".join(map(str, parts)).encode()).digest()


def order_for(sample: Sample, reviewer: str) -> list[str]:
    """The facts in the order one reviewer sees them: each has an order of their own, unless uncertain ones come first.

    An order of their own keeps what tires or teaches a reviewer on the way from falling on the same facts for all.
    """
    if sample.how is How.UNCERTAIN:
        return list(sample.fact_ids)
    return sorted(sample.fact_ids, key=lambda key: _mixed(sample.seed, reviewer, key))


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """Where a reviewer stands in a sample.

    Attributes:
        next: the fact to review, or ``None`` when there is none left.
        done: facts said something of; total: facts of the sample that are in the store.
        skipped: facts that were skipped, to come back to.
        gone: facts of the sample that are no longer in the store.
        last: the fact reviewed last, which can be taken back, or ``None``.
        said: what this reviewer said of ``next`` last, or ``None``; no other's word is ever here.
        is_taken_back: whether they took that back.
    """

    next: str | None
    done: int
    total: int
    skipped: tuple[str, ...]
    gone: int
    last: str | None
    said: Review | None = None
    is_taken_back: bool = False


def queue_of(store: Store, sample: Sample, reviewer: str, wanted: str = "") -> Queue:
    """The queue of one reviewer; nothing in it depends on what others say.

    Args:
        wanted: a fact of the sample to review next, also if it was reviewed before.
    """
    order = order_for(sample, reviewer)
    there = store.there(order)
    own = store.reviews(sample=sample.id, reviewer=reviewer)
    last = standing(own)
    said = {fact: review for (fact, _), review in last.items() if fact in there}
    left = next((key for key in order if key in there and key not in said), None)
    shown = wanted if wanted in there else left
    return Queue(
        next=shown,
        done=len(said),
        total=len(there),
        skipped=tuple(fact for fact, review in said.items() if review.verdict is Verdict.SKIP),
        gone=len(order) - len(there),
        last=next(reversed(said), None),
        said=next((each for each in reversed(own) if each.fact_id == shown and each.verdict is not Verdict.UNDO), None),
        is_taken_back=shown not in said,
    )


def sample_with(store: Store, key: str) -> Sample:
    """A sample by its id or the beginning of it.

    Raises:
        UnknownIdError: there is none, or more than one.
    """
    found = store.samples(start=key, limit=2) if key else []
    if len(found) != 1:
        raise UnknownIdError(f"{'more than one' if found else 'no'} sample has an id that begins with {key[:40]!r}")
    return found[0]


def reviewer_name(written: str) -> str:
    """The name of a reviewer, in one line.

    Raises:
        UserError: it is empty, too long, or has signs that can't be printed.
    """
    name = " ".join(written.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise UserError(f"reviewer: write a name of 1 to {LONGEST_NAME} letters")
    return name


def review_of(
    stored: StoredFact,
    *,
    id: str,  # noqa: A002
    reviewer: str,
    verdict: Verdict,
    sample: str,
    corrected: Mapping[str, Cell] | None = None,
    note: str = "",
) -> Review:
    """A verdict with what the reviewer saw.

    Raises:
        UserError: the id is none that a form has, or the note is too long.
    """
    if not FORM_ID.match(id):
        raise UserError("this form is not complete; load the page again")
    if len(note) > LONGEST_NOTE:
        raise UserError(f"note: more than {LONGEST_NOTE:,} characters")
    kind = kind_of(stored.fact)
    row = record(stored.fact, stored.document)
    return Review(
        id=id, fact_id=stored.fact.id, document_id=stored.document.id, kind=kind, reviewer=reviewer,
        reviewed=datetime.now(UTC).replace(tzinfo=None), verdict=verdict,
        coded={name: row[name] for name in correctable(kind)}, corrected=corrected or {},
        note=" ".join(note.split()), sample=sample,
    )  # fmt: skip


def around(document: Document, evidence: Span) -> tuple[str, str]:
    """The sentence before the evidence and the one after it, as far as they can be told by their signs."""
    if evidence.document_id != document.id:
        return "", ""
    before = document.text[max(0, evidence.start - CONTEXT) : evidence.start].rstrip()
    after = document.text[evidence.end : evidence.end + CONTEXT].lstrip()
    starts = [found.end() for found in ENDS.finditer(before)]
    end = ENDS.search(after)
    return before[starts[-1] if starts else 0 :].strip(), after[: end.start() + 1 if end else len(after)].strip()


def finder(store: Store, names: Callable[[], Names]) -> FindActor:
    """Finds an actor by name or id: in the store, then in the tables; else it is a new one by this name.

    Args:
        names: loads the tables, which takes most of a second and is done only when they are needed.
    """

    def find(written: str) -> ActorRef:
        if len(written) > 100 or not written.isprintable():
            raise UserError(f"{written[:40]!r} is too long for a name")
        return _in_store(store, written) or _in_tables(names(), written) or _new(written)

    return find


def _in_store(store: Store, written: str) -> ActorRef | None:
    word = plain(written)
    rows = store.actors(text=written, limit=500)
    found = [row for row in rows if row.id == written] or [row for row in rows if plain(row.name) == word]
    if len(found) > 1:
        raise UserError(f"{written!r} may be {', '.join(row.id for row in found[:5])}; write the id that is meant")
    return _ref(found[0]) if found else None


def _ref(row: object) -> ActorRef:
    taken = {name: getattr(row, name) for name in ("id", "name", "country", "sector")}
    return ActorRef(**taken, kind=ActorKind(getattr(row, "kind", ActorKind.UNKNOWN)))


def _in_tables(names: Names, written: str) -> ActorRef | None:
    if written in names.actors:
        return _ref(names.actors[written])
    found: Iterable[str] = names.by_name.get(plain(written)) or names.by_name.get(
        plain(re.sub(r"^the\s+", "", written, flags=re.IGNORECASE)), ()
    )
    keys = list(found)
    if len(keys) > 1:
        raise UserError(f"{written!r} may be {', '.join(keys[:5])}; write the id that is meant")
    return _ref(names.actors[keys[0]]) if keys else None


def _new(written: str) -> ActorRef:
    key = slug(plain(written))
    if not key:
        raise UserError(f"{written!r} is no name; write a name or an id")
    return ActorRef(id=f"name:{key}", name=written, kind=ActorKind.UNKNOWN)


def row_of(stored: StoredFact) -> Row:
    """The flat row of a fact."""
    return record(stored.fact, stored.document)
