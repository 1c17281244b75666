"""Check a site's folder against its seal and its line in the ledger; every mismatch is named with its place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from kaoping.crawl.payloads import is_payload
from kaoping.crawl.warc_members import mapped
from kaoping.evidence.keys import Key
from kaoping.evidence.leaves import ARCHIVES, FILES, Leaf, LeafKind, payload_files, sha256
from kaoping.evidence.ledger import Entry, Ledger
from kaoping.evidence.pictures import is_picture, picture_files
from kaoping.evidence.private import key_of, opened_answer
from kaoping.evidence.sealing import SEAL, Seal, folder_removal, read_seal
from kaoping.model.errors import StorageError


@dataclass(frozen=True, slots=True)
class Verified:
    """What checking one folder gave: what does not agree, what was removed as entered, and what is encrypted."""

    folder: str
    checked: int
    wrong: tuple[str, ...]
    removed: tuple[str, ...] = ()
    encrypted: tuple[str, ...] = ()


def verify_ledger(ledger: Ledger) -> list[str]:
    """Return a sentence for every line of the ledger that is not as it was written."""
    return [f"{ledger.path} 第 {bad.line} 行：{bad.why}。" for bad in ledger.bad]


def verify_folder(directory: Path, ledger: Ledger, keys: Mapping[str, Key] = MappingProxyType({})) -> Verified:
    """Compare every byte of what was sealed with what is there; no key is needed for that.

    Encrypted answers are named; those whose key is among `keys` are opened to see that they can be.
    """
    if (grave := folder_removal(directory, ledger)) is not None:
        return _buried(directory, grave)
    try:
        seal = read_seal(directory)
    except StorageError as error:
        return Verified(directory.name, 0, (str(error),))
    removed = {str(entry.said["leaf"]): entry.said for entry in ledger.removals(directory.name)}
    wrong: list[str] = [*_against_ledger(directory, seal, ledger)]
    gone: list[str] = []
    more = (leaf.file for leaf in seal.leaves if is_picture(leaf.file) or is_payload(leaf.file))
    by_file: dict[str, list[Leaf]] = {}
    for leaf in seal.leaves:
        by_file.setdefault(leaf.file, []).append(leaf)
    tombstones = {text: str(said["tombstone"]) for text, said in removed.items()}
    for name in dict.fromkeys((*ARCHIVES, *FILES, *more, *picture_files(directory), *payload_files(directory))):
        leaves = by_file.get(name, [])
        wrong += _compare(directory / name, leaves, tombstones)
        for leaf in leaves:
            if leaf.text in removed:
                said = removed[leaf.text]
                gone.append(f"{_what(leaf)}已依规删除（{said['at']}，{said['by']}：{said['reason']}）。")
    closed, unopened = _encrypted(directory, seal, keys)
    return Verified(directory.name, len(seal.leaves), (*wrong, *unopened), tuple(gone), tuple(closed))


def _buried(directory: Path, grave: Entry) -> Verified:
    """Say who removed a folder and why, and whether anything of it is still there."""
    said = grave.said
    wrong = (f"{directory}：已登记全部删除，内容却还在。请再次删除。",) if directory.exists() else ()
    return Verified(
        directory.name, 0, wrong, (f"全部内容已依规删除（{said['at']}，{said['by']}：{said['reason']}）。",)
    )


def _what(leaf: Leaf) -> str:
    if leaf.kind is LeafKind.ANSWER:
        return f"{leaf.file} 第 {leaf.place} 字节起的记录"
    if leaf.kind is LeafKind.LINE:
        return f"{leaf.file} 第 {leaf.place} 行中的文字"
    return leaf.file if is_picture(leaf.file) or is_payload(leaf.file) else f"{leaf.file} 中的有关文字"


def _encrypted(directory: Path, seal: Seal, keys: Mapping[str, Key]) -> tuple[list[str], list[str]]:
    """Return a sentence for each encrypted answer, and one for each that its key does not open."""
    closed: list[str] = []
    unopened: list[str] = []
    for leaf in seal.leaves:
        try:
            part = answer_bytes(directory, leaf) if leaf.kind is LeafKind.ANSWER else b""
            name = key_of(part)
            if name:
                here = "本机有这把密钥" if name in keys else "本机没有这把密钥，封存仍可核对"
                closed.append(f"{leaf.file} 第 {leaf.place} 字节起的记录（密钥 {name}，{here}）")
            if name in keys:
                opened_answer(part, keys)
        except StorageError as error:
            unopened.append(f"{directory / leaf.file} 第 {leaf.place} 字节起的记录：{error}")
    return closed, unopened


def answer_bytes(directory: Path, leaf: Leaf) -> bytes:
    """Return the bytes of an answer as they lie there now; nothing where the file is gone."""
    path = directory / leaf.file
    if not path.exists():
        return b""
    with mapped(path) as data:
        return data[leaf.place : leaf.place + leaf.length]


def _against_ledger(directory: Path, seal: Seal, ledger: Ledger) -> Iterator[str]:
    entry = ledger.last_run(directory.name)
    if entry is None:
        yield f"{ledger.path}：没有 {directory.name} 的记录，账目缺失或被删。请从备份恢复，或再次运行原来的命令。"
    elif entry.said["root"] != seal.root or entry.said["evidence"] != sha256((directory / SEAL).read_bytes()):
        yield f"{directory / SEAL}：与账目第 {entry.number} 行登记的根不符，封存之后被改动。"


def _compare(path: Path, leaves: list[Leaf], tombstones: Mapping[str, str]) -> list[str]:
    if not path.exists():
        return [f"{path}：文件缺失。"] if leaves else []
    if not leaves:
        return [f"{path}：封存时没有这个文件，是后来加的。"]
    answers = [leaf for leaf in leaves if leaf.kind is LeafKind.ANSWER]
    if path.name in ARCHIVES:
        try:
            return list(_answers(path, answers, tombstones))
        except StorageError as error:
            return [str(error)]
    lines = [leaf for leaf in leaves if leaf.kind is LeafKind.LINE]
    wrong = list(_lines(path, lines, tombstones)) if lines else []
    (whole,) = (leaf for leaf in leaves if leaf.kind is LeafKind.FILE)
    return wrong or list(_whole(path, whole, tombstones))


def _whole(path: Path, leaf: Leaf, tombstones: Mapping[str, str]) -> Iterator[str]:
    data = path.read_bytes()
    found = Leaf(leaf.kind, leaf.file, leaf.place, len(data), sha256(data)).text
    if found == leaf.text and leaf.text in tombstones:
        yield f"{path}：已登记删除，内容却还在。请再次删除。"
    elif found not in (leaf.text, tombstones.get(leaf.text)):
        yield f"{path}：内容被改动。"


def _answers(path: Path, leaves: list[Leaf], tombstones: Mapping[str, str]) -> Iterator[str]:
    end = 0
    with mapped(path) as data:
        for leaf in leaves:
            part = data[leaf.place : leaf.place + leaf.length]
            end = leaf.place + leaf.length
            found = Leaf(leaf.kind, leaf.file, leaf.place, len(part), sha256(part)).text
            if found == leaf.text and leaf.text in tombstones:
                yield f"{path} 第 {leaf.place} 字节起的记录：已登记删除，内容却还在。请再次删除。"
            elif found not in (leaf.text, tombstones.get(leaf.text)):
                yield f"{path} 第 {leaf.place} 字节起的记录（{leaf.length} 字节）：内容被改动。"
        if len(data) > end:
            yield f"{path} 第 {end} 字节起：封存之后多出 {len(data) - end} 字节。"
        if {gap.place for gap in data.gaps} - {leaf.place for leaf in leaves if leaf.text in tombstones}:
            yield f"{path}：开头的空缺表与登记的删除不符，内容被改动。"


def _lines(path: Path, leaves: list[Leaf], tombstones: Mapping[str, str]) -> Iterator[str]:
    lines = path.read_bytes().split(b"\n")
    for leaf in leaves:
        line = lines[leaf.place - 1] if leaf.place <= len(lines) else b""
        found = Leaf(leaf.kind, leaf.file, leaf.place, len(line), sha256(line)).text
        if found == leaf.text and leaf.text in tombstones:
            yield f"{path} 第 {leaf.place} 行：已登记删除其中的文字，却还在。请再次删除。"
        elif found not in (leaf.text, tombstones.get(leaf.text)):
            yield f"{path} 第 {leaf.place} 行：内容被改动。"
