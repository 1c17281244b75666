"""Verification by outsiders: whether what was published fits together, from the published texts alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kaoping.draws.drawing import choose_all
from kaoping.draws.plain_text import plain
from kaoping.draws.protocol import commitment_of, seal_of, seed_of
from kaoping.draws.sealed_text import read_sealed, write_sealed
from kaoping.draws.values import Commitment, DrawResult, Pool, Revealed, SealedList
from kaoping.model.errors import InputError

MOST_NAMED = 5  # candidates named in one sentence


@dataclass(frozen=True, slots=True)
class Published:
    """What an outsider holds of one draw. What is not there cannot be compared, and is told.

    `sealed_text` is the sealed list as published before the draw. `noted_commitment` and `noted_seal` are hashes that
    the outsider wrote down when they were announced.
    """

    commitment: Commitment | None = None
    sealed_text: str | None = None
    result: DrawResult | None = None
    revealed: Revealed | None = None
    noted_commitment: str = ""
    noted_seal: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing looked at. `state` is good, bad (it does not fit) or open (it can't be told yet)."""

    state: str
    code: str
    text: str


def verify(published: Published) -> tuple[Remark, ...]:
    """Return everything that was looked at; the files fit together where nothing is bad."""
    return tuple(_remarks(published))


def follows(result: DrawResult) -> tuple[Remark, ...]:
    """Return what is bad in a result by itself: its seal, its list, and what its seed chooses."""
    sealed, remarks = _list_of(result)
    if sealed is not None:
        remarks = (*remarks, *_choice(result, sealed))
    return tuple(remark for remark in remarks if remark.state == "bad")


def _remarks(published: Published) -> Iterator[Remark]:
    yield from _commitment(published)
    yield from _published_list(published)
    result = published.result
    if result is None:
        yield Remark("open", "no_result", "还没有抽查结果（draws.json），抽取是否属实尚不能核对")
        return
    sealed, remarks = _list_of(result)
    yield from remarks
    if sealed is not None:
        yield from _seed(published, result, sealed)
        yield from _choice(result, sealed)
        yield from _order(published, result, sealed)


def _commitment(published: Published) -> Iterator[Remark]:
    commitment, revealed, noted = published.commitment, published.revealed, published.noted_commitment.strip().lower()
    if commitment is None:
        yield Remark("open", "no_commitment", "没有承诺文件（commitment.json），不能核对密钥是否事先定下")
    elif noted and commitment.hash != noted:
        message = f"承诺与您当时记下的不同：记下的是 {noted}，现在是 {commitment.hash}"
        yield Remark("bad", "commitment_changed", message)
    elif noted:
        yield Remark("good", "commitment_noted", "承诺就是当时公布的那一个")
    if revealed is None:
        yield Remark("open", "no_reveal", "密钥尚未公布（reveal.json），种子是否由承诺的密钥得出还不能核对")
    elif commitment is not None:
        good = Remark("good", "secret_fits", "公布的密钥与事先的承诺相符")
        bad = Remark("bad", "secret", "公布的密钥与事先的承诺不符：密钥或公开值的来源换过，或不是同一次抽查")
        yield good if commitment_of(revealed.secret, commitment.public_source) == commitment.hash else bad


def _published_list(published: Published) -> Iterator[Remark]:
    text, result, noted = published.sealed_text, published.result, published.noted_seal.strip().lower()
    if noted:
        held = [seal_of(text)] if text is not None else []
        held += [result.seal] if result else []
        if any(one != noted for one in held):
            message = f"候选名单的封存值与您当时记下的不同：记下的是 {noted}，现在是 {held[0]}"
            yield Remark("bad", "seal_changed", message)
        elif held:
            yield Remark("good", "seal_noted", "候选名单就是当时封存的那一份")
    if text is None:
        yield Remark("open", "no_list", "没有抽取前公布的封存名单（sealed.txt），不能核对名单在抽取后是否改过")
    elif result is not None and text == result.sealed_text:
        yield Remark("good", "same_list", "抽取用的名单就是公布的封存名单")
    elif result is not None:
        yield Remark("bad", "list", f"抽取用的名单不是公布的封存名单：{_difference(text, result.sealed_text)}")


def _list_of(result: DrawResult) -> tuple[SealedList | None, tuple[Remark, ...]]:
    """The list inside the result, with what is wrong with it."""
    found = []
    if seal_of(result.sealed_text) != result.seal:
        found.append(Remark("bad", "seal", "抽查结果所附的名单与其封存值不符：名单在封存后改动过"))
    try:
        sealed = read_sealed(result.sealed_text)
    except InputError as error:
        return None, (*found, Remark("bad", "form", str(error)))
    if write_sealed(sealed) != result.sealed_text:
        found.append(Remark("bad", "form", "名单不是规定的格式（次序、空白或字符写法被改动过）"))
    labels = [pool.name.label for pool in sealed.pools]
    doubled = [label for label in dict.fromkeys(labels) if labels.count(label) > 1]
    for pool in sealed.pools:
        ids = [candidate.id for candidate in pool.candidates]
        if len(set(ids)) != len(ids) or pool.name.label in doubled:
            found.append(Remark("bad", "doubled", f"名单“{pool.name.label}”中有重复，重复者中选的机会变大"))
    return sealed, tuple(found)


def _seed(published: Published, result: DrawResult, sealed: SealedList) -> Iterator[Remark]:
    commitment, revealed = published.commitment, published.revealed
    if commitment is not None and commitment.hash != sealed.commitment:
        yield Remark("bad", "other_commitment", "封存名单所载的承诺不是公布的承诺")
    if commitment is not None and plain(commitment.public_source) != sealed.public_source:
        said, used = commitment.public_source or "不用", sealed.public_source or "不用"
        yield Remark("bad", "public_source", f"公开值的来源改过：承诺时为“{said}”，封存名单中为“{used}”")
    if bool(sealed.public_source) != bool(result.public):
        used = "却没有公开值" if sealed.public_source else "却用了公开值"
        yield Remark("bad", "public", f"封存名单规定公开值取自“{sealed.public_source or '（不用）'}”，结果中{used}")
    elif result.public:
        yield Remark("open", "public_value", f"公开值是“{result.public}”，请与“{sealed.public_source}”公布的核对")
    if revealed is None:
        return
    if seed_of(revealed.secret, result.seal, result.public) == result.seed:
        yield Remark("good", "seed_fits", "种子由密钥、封存名单和公开值得出")
    else:
        message = "种子不是由公布的密钥、封存名单和公开值得出的：其中至少一样与抽取时不同，或种子是另造的"
        yield Remark("bad", "seed", message)


def _choice(result: DrawResult, sealed: SealedList) -> Iterator[Remark]:
    due = {chosen.pool: chosen.items for chosen in choose_all(sealed, result.seed)}
    said = {chosen.pool: chosen.items for chosen in result.chosen}
    pools = {pool.name.label: pool for pool in sealed.pools}
    wrong = 0
    for label in sorted({*due, *said}):
        if label not in said:
            wrong += 1
            yield Remark("bad", "left_out", f"名单“{label}”封存了却没有抽取结果")
        elif label not in due:
            wrong += 1
            yield Remark("bad", "added", f"抽取结果中的“{label}”不在封存名单里")
        elif said[label] != due[label]:
            wrong += 1
            yield Remark("bad", "choice", _told(pools[label], said[label], due[label]))
    if len(result.chosen) != len(said):
        yield Remark("bad", "choice", "同一份名单有两个抽取结果")
    elif not wrong:
        yield Remark("good", "choice_follows", f"{len(due)} 份名单抽出的对象都由种子得出")


def _told(pool: Pool, said: tuple[str, ...], due: tuple[str, ...]) -> str:
    """What differs between what is said to be drawn and what is."""
    names = {candidate.id: candidate.name for candidate in pool.candidates}
    extra, lacking = [item for item in said if item not in due], [item for item in due if item not in said]
    if not extra and not lacking:
        return f"“{pool.name.label}”抽出的次序或个数不由种子得出"
    parts = []
    if extra:
        parts.append(f"不应抽到却列入的有{_named(extra, names)}")
    if lacking:
        parts.append(f"应抽到却没有列入的有{_named(lacking, names)}")
    return f"“{pool.name.label}”（{pool.title}）的抽取结果不由种子得出：{'；'.join(parts)}"


def _named(items: list[str], names: dict[str, str]) -> str:
    shown = [f"“{names[item]}”" if names.get(item) else f"“{item}”" for item in items[:MOST_NAMED]]
    return "、".join(shown) + (f"等 {len(items)} 个" if len(items) > MOST_NAMED else "")


def _difference(published: str, used: str) -> str:
    """Which lines stand in one list only."""
    before, after = published.split("\n"), used.split("\n")
    gone, new = [line for line in before if line not in set(after)], [line for line in after if line not in set(before)]
    if not gone and not new:
        return "各行相同，次序或归属不同"
    parts = [f"少了{_lines(gone)}" if gone else "", f"多了{_lines(new)}" if new else ""]
    return "；".join(part for part in parts if part)


def _lines(lines: list[str]) -> str:
    shown = "、".join(f"“{line.replace(chr(9), ' ')}”" for line in lines[:MOST_NAMED])
    return shown + (f"等 {len(lines)} 行" if len(lines) > MOST_NAMED else "")


def _order(published: Published, result: DrawResult, sealed: SealedList) -> Iterator[Remark]:
    """The times are what the office says; they must at least not contradict one another."""
    steps = [("承诺", published.commitment.committed_at)] if published.commitment else []
    steps += [("封存名单", sealed.sealed_at), ("抽取", result.drawn_at)]
    steps += [("公布密钥", published.revealed.revealed_at)] if published.revealed else []
    for (earlier, first), (later, second) in pairwise(steps):
        if second < first:
            yield Remark("bad", "order", f"时间的先后不对：{later}（{second}）早于{earlier}（{first}）")
