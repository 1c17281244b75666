"""Checks turn facts and parameters into findings; one file each in `library`, found by folder."""
