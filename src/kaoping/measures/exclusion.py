"""不重复扣分: which thing a finding is about, so that what one measure has counted another leaves out."""

from collections.abc import Iterable
from dataclasses import dataclass

from kaoping.measures.sightings import SiteView
from kaoping.model.findings import Finding

Item = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """Items that measures have counted, and items that they will count if a person confirms them.

    `open` is set when one of them is not known at all: then any item may turn out to be counted there.
    """

    counted: frozenset[Item] = frozenset()
    pending: frozenset[Item] = frozenset()
    open: bool = False

    def __or__(self, other: "Taken") -> "Taken":
        return Taken(self.counted | other.counted, self.pending | other.pending, self.open or other.open)


def item_of(finding: Finding) -> Item:
    """Return what a finding is about (同一栏目、页面、目标): its target where it has one, else its page."""
    target = finding.values.get("target")
    return ("target", target) if isinstance(target, str) and target else ("page", finding.url)


def taken(counted: Iterable[Finding], pending: Iterable[Finding]) -> Taken:
    """Return what a measure that counted these findings leaves to none of the others."""
    return Taken(frozenset(map(item_of, counted)), frozenset(map(item_of, pending)))


def leave_out(view: SiteView, elsewhere: Taken) -> frozenset[str]:
    """Move what was counted elsewhere out of `view`; return the keys that may yet be counted elsewhere."""
    for group in (view.counted, view.pending):
        for key, finding in list(group.items()):
            if item_of(finding) in elsewhere.counted:
                del group[key]
                view.left_out.append((finding, "counted_elsewhere"))
    if elsewhere.open:
        return frozenset(view.counted)
    return frozenset(key for key, finding in view.counted.items() if item_of(finding) in elsewhere.pending)
