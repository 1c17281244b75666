"""The writes of annual site reports, one file each."""
