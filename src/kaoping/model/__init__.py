"""Frozen values shared by every package; imports only the standard library."""
