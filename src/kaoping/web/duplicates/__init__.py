"""Units and sites that may be registered twice, and putting two units together."""
