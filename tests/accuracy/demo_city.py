"""Plays the sample city and counts, per check, what was planted, found, and told without having been planted."""

import tempfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from kaoping.demo.run import DemoRequest, demonstrate


def measure_demo() -> dict[str, dict[str, int]]:
    """Return the counts by check."""
    with tempfile.TemporaryDirectory(prefix="kaoping-accuracy-") as scratch:
        played = demonstrate(DemoRequest(Path(scratch) / "demo"), lambda: datetime.now(UTC))
    planted = Counter(fault.check for fault in played.manifest.faults if fault.counted)
    missed = Counter(fault.check for fault in played.planted.missed)
    unexpected = Counter(finding.check for finding in played.planted.unexpected)
    return {
        check: {"planted": planted[check], "found": planted[check] - missed[check], "unexpected": unexpected[check]}
        for check in sorted(planted | unexpected)
    }
