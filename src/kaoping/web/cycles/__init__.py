"""Assessment cycles: who is assessed by which scheme, on which days, and how far the work has come."""
