"""Results: what marks, findings and decisions come to, scored live."""
