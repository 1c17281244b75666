"""The writes of self-assessment, one file each."""
