"""The duty-reading log (值班读网): who of a unit read its own sites on a day, and what was wrong there."""
