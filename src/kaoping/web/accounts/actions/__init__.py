"""One file per write on people and roles."""
