"""One file per write."""
