"""One file per write on results."""
