"""Marking: who judges what of whom, what they say, what supports it."""
