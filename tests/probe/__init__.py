"""The availability monitor: its turns, what it keeps, and what misbehaving servers and machines do to it."""
