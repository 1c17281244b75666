"""One difference between two schemes as values of the model; words are made where it is shown."""

from dataclasses import dataclass

from kaoping.schemes.model import Scheme

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one thing, or of one field of it.

    `subject` is scheme, group, class, tag, body, site_type, part, indicator, veto, adjustment, parameter, measure,
    sample, checklist, units (who is named under a group
    or class), total, grade or conversion. `field` is empty where the whole thing was added or removed; else the
    name of the field in the model, `parent` for an indicator that stands elsewhere now (ids), or `order` for things
    whose order changed (their ids). `audience` names whom a number concerns (group, class, tag, site type; one name or
    several that must all hold), empty for everybody. `uses` are ids of the indicators, vetoes and parts that read a
    parameter, measure, sample or checklist. `part` is empty where the change concerns the whole or several parts.
    `clause` is that of the newer scheme, of the older for what was removed.
    """

    kind: str
    subject: str
    id: str
    title: str
    field: str = ""
    part: str = ""
    clause: str = ""
    audience: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    old: object = None
    new: object = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes from `old` to `new`, in the order of the newer document; none exactly where the digests are equal."""

    old: Scheme
    new: Scheme
    changes: tuple[Change, ...]

    def of_part(self, part: str) -> tuple[Change, ...]:
        """Return the changes within a part; those of no single part under the empty id."""
        return tuple(change for change in self.changes if change.part == part)
