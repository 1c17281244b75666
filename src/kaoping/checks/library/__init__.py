"""The checks, one file each: the module name with hyphens is the check's id."""
