"""Hand out the evidence of one finding: a zip file that an appeal can carry and anybody can check."""

import json
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kaoping.crawl.payloads import bodies_of
from kaoping.evidence import standalone
from kaoping.evidence.daily import DailyRoots
from kaoping.evidence.keys import Key
from kaoping.evidence.leaves import ARCHIVES, FINDINGS, Leaf, LeafKind
from kaoping.evidence.ledger import Entry, Ledger
from kaoping.evidence.merkle import inclusion_path
from kaoping.evidence.pictures import LIST, PICTURES
from kaoping.evidence.private import key_of, opened_answer
from kaoping.evidence.sealing import Seal, read_seal
from kaoping.evidence.standalone import FINDING, PROOF, WARC
from kaoping.evidence.verifying import answer_bytes
from kaoping.model.canonical import canonical_json
from kaoping.model.errors import StorageError

PERSONAL = "personal-data"  # the check whose findings must not spread further what they are about
README, SCRIPT = "说明.txt", "verify.py"
PICTURE = "picture.jpg"
# What a finding rests on beside pages: a series of visits, an earlier inspection, what was seen around the site.
BESIDE: Mapping[str, str] = MappingProxyType(
    {
        "site-unreachable": "visits.json",
        "back-dated": "earlier.json",
        **dict.fromkeys(
            ("bad-neighbour", "dns", "https-redirect", "ipv6", "site-search", "slow-home", "tls-certificate"),
            "looks.json",
        ),
    }
)
CLEAR = "clear.warc.gz"  # answers in clear, only where that was asked for
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same evidence gives the same file


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many answers are in it, and how many are not, and why.

    `encrypted` of the answers are so, with their masked text; `opened` says that they are in it in clear as well.
    """

    path: Path
    answers: int
    withheld: int
    removed: int
    encrypted: int = 0
    opened: bool = False


def export_finding(
    folder: Path,
    number: int,
    ledger: Ledger,
    out: Path,
    *,
    keys: Mapping[str, Key] | None = None,
    days: DailyRoots | None = None,
    words: str = "",
) -> Exported:
    """Write the evidence of the finding in line `number` of a sealed site's folder to the zip file `out`.

    Answers with personal data are given as they are sealed: encrypted, with their masked text. With `keys` they are
    given in clear besides. One that was kept in clear (`--keep-all`) is left out; the proof gives its digest. Where
    the ledger's line is under one of the daily roots `days`, the proof goes on up to that. `words` say what was found.

    Raises StorageError where the folder was not sealed or has changed since, or where a key is missing.
    """
    seal = read_seal(folder)
    entry = ledger.last_run(folder.name)
    if entry is None or entry.said["root"] != seal.root:
        raise StorageError(f"{folder}：与账目登记的不符，不能作为证据导出。请先运行 kaoping evidence verify 查明。")
    lines = (folder / FINDINGS).read_bytes().split(b"\n")[:-1]
    finding = json.loads(lines[number - 1])
    gone = {str(each.said["leaf"]): each for each in ledger.removals(folder.name)}
    hidden = _hidden(lines, seal)
    answers = list(dict.fromkeys(_proofs(finding, seal)))
    chosen = list(dict.fromkeys(each for leaf in answers for each in (*_bodies(folder, leaf, seal), leaf)))
    there = {leaf: answer_bytes(folder, leaf) for leaf in chosen if leaf.text not in gone}
    closed = [part for part in there.values() if key_of(part)]
    given = [leaf for leaf, part in there.items() if leaf not in hidden or part in closed]
    whole, removed = len({*answers} & {*given}), len({*answers} - there.keys())
    opened = _opened(closed, keys)
    exported = Exported(out, whole, len(there) - len(given), removed, len(closed), bool(opened))
    line = _line_leaf(seal, number)
    items = [_item(seal, line, FINDING, 0) | _instead(gone.get(line.text)), *_answer_items(seal, chosen, given)]
    pictured = _picture_leaf(folder, seal, finding["key"], gone)
    beside = _file_leaf(seal, BESIDE.get(finding["check"], ""))
    items += _file_items(seal, pictured, beside, gone)
    proof = {"format": 1, "root": seal.root, "leaves": len(seal.leaves), "items": items}
    day = days.proof(entry.digest) if days else None
    proof |= _under(day) | {"ledger": canonical_json(entry.said)}
    texts = {"said": _said(words), "more": _more(pictured, beside), "day": _day(day)}
    files = {
        README: _readme(finding, exported, entry.said, texts).encode(),
        FINDING: lines[number - 1],
        PROOF: json.dumps(proof, ensure_ascii=False, indent=1).encode(),
        WARC: b"".join(there[leaf] for leaf in given),
        CLEAR: opened,
        PICTURE: (folder / pictured.file).read_bytes() if pictured else b"",
        **({beside.file: (folder / beside.file).read_bytes()} if beside else {}),
        SCRIPT: Path(standalone.__file__).read_bytes(),
    }
    wrong = standalone.check_files(files)
    if wrong:
        raise StorageError(f"{folder}：证据与封存时不符，没有导出：" + "".join(wrong))
    _write_zip(out, files)
    return exported


def _file_items(
    seal: Seal, pictured: Leaf | None, beside: Leaf | None, gone: Mapping[str, Entry]
) -> Iterator[dict[str, Any]]:
    """Yield the proof of the picture and of what a finding rests on beside pages."""
    if pictured:
        yield _item(seal, pictured, PICTURE, 0)
    if beside:
        yield _item(seal, beside, beside.file, 0) | _instead(gone.get(beside.text))


def _hidden(lines: Sequence[bytes], seal: Seal) -> set[Leaf]:
    """Return the answers on which findings of personal data rest."""
    accused = [said["evidence"] for line in lines if (said := json.loads(line))["check"] == PERSONAL]
    return {leaf for pointer in accused for leaf in _pointed_at(pointer, seal)}


def _picture_leaf(folder: Path, seal: Seal, key: str, gone: Collection[str]) -> Leaf | None:
    """Return the leaf of the picture on which a finding is framed; None where there is none, or it was removed."""
    try:
        listed = json.loads((folder / LIST).read_bytes())
    except FileNotFoundError:
        return None
    names = {f"{PICTURES}/{each['picture']}" for each in listed if each["key"] == key}
    return next((leaf for leaf in seal.leaves if leaf.file in names and leaf.text not in gone), None)


def _file_leaf(seal: Seal, name: str) -> Leaf | None:
    return next((leaf for leaf in seal.leaves if leaf.kind is LeafKind.FILE and leaf.file == name), None)


def _answer_items(seal: Seal, chosen: Sequence[Leaf], given: Sequence[Leaf]) -> Iterator[dict[str, Any]]:
    """Yield the proof of each answer; one that is not handed out is in no file."""
    place = 0
    for leaf in chosen:
        inside = leaf in given
        yield _item(seal, leaf, WARC if inside else None, place if inside else 0)
        place += leaf.length if inside else 0


def _proofs(finding: Mapping[str, Any], seal: Seal) -> Iterator[Leaf]:
    """Yield the answers that a finding's evidence points into: the thing itself, then the page that carries it."""
    yield from _pointed_at(finding["evidence"], seal)
    yield from _pointed_at(finding["evidence"].get("page") or {}, seal)


def _bodies(folder: Path, leaf: Leaf, seal: Seal) -> Iterator[Leaf]:
    """Yield the bodies that an answer points at, which are kept by themselves: they go with it."""
    names = bodies_of(answer_bytes(folder, leaf))
    yield from (each for each in seal.leaves if each.file in names)


def _pointed_at(pointer: Mapping[str, Any], seal: Seal) -> Iterator[Leaf]:
    for leaf in seal.leaves if pointer.get("warc") in ARCHIVES else ():
        if leaf.kind is LeafKind.ANSWER and leaf.file == pointer["warc"] and _holds(leaf, pointer["offset"]):
            yield leaf


def _holds(leaf: Leaf, offset: int) -> bool:
    return leaf.place <= offset < leaf.place + leaf.length


def _line_leaf(seal: Seal, number: int) -> Leaf:
    for leaf in seal.leaves:
        if leaf.kind is LeafKind.LINE and leaf.place == number:
            return leaf
    raise StorageError(f"{FINDINGS} 第 {number} 行：封存时没有这一行。请先运行 kaoping evidence verify 查明。")


def _item(seal: Seal, leaf: Leaf, name: str | None, offset: int) -> dict[str, Any]:
    index = seal.leaves.index(leaf)
    path = [each.hex() for each in inclusion_path(seal.leaf_bytes, index)]
    return {"leaf": leaf.text, "index": index, "path": path, "in": name, "offset": offset}


def _instead(entry: Entry | None) -> dict[str, str]:
    """Return what says that texts were taken out of a leaf: the ledger's line, which holds what is there now."""
    return {"instead": canonical_json(entry.said)} if entry else {}


def _write_zip(out: Path, files: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            if content:
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)


def _under(day: Mapping[str, Any] | None) -> dict[str, Any]:
    return {"day": {**day, "day": canonical_json(day["day"])}} if day else {}


def _opened(closed: Sequence[bytes], keys: Mapping[str, Key] | None) -> bytes:
    return b"".join(opened_answer(part, keys) for part in closed) if keys is not None else b""


def _said(words: str) -> str:
    return f"问题      {words}\n" if words else ""


def _day(day: Mapping[str, Any] | None) -> str:
    return _PUBLISHED_DAY.format(said=day["day"]) if day else ""


def _readme(finding: Mapping[str, Any], exported: Exported, entry: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    without = ""
    if exported.encrypted:
        without += (
            f"其中 {exported.encrypted} 份含有个人信息：evidence.warc.gz 里是加密的存档和遮盖了号码的文字"
            "（紧随其后的 conversion 记录），两者封存在同一个叶子里。"
        )
    if exported.opened:
        without += f"应要求附上了未遮盖的原文 {CLEAR}，含有个人信息，请妥善保管，不得扩散。"
    if exported.withheld:
        without += (
            f"其中 {exported.withheld} 份应答含有个人信息，不在本文件中，只给出摘要；需要查看的，请向考评主体申请。"
        )
    if exported.removed:
        without += (
            f"其中 {exported.removed} 份应答已依规删除，只给出摘要；问题记录中引自该页的文字也已删除，proof.json 中"
            "该项的 instead 是登记这次删除的账目行，现有内容与其中的 tombstone 一致。"
        )
    return _README.format(finding=finding, entry=entry, exported=exported, without=without, **texts)


def _more(pictured: Leaf | None, beside: Leaf | None) -> str:
    return (_PICTURED if pictured else "") + (_BESIDE[beside.file] if beside else "")


_PICTURED = """\
  picture.jpg        标出问题位置的画面，由存档重新显示得到（红框和下方文字是本程序加的）；以存档为准
"""
_BESIDE = {
    "visits.json": """\
  visits.json        拨测记录：考评期内对首页的每一次访问（时间、结果、用时），一次一行；以及无人值守的时段
""",
    "earlier.json": """\
  earlier.json       上一次巡检所见：当时已有的链接首次见到的日期、各列表当时的标题和最早日期
""",
    "looks.json": """\
  looks.json         巡检时在网页之外看到的：域名解析、证书、跳转、IPv6、首页用时、站内搜索、所链接的外部网站
""",
}
_README = """\
政府网站考评：一条问题的证据

网站      {finding[site]}
页面      {finding[url]}
检查项    {finding[check]}
{said}问题编号  {finding[key]}
所见时间  {finding[at]}
内有网页应答 {exported.answers} 份。{without}

本压缩包里有什么
  finding.json       问题记录，与 findings.jsonl 中的一行逐字节相同
  evidence.warc.gz   当时收到的网页和发出的请求，WARC 格式（ISO 28500），gzip 压缩
{more}  proof.json         证明：以上内容与巡检封存时一致
  verify.py          核对程序，只需要 Python，可以先读后用

怎样看网页
  用 gzip -dc evidence.warc.gz 可以看到应答的全文；也可以用任何读 WARC 的程序打开。

怎样核对
  一、解压后运行 python verify.py；或者 kaoping evidence verify 本文件.zip。
  二、不用程序：proof.json 的每一项有一行“叶子”，写明种类、文件、位置、字节数、SHA-256。
      从 in 所指文件的 offset 处取出这些字节，用 sha256sum 计算，应与叶子相同。
      叶子的散列是 SHA-256(字节 0 加叶子)；依次与 path 中的散列合并，每次是 SHA-256(字节 1 加左加右)；
      index 为偶数时自己在左，否则在右，每合并一次 index 除以 2 取整；没有同伴的一层不合并。最后应等于 root。
      leaves 是叶子总数。算法见 RFC 6962 第 2.1 节。
  三、root 应与考评主体账目（ledger.jsonl）第 {entry[number]} 行相同，该行的 digest 为
      {entry[digest]}
      请与公布的账目或账目末值对照：只有这一步能证明封存之后没有整体重做。
{day}"""
_PUBLISHED_DAY = """\
  四、该行列入了 {said[day]} 的日总根（第 {said[number]} 号）
      {said[root]}
      末值 {said[digest]}
      公布或抄送过日总根的，与它对照即可，不需要账目。proof.json 的 day 是由该行的 digest 到日总根的证明，算法同上。
"""
