"""Scoring: every rule by hand-computed example, and properties over generated schemes and tables."""
