"""A second implementation of docs/draws.md, from that text alone: it imports nothing of the program."""

import hashlib
import json
import unicodedata
from pathlib import Path
from typing import Any


def sha(*lines: str) -> str:
    return hashlib.sha256(b"\x0a".join(line.encode("utf-8") for line in lines)).hexdigest()


def commitment(secret: str, source: str) -> str:
    return sha("kaoping-draw/1 commitment", secret, source)


def seed(secret: str, seal: str, public: str) -> str:
    return sha("kaoping-draw/1 seed", secret, seal, public)


def redraw(sealed: bytes, secret: str, public: str) -> dict[str, list[str]]:
    """Pool → items drawn, first drawn first, from the bytes of sealed.txt."""
    start = seed(secret, hashlib.sha256(sealed).hexdigest(), public)
    drawn: dict[str, list[str]] = {}
    pool, wanted = "", 0
    ranked: list[tuple[str, str]] = []
    for line in [*sealed.decode("utf-8").splitlines(), "end"]:
        fields = line.split("\t")
        if fields[0] in ("pool", "end") and pool:
            drawn[pool] = [item for _, item in sorted(ranked)][:wanted]
        if fields[0] == "pool":
            pool, wanted, ranked = fields[1], int(fields[2]), []
        elif fields[0] == "item":
            ranked.append((sha("kaoping-draw/1 rank", start, pool, fields[1]), fields[1]))
    return drawn


def seal_list(head: dict[str, list[str]], pools: dict[str, tuple[int, str, dict[str, str]]]) -> bytes:
    """The bytes of sealed.txt; `pools` is name → (n, title, id → name)."""
    names = ("scheme", "round", "commitment", "public", "sealed")
    lines = ["kaoping-draw/1 sealed", *("\t".join([name, *(value or "-" for value in head[name])]) for name in names)]
    for name, (n, title, items) in sorted(pools.items()):
        lines.append(f"pool\t{name}\t{n}\t{tidy(title) or '-'}")
        written = {tidy(item): tidy(words) for item, words in items.items()}
        lines += [f"item\t{item}\t{written[item] or '-'}" for item in sorted(written)]
    return ("\n".join(lines) + "\n").encode()


def tidy(text: str) -> str:
    kept = [c for c in unicodedata.normalize("NFC", text) if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf")]
    return " ".join("".join(kept).split())


def agrees(folder: Path) -> bool:
    """Whether commitment, list, result and secret of a folder fit together."""

    def read(name: str) -> Any:
        return json.loads((folder / name).read_bytes())

    promised, result, secret = read("commitment.json"), read("draws.json"), read("reveal.json")["secret"]
    drawn = {one["pool"]: [item["id"] for item in one["chosen"]] for one in result["draws"]}
    return (
        commitment(secret, promised["public_source"]) == promised["commitment"]
        and redraw((folder / "sealed.txt").read_bytes(), secret, result["public"]) == drawn
    )
