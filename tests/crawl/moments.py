"""Fixed moments for tests."""

from datetime import UTC, datetime

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
