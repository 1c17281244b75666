"""One file per write on the duty-reading log."""
