"""Evidence (佐证): what is kept of a run, how it is sealed, checked, handed out and removed."""
