"""What was done: every write, by whom, when, from where, before and after; chained so that a change shows."""
