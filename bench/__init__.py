"""Measurements against peers; run from the root of the repository as `python -m bench.NAME`."""
