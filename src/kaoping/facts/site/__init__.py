"""Facts about a site derived from its page rows and link targets, one file each; found by type."""
