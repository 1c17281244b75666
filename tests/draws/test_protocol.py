"""The choice by rank: as documented, even, and blind to the order of a list."""

import hashlib
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaoping.draws.drawing import make_draw
from kaoping.draws.plain_text import plain
from kaoping.draws.protocol import choose, commitment_of, rank_of, seal_of, seed_of
from kaoping.draws.sealed_text import read_sealed, write_sealed
from kaoping.draws.values import Candidate, Pool, PoolName, SealedList
from kaoping.model.errors import InputError
from tests.draws import independent
from tests.draws.lists import APRIL, MAY, PUBLIC, SECRET, SOURCE, pool, sealed
from tests.guards.source_tree import ROOT

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
IDS = TEXTS.map(plain).filter(lambda text: text not in ("", "-"))


@pytest.fixture(scope="module")
def example() -> list[str]:
    """The code blocks of the worked example: commitment, list, seal, seed, ranks, commands."""
    page = (ROOT / "docs" / "draws.md").read_text(encoding="utf-8")
    return re.findall(r"```\w*\n(.*?)```", page.split("## 算例")[1], re.DOTALL)


EXAMPLE_SECRET = bytes(range(32)).hex()
EXAMPLE_PUBLIC = "03 11 17 20 28 33 05"


def test_the_worked_example(example: list[str]) -> None:
    commitment, listed, seal, seed, ranks, _ = example
    source = read_sealed(listed).public_source
    assert commitment_of(EXAMPLE_SECRET, source) == commitment.strip()
    result = make_draw(listed, EXAMPLE_SECRET, EXAMPLE_PUBLIC, MAY)
    assert (result.seal, result.seed) == (seal.strip(), seed.strip())
    assert {chosen.pool: chosen.items for chosen in result.chosen} == {
        "sample/guides/jiaoyu": ("j1",),
        "sample/guides/linxi": ("g4", "g1"),
        "sample/guides/tiyu": (),
    }
    rows = [line.split() for line in ranks.splitlines()]
    assert [rank_of(result.seed, "sample/guides/linxi", item) for _, item in rows] == [rank for rank, _ in rows]
    assert rows == sorted(rows)


def test_the_worked_example_by_the_second_implementation(example: list[str]) -> None:
    commitment, listed, seal, seed, *_ = example
    source = listed.split("\n")[4].split("\t")[1]
    assert independent.commitment(EXAMPLE_SECRET, source) == commitment.strip()
    assert independent.seed(EXAMPLE_SECRET, seal.strip(), EXAMPLE_PUBLIC) == seed.strip()
    drawn = independent.redraw(listed.encode(), EXAMPLE_SECRET, EXAMPLE_PUBLIC)
    assert drawn["sample/guides/linxi"] == ["g4", "g1"]


@given(
    st.dictionaries(IDS, TEXTS, max_size=8),
    st.dictionaries(IDS, TEXTS, max_size=8),
    st.integers(0, 9),
    TEXTS.map(plain).filter(lambda text: text != "-"),
)
def test_both_implementations_agree(first: dict[str, str], second: dict[str, str], n: int, public: str) -> None:
    source = SOURCE if public else ""
    names = [PoolName("sample", "s", "b"), PoolName("indicators", "areas", "*")]
    lists = [tuple(Candidate(*pair) for pair in items.items()) for items in (first, second)]
    pools = tuple(Pool(name, n, "标题", items) for name, items in zip(names, lists, strict=True))
    commitment = commitment_of(SECRET, source)
    text = write_sealed(SealedList("s", "d", "", commitment, source, APRIL, pools))
    head = {
        "scheme": ["s", "d"],
        "round": [""],
        "commitment": [independent.commitment(SECRET, source)],
        "public": [source],
        "sealed": ["2022-04-01T09:00:00+00:00"],
    }
    theirs = {
        "sample/s/b": (n, "标题", {one.id: one.name for one in lists[0]}),
        "indicators/areas/*": (n, "标题", {one.id: one.name for one in lists[1]}),
    }
    assert text.encode() == independent.seal_list(head, theirs)
    ours = make_draw(text, SECRET, public, MAY)
    assert independent.redraw(text.encode(), SECRET, public) == {one.pool: list(one.items) for one in ours.chosen}


@given(st.lists(IDS, unique=True, max_size=12), st.randoms(use_true_random=False), st.integers(0, 14))
def test_the_order_of_the_list_changes_nothing(items: list[str], rng: object, n: int) -> None:
    shuffled = list(items)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert choose("seed", "pool", shuffled, n) == choose("seed", "pool", items, n)
    assert sealed(pool("a", *shuffled), pool("b")) == sealed(pool("b"), pool("a", *items))


@given(st.lists(IDS, unique=True, max_size=12), st.integers(0, 12))
def test_a_draw_takes_n_or_all_and_grows_with_n(items: list[str], n: int) -> None:
    drawn = choose("seed", "pool", items, n)
    assert len(drawn) == min(n, len(items))
    assert len(set(drawn)) == len(drawn)
    assert set(drawn) <= set(items)
    assert choose("seed", "pool", items, n + 1)[:n] == drawn


def test_every_pair_is_equally_likely() -> None:
    """Chi-square over the 28 pairs of 8 candidates in 5,600 draws: 27 degrees of freedom, 0.1 % point 55.5."""
    items = [f"item-{number}" for number in range(8)]
    drawn = Counter(frozenset(choose(f"{number:064x}", "pool", items, 2)) for number in range(5600))
    assert set(drawn) == {frozenset(pair) for pair in combinations(items, 2)}
    assert sum((count - 200) ** 2 / 200 for count in drawn.values()) < 55.5


def test_the_first_drawn_is_equally_likely_to_be_any() -> None:
    """Ten candidates, 5,000 pools under one seed: 9 degrees of freedom, 0.1 % point 27.9."""
    items = [f"http://a.example/{number}.html" for number in range(10)]
    first = Counter(choose("seed", f"sample/guides/{number}", items, 1)[0] for number in range(5000))
    assert sum((first[item] - 500) ** 2 / 500 for item in items) < 27.9


def test_pools_are_drawn_independently() -> None:
    """Two pools with the same candidates agree as often as chance has it: 1 in 5 of 4,000, standard deviation 25.3."""
    items = [str(number) for number in range(5)]
    pairs = [[choose(f"{number:064x}", label, items, 1) for label in ("s/a", "s/b")] for number in range(4000)]
    assert abs(sum(one == other for one, other in pairs) - 800) < 4 * 25.3


def test_each_hash_has_a_purpose_of_its_own() -> None:
    hashes = [commitment_of("a", "b"), seed_of("a", "b", ""), rank_of("a", "b", ""), seal_of("a\nb")]
    assert len(set(hashes)) == 4
    assert seed_of("a", "b", "c") != seed_of("a", "c", "b")


@pytest.mark.parametrize(
    ("change", "secret", "public", "message"),
    [
        (("事项x", "事项 x "), SECRET, PUBLIC, "不是规定的格式"),
        (("", ""), "f" * 64, PUBLIC, "密钥与封存名单所载的承诺不符"),
        (("", ""), SECRET, "", "规定要用公开值（某日号码）"),
        (("pool\tsample/guides/a\t2", "pool\tsample/guides/a\tmany"), SECRET, PUBLIC, "第 7 行抽取个数“many”不是数"),
        (("pool\tsample/guides/a\t2", f"pool\tsample/guides/a\t{'9' * 5000}"), SECRET, PUBLIC, "不是数"),
        (("pool\tsample", "pool\tsimple"), SECRET, PUBLIC, "第 7 行抽查池“simple/guides/a”的写法不对"),
        (("item\tx\t事项x", "item\tx"), SECRET, PUBLIC, "第 8 行应有 3 栏"),
        (("kaoping-draw/1", "kaoping-draw/2"), SECRET, PUBLIC, "这不是封存的候选名单"),
        (("+00:00", ""), SECRET, PUBLIC, "第 6 行时间“2022-04-01T09:00:00”没有时区"),
        (("round\t", "runde\t"), SECRET, PUBLIC, "第 3 行应为“round”一行"),
    ],
)
def test_what_is_not_drawn_from(change: tuple[str, str], secret: str, public: str, message: str) -> None:
    text = sealed(pool("a", "x", "y", "z"))
    assert change[0] in text
    with pytest.raises(InputError, match=re.escape(message)):
        make_draw(text.replace(*change), secret, public, MAY)


def test_a_public_value_that_was_not_announced_is_refused() -> None:
    with pytest.raises(InputError, match="没有规定公开值的来源"):
        make_draw(sealed(pool("a", "x"), source=""), SECRET, PUBLIC, MAY)


def test_texts_that_look_alike_are_one_text() -> None:
    assert plain(" é\u200b \t甲\u3000乙\n") == "é 甲 乙"


def test_the_seal_is_that_of_the_file(tmp_path: Path) -> None:
    text = sealed(pool("a", "x"))
    (tmp_path / "sealed.txt").write_bytes(text.encode())
    assert hashlib.sha256((tmp_path / "sealed.txt").read_bytes()).hexdigest() == seal_of(text)
