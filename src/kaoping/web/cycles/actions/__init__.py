"""One file per write on cycles."""
