"""Extractors on one parsed page, one file each; discovered by folder."""
