"""One file per write on limits."""
