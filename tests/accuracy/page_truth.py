"""What is true of single pages: their kind, their names, their dates, and the items that they list.

`labels/pages/NAME.tsv` (one file per site, one for all single pages): source, address, digest, kind, name, kinds,
date, by, note. `kind` is home, column, article, other or either (a reader might call it both). `kinds` are the kinds
of column that a person accepts; `date` the publication date that the page shows (empty: none, `?`: undecided).

`labels/items/NAME.jsonl`: a line per list page with what it lists, each as `DATE KEY` (see `item_key`).
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from tests.accuracy.labels import FOLDER, LabelError

KINDS = ("home", "column", "article", "other", "either")
UNDECIDED = "?"
TEXT = 40  # characters of an item's text that name it; readers cut long ones differently
_COLUMNS = ("source", "address", "digest", "kind", "name", "kinds", "date", "by", "note")


@dataclass(frozen=True, slots=True)
class PageTruth:
    """One labelled page; `items` is None where its list was not labelled."""

    source: str
    address: str
    digest: str
    kind: str
    name: str = ""
    kinds: tuple[str, ...] = ()
    dated: date | None = None
    undecided: bool = False
    by: str = ""
    note: str = ""
    items: frozenset[tuple[str, str]] | None = field(default=None)


def item_key(address: str, text: str) -> str:
    """Return what names an item in the labels: a short digest of its address, or of its text where it leads nowhere."""
    named = address or "".join(text.split())[:TEXT]
    return hashlib.sha256(named.encode()).hexdigest()[:10]


@lru_cache(maxsize=4)
def page_truths(folder: Path = FOLDER) -> dict[str, list[PageTruth]]:
    """Return the labelled pages by source. Raises LabelError."""
    lists = {key: items for path in sorted((folder / "items").glob("*.jsonl")) for key, items in _lists(path)}
    found: dict[str, list[PageTruth]] = {}
    for path in sorted((folder / "pages").glob("*.tsv")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line and not line.startswith("#"):
                truth = _page(line, f"{path.name}:{number}", lists)
                found.setdefault(truth.source, []).append(truth)
    return found


def write_pages(path: Path, pages: Iterable[PageTruth]) -> None:
    """Write labelled pages, sorted by address, without their items."""
    lines = ["# " + "\t".join(_COLUMNS)]
    for page in sorted(pages, key=lambda each: (each.source, each.address)):
        dated = UNDECIDED if page.undecided else page.dated.isoformat() if page.dated else ""
        cells = (page.source, page.address, page.digest, page.kind, page.name, ",".join(page.kinds), dated)
        lines.append("\t".join((*cells, page.by, page.note)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_lists(path: Path, pages: Iterable[PageTruth]) -> None:
    """Write what labelled list pages list."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        for page in sorted(pages, key=lambda each: (each.source, each.address)):
            if page.items is not None:
                items = [f"{dated} {key}" for dated, key in sorted(page.items, reverse=True)]
                row = {"source": page.source, "address": page.address, "digest": page.digest, "items": items}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _lists(path: Path) -> Iterable[tuple[tuple[str, str, str], frozenset[tuple[str, str]]]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        pairs = frozenset((dated, key) for dated, _, key in (each.partition(" ") for each in row["items"]))
        yield (row["source"], row["address"], row["digest"]), pairs


def _page(line: str, place: str, lists: dict[tuple[str, str, str], frozenset[tuple[str, str]]]) -> PageTruth:
    cells = line.split("\t")
    if len(cells) != len(_COLUMNS):
        raise LabelError(f"{place}: a page has {len(_COLUMNS)} cells, this line {len(cells)}")
    source, address, digest, kind, name, kinds, dated, by, note = cells
    if kind not in KINDS:
        raise LabelError(f"{place}: {kind!r} is none of {', '.join(KINDS)}")
    if not by:
        raise LabelError(f"{place}: nobody is named as having labelled it")
    return PageTruth(
        source=source,
        address=address,
        digest=digest,
        kind=kind,
        name=name,
        kinds=tuple(kinds.split(",")) if kinds else (),
        dated=date.fromisoformat(dated) if dated not in ("", UNDECIDED) else None,
        undecided=dated == UNDECIDED,
        by=by,
        note=note,
        items=lists.get((source, address, digest)),
    )
