"""One file per write on calendars."""
