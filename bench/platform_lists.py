"""The lists of the platform, how they are asked, and how many queries each may take; tests hold every list to it.

A list that is new needs a line here, and rows of its kind in `platform_rows`.
"""

from dataclasses import dataclass
from typing import Any

Query = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """One list: its address, the row that it is about (a key of `World.keys`), and what it is asked.

    `most` is how many queries it may take, however long it is; `who` asks; `shows` whether it has rows.
    """

    view: str
    most: int
    queries: tuple[Query, ...] = ({},)
    row: str = ""
    who: tuple[str, ...] = ("province",)
    shows: bool = True


ALL = ("province", "county", "unit")

LISTS: tuple[Asked, ...] = (
    Asked("registry:units", 6, ({}, {"page": 40}, {"q": "号单位1"}, {"sort": "-name"}), who=ALL),
    Asked("registry:sites", 6, ({}, {"page": 40}, {"q": "u0012"}, {"state": "running", "sort": "name"}), who=ALL),
    Asked("registry:columns", 6, ({}, {"page": 90}, {"q": "栏目2"}), who=ALL),
    Asked("registry:contacts", 6),
    Asked("registry:media", 6, ({}, {"page": 40}, {"q": "u0012"}), who=ALL),
    Asked("registry:regions", 6, ({}, {"page": 2})),
    Asked("calendars:hours", 5, shows=False),
    Asked("limits:limits", 5, shows=False),
    Asked("accounts:people", 9, ({}, {"page": 40}, {"q": "p0012"}, {"role": "liaison"})),
    Asked("audit:entries", 6, ({}, {"page": 90}, {"action": "registry.add_site"})),
    Asked("cycles:cycles", 6, who=ALL),
    Asked("cycles:cycle-units", 8, ({}, {"page": 40}, {"q": "u0012"}), "cycle"),
    Asked("cycles:cycle-assign", 7, ({}, {"page": 40}), "cycle"),
    Asked("monitoring:runs", 8, who=ALL),
    Asked("monitoring:run", 9, ({}, {"page": 40}, {"seen": "unreached"}, {"sort": "-open_count"}), "run", ALL),
    Asked("monitoring:order", 7, ({}, {"page": 40}), who=("province", "county")),
    Asked("monitoring:patrols", 6),
    Asked("monitoring:outages", 6, who=ALL),
    Asked(
        "monitoring:findings",
        10,
        (
            {}, {"page": 40}, {"outcome": "suspected"}, {"check": "dead-link", "page": 2}, {"unit": "号单位12"},
            {"site": "u0012"}, {"region": "320101"}, {"severity": "veto"}, {"state": "fixed", "page": 100},
            {"sort": "first_seen"}, {"standing": "confirm", "outcome": "fail"}, {"waiting": "decide"},
            {"state": "", "first_from": "2026-10-01", "first_to": "2026-11-01"},
        ),
        who=ALL,
    ),
    Asked("monitoring:finding-elsewhere", 10, row="finding"),
    Asked("monitoring:replies", 7, ({}, {"state": "open", "page": 3}), who=ALL),
    Asked("monitoring:waivers", 6, ({}, {"page": 3}), who=ALL),
    Asked("duty:readings", 6, ({}, {"page": 40}), who=ALL),
    Asked("duty:rules", 6),
    Asked("notices:notices", 6, ({}, {"state": "unread"}), who=ALL),
    Asked("notices:deliveries", 6),
    Asked("marking:cycle-marks", 9, ({}, {"page": 40}, {"sort": "title"}), "cycle"),
    Asked("marking:cycle-differences", 8, ({}, {"page": 2}), "cycle"),
    Asked("marking:cycle-materials", 7, ({}, {"page": 40}), "cycle"),
    Asked("selfassessment:cycle", 20, ({}, {"page": 2}), "cycle"),
    Asked("appeals:appeals", 10, shows=False),
    Asked("appeals:cycle", 14, row="cycle", shows=False),
    Asked("results:versions", 12, row="cycle"),
    Asked("results:version", 16, ({}, {"page": 40}), "version"),
    Asked("results:feedback", 8, ({}, {"page": 40}), "version"),
    Asked("jobs:failures", 20),
    Asked("sitereports:collection", 20, ({}, {"page": 2}), "collection"),
    Asked("results:cycle", 8, ({}, {"page": 40}), "cycle"),
)  # fmt: skip

PAGES: tuple[Asked, ...] = (
    Asked("home", 22, who=ALL),
    Asked("monitoring:dashboard", 36, who=ALL),
    Asked("monitoring:checks", 11, who=ALL),
    Asked("monitoring:progress", 5, row="run", who=ALL),
    Asked("monitoring:run-site", 7, row="run-site", who=ALL),
    Asked("monitoring:availability", 8, row="site", who=ALL),
    Asked("monitoring:queue", 14, who=("province", "county")),
    Asked("monitoring:finding", 14, row="finding", who=ALL),
    Asked("registry:site", 10, row="site", who=ALL),
    Asked("cycles:cycle", 11, row="cycle"),
    Asked("duty:calendar", 9, ({}, {"page": 40}), who=ALL),
    Asked("marking:cycles", 6),
    Asked("marking:cycle", 9, row="cycle"),
    Asked("marking:desk", 5, who=("assessor",)),
    Asked("marking:desk-cycle", 11, row="cycle", who=("assessor",)),
    Asked("imports:imports", 5),
)
"""Pages that show more than one list, or none; measured, too."""
