"""One file per write on imports."""
