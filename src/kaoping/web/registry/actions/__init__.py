"""One file per write on the registry."""
