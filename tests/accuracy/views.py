"""Sources as some checks must see them: over https, or on an earlier day.

What a saved copy cannot show as it was served shows when it is judged otherwise: pages that were saved over http load
the same parts when they are served over https, and for an earlier day the newest items are items of the future.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.accuracy.sources import Seen, secure_page

EARLIER = timedelta(days=90)


def view(check: str, seen: Seen, folder: Path) -> Seen:
    """Return a source as a check is to judge it: mostly as it is."""
    changed = _VIEWS.get(check)
    return changed(seen, folder) if changed is not None else seen


def _over_https(seen: Seen, folder: Path) -> Seen:
    """Single pages of Chinese sites and hacked ones; the others are large and few load anything over http."""
    path = folder / seen.source
    return secure_page(seen, path) if path.is_file() and not seen.source.startswith("pages/intl/") else seen


def _earlier(seen: Seen, folder: Path) -> Seen:
    if (folder / seen.source).is_file():
        return seen
    return replace(seen, record=replace(seen.record, as_of=seen.record.as_of - EARLIER))


_VIEWS: Mapping[str, Callable[[Seen, Path], Seen]] = {"mixed-content": _over_https, "future-dates": _earlier}
