"""The changes between two schemes as an outline (part, heading, change) and as plain data for other programs."""

from collections.abc import Iterable, Iterator
from typing import Any

from kaoping.reports.difference_headings import HEADINGS, heading
from kaoping.reports.difference_words import DifferenceWords
from kaoping.schemes.difference import Change, Comparison
from kaoping.schemes.difference.change import CHANGED
from kaoping.schemes.expanded import plain_value
from kaoping.schemes.model import Adjustment, Node, Part, Scheme

WHOLE = "全方案"


def outline(comparison: Comparison) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield title of the part, heading and what changed under it: part by part, the whole last."""
    words = DifferenceWords(comparison)
    for part, title in _parts(comparison).items():
        told: dict[str, list[str]] = {name: [] for name in HEADINGS}
        for change in (one for one in telling(comparison) if one.part == part):
            told[heading(change)].append(words.say(change))
        for name, lines in told.items():
            if lines:
                yield title, name, tuple(lines)


def telling(comparison: Comparison) -> tuple[Change, ...]:
    """Return the changes that people need: without what came or went only because the indicators that read it did."""
    came = {(one.kind, one.id) for one in comparison.changes if one.kind != CHANGED and not one.uses}
    return tuple(
        change
        for change in comparison.changes
        if change.kind == CHANGED or not change.uses or any((change.kind, name) not in came for name in change.uses)
    )


def counts(changes: Iterable[Change]) -> dict[str, int]:
    """Return how many of the changes there are under each heading that has any."""
    found = dict.fromkeys(HEADINGS, 0)
    for change in changes:
        found[heading(change)] += 1
    return {name: count for name, count in found.items() if count}


def difference_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as plain data; `text` is what people read, values are in canonical form."""
    words = DifferenceWords(comparison)
    return {
        "old": _named(comparison.old),
        "new": _named(comparison.new),
        "same": not comparison.changes,
        "counts": counts(comparison.changes),
        "changes": [_change(change, words) for change in comparison.changes],
    }


def _parts(comparison: Comparison) -> dict[str, str]:
    """Every part of either scheme, the newer's first, then the whole."""
    parts = (*comparison.new.parts, *comparison.old.parts)
    titles: dict[str, str] = {}
    for part in parts:
        titles.setdefault(part.id, part.title)
    return titles | {"": WHOLE}


def _named(scheme: Scheme) -> dict[str, str]:
    return {"id": scheme.id, "title": scheme.title, "edition": scheme.edition, "digest": scheme.digest}


def _change(change: Change, words: DifferenceWords) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "subject": change.subject,
        "id": change.id,
        "title": change.title,
        "field": change.field,
        "part": change.part,
        "clause": change.clause,
        "audience": list(change.audience),
        "uses": list(change.uses),
        "old": _plain(change.old, change),
        "new": _plain(change.new, change),
        "heading": heading(change),
        "text": words.say(change),
    }


def _plain(value: object, change: Change) -> Any:
    """A value as JSON; of what has parts with changes of their own only its id, as where an indicator stands."""
    if change.field == "parent" and isinstance(value, Node | Part | Adjustment):
        return value.id
    plain = plain_value(value)
    if isinstance(value, Node | Part | Adjustment):
        return {key: one for key, one in plain.items() if key not in ("children", "nodes", "vetoes", "adjust", "path")}
    return plain
