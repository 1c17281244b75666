"""Tests of the measure table."""
