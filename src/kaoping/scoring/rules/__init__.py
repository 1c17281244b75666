"""The rules of a leaf: each turns measures into points, for all units at once, defined for every input."""
