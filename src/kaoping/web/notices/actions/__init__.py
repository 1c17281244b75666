"""One file per write on notices."""
