"""Tests of the random draws."""
