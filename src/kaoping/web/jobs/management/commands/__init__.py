"""Commands of this app, one a file."""
