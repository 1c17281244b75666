"""Appeals of units against deducted marks: filed, given to an officer, decided by somebody else than who judged."""
