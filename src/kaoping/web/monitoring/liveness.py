"""When a run counts as having lost its process."""

from datetime import timedelta

STALE = timedelta(seconds=30)
"""Without a sign of life for so long; one is given every second."""
