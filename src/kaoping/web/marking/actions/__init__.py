"""One file per write on marks."""
