"""Reads the text of one file; runs in a confined process and imports nothing of the rest of the program but `model`."""
