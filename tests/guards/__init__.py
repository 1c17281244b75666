"""Rules that hold for the whole tree, read from the files themselves."""
