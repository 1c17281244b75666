"""Tests on saved pages of real sites, which are not part of the project (KAOPING_CORPUS)."""
