"""Tests of kaoping.attachments."""
