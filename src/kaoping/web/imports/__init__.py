"""Taking over Excel lists: a template to fill in, a preview with every wrong cell, then all rows or none."""
