"""Fills a database as a year of monitoring leaves it, and takes the times of its pages: server time, and queries.

usage: DATABASE_URL=… KAOPING_DATA=… python -m bench.monitoring [OPTION …]

The database is migrated and filled once (`--fill`); every time but the first of each page counts.
"""

import importlib
import os

import django


def main() -> None:
    """Set Django up, then measure."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaoping.web.settings")
    django.setup()
    importlib.import_module("bench.monitoring_pages").main()


if __name__ == "__main__":
    main()
