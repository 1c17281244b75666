"""One file per write on what is registered twice."""
