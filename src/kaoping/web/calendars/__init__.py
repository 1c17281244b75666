"""Calendars: which years are known, what an operator adds, working hours by region."""
