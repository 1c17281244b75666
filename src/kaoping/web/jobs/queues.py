"""The queues that work waits in. A worker names those it takes from."""

from enum import StrEnum


class Queue(StrEnum):
    """What kind of work it is, and so which machines may take it."""

    ORDERED = "ordered"  # inspections that somebody waits for
    INSPECTION = "inspection"  # those of plans
    BROWSER = "browser"  # those that need Chromium
    OFFICE = "office"  # everything else


ALL = tuple(queue.value for queue in Queue)
