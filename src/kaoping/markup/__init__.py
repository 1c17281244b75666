"""A parsed page read in one walk, where the compiled part is there."""
