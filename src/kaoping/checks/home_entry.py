"""What checks say of an entry that the home page should have: there, only named, not opening, or not seen."""

from collections.abc import Mapping, Sequence

from kaoping.checks.verdicts import manual, passed, suspected
from kaoping.facts.site.offered import Offered, OfferedEntry
from kaoping.model.findings import Plain, Verdict
from kaoping.model.outcomes import PageKind
from kaoping.model.pages import Life


def entry_verdict(locus: str, offered: Offered, entries: Sequence[OfferedEntry]) -> Verdict:
    """Return what is to be said when one of `entries` (the surest first) should be on the home page.

    That there is none is suspected only: scripts may put it where nobody who does not run them sees it.
    """
    home = offered.home or ""
    best = entries[0] if entries else None
    if best is None:
        return suspected(locus, home, entry_values(None), page=PageKind.HOME, reason="no-entry-seen")
    values = entry_values(best)
    if best.life is Life.DEAD:
        return suspected(
            locus, home, values, page=PageKind.HOME, reason="entry-does-not-open", snippet=f"{best.words} {best.url}"
        )
    if best.how == "words":
        return manual(locus, home, values, page=PageKind.HOME, reason="entry-only-named", snippet=best.words)
    return passed(locus, home, values, page=PageKind.HOME)


def entry_values(entry: OfferedEntry | None) -> Mapping[str, Plain]:
    """Return the measured values of an entry."""
    return {
        "words": entry.words if entry else None,
        "target": (entry.url or None) if entry else None,
        "how": entry.how if entry else None,
    }
