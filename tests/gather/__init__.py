"""Tests of kaoping.gather."""
