"""Replay: shows stored pages as the crawler received them, from an origin of its own, where nothing can call out."""
