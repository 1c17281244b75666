"""One file per write on appeals."""
