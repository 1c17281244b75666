"""Readers of what people hand in: assessment file, roster, marks, decisions, imports and measure tables."""
