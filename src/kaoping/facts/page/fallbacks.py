"""What a page loads only for visitors without scripts (`<noscript>`): browsers of others leave it out."""

from collections.abc import Mapping

import msgspec

from kaoping.facts.view import PageView
from kaoping.model.pages import LinkKind

MAX_PARTS = 200
_LOADED = frozenset({LinkKind.IMAGE, LinkKind.RESOURCE})


class Fallbacks(msgspec.Struct, frozen=True):
    """Targets of pictures, scripts and style sheets that stand nowhere on the page but within `<noscript>`."""

    targets: tuple[int, ...]


def extract(page: PageView) -> Fallbacks | None:
    """Return what the page loads without scripts only, or None when that is nothing."""
    if not page.count("noscript"):
        return None
    parts = page.tree.css("noscript [src], noscript link[href]")[:MAX_PARTS]
    inside = {node.mem_id for node in parts}
    links = page.links_by_node.items() if inside else ()
    within = {link.target for node, link in links if node in inside and link.kind in _LOADED}
    if within:
        within -= {link.target for node, link in links if node not in inside}
    return Fallbacks(tuple(sorted(within))) if within else None


def renumbered(fallbacks: Fallbacks, numbers: Mapping[int, int]) -> Fallbacks:
    """Return the targets with other numbers."""
    return Fallbacks(tuple(numbers[each] for each in fallbacks.targets))
