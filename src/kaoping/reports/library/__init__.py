"""The reports of an assessment, one module each; found by folder."""
