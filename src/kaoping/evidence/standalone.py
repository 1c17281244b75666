"""Check one exported piece of evidence; needs nothing but Python's standard library, and travels with every export.

Usage: python verify.py [FILE.zip or FOLDER]
"""

import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

FINDING, PROOF, WARC = "finding.json", "proof.json", "evidence.warc.gz"
SEALED_FILES = ("visits.json", "looks.json", "earlier.json", "picture.jpg")


def check_files(files: dict[str, bytes]) -> list[str]:
    """Return a sentence (in Chinese) for everything that does not agree; nothing when all does."""
    missing = [f"缺少文件 {name}。" for name in (FINDING, PROOF) if name not in files]
    if missing:
        return missing
    try:
        proof = json.loads(files[PROOF])
        return [*_check_items(files, proof), *_check_ledger(proof), *_check_day(proof)]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        return [f"{PROOF}：内容被改动，读不出来（{error}）。"]


def root_by_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> "bytes | None":
    """Return the Merkle root to which a path leads leaf `index` of `size` (RFC 6962, 2.1); None for a wrong path."""
    found, last = hashlib.sha256(b"\x00" + leaf).digest(), size - 1
    rest = list(path)
    while last > 0:
        if index % 2 or index < last:
            if not rest:
                return None
            other = rest.pop(0)
            pair = other + found if index % 2 else found + other
            found = hashlib.sha256(b"\x01" + pair).digest()
        index, last = index // 2, last // 2
    return None if rest or index else found


def read_files(path: Path) -> dict[str, bytes]:
    """Return the files of an export by name, from the zip file or the folder it was unpacked into."""
    if path.is_dir():
        return {each.name: each.read_bytes() for each in path.iterdir() if each.is_file()}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _check_items(files: dict[str, bytes], proof: dict[str, Any]) -> Iterator[str]:
    covered = dict.fromkeys(files, 0)
    for item in proof["items"]:
        words = item["leaf"].split(" ")
        path = [bytes.fromhex(each) for each in item["path"]]
        root = root_by_path(item["leaf"].encode(), item["index"], proof["leaves"], path)
        if root is None or root.hex() != proof["root"]:
            yield f"{PROOF}：第 {item['index']} 个叶子到不了根，内容被改动。"
        name = item["in"]
        if name is None:
            continue  # withheld: the record is not in here, only its digest
        if "instead" in item:
            words, wrong = _instead(item)
            yield from wrong
        start, length = int(item["offset"]), int(words[3])
        part = files.get(name, b"")[start : start + length]
        if len(part) != length or hashlib.sha256(part).hexdigest() != words[4]:
            yield f"{name} 第 {start} 字节起的 {length} 字节：内容被改动。"
        covered[name] = max(covered.get(name, 0), start + length)
    for name in (FINDING, WARC, *SEALED_FILES):
        if len(files.get(name, b"")) != covered.get(name, 0):
            yield f"{name}：有没有证明的字节。"
    if not covered[FINDING]:
        yield f"{PROOF}：没有对 {FINDING} 的证明。"


def _instead(item: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the words of the leaf that stands in place of one from which texts were removed, and what is wrong."""
    entry = json.loads(item["instead"])
    good = _own_digest(entry) == entry["digest"] and entry["kind"] == "removal" and entry["leaf"] == item["leaf"]
    wrong = [] if good else [f"{PROOF}：第 {item['index']} 个叶子的删除登记被改动。"]
    return entry["tombstone"].split(" "), wrong


def _own_digest(entry: dict[str, Any]) -> str:
    content = {name: value for name, value in entry.items() if name != "digest"}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _check_day(proof: dict[str, Any]) -> Iterator[str]:
    if "day" not in proof:
        return
    said, day = proof["day"], json.loads(proof["day"]["day"])
    if _own_digest(day) != day["digest"]:
        yield f"{PROOF}：其中的日总根被改动，与该行自己的摘要不符。"
    path = [bytes.fromhex(each) for each in said["path"]]
    root = root_by_path(said["leaf"].encode(), said["index"], day["leaves"], path)
    if root is None or root.hex() != day["root"]:
        yield f"{PROOF}：账目行到不了日总根，内容被改动。"
    entry = json.loads(proof["ledger"])
    if said["leaf"].split(" ")[1:] != [str(entry["number"]), entry["digest"]]:
        yield f"{PROOF}：日总根的叶子不是这一行账目。"


def _check_ledger(proof: dict[str, Any]) -> Iterator[str]:
    entry = json.loads(proof["ledger"])
    if _own_digest(entry) != entry["digest"]:
        yield f"{PROOF}：其中的账目行被改动，与该行自己的摘要不符。"
    if (entry["root"], entry["leaves"]) != (proof["root"], proof["leaves"]):
        yield f"{PROOF}：根与账目行登记的不同。"


def main(arguments: Sequence[str]) -> int:
    """Check what the command line names (by default this folder), say what was found, and return the exit code."""
    files = read_files(Path(arguments[0]) if arguments else Path(__file__).parent)
    wrong = check_files(files)
    for sentence in wrong:
        sys.stdout.write(f"不符  {sentence}\n")
    if not wrong:
        proof = json.loads(files[PROOF])
        entry = json.loads(proof["ledger"])
        sys.stdout.write(
            f"一致  根 {entry['root']}\n账目第 {entry['number']} 行 {entry['digest']}（请与公布的账目对照）\n"
        )
        if "day" in proof:
            day = json.loads(proof["day"]["day"])
            sys.stdout.write(
                f"日总根 {day['day']} 第{day['number']}号 {day['root']}\n末值 {day['digest']}（请与公布的对照）\n"
            )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
