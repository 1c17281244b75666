"""Tests of looking at stored pages."""
