"""The tests: one folder per package of `src/kaoping`, and `guards` for rules that hold for the whole tree."""
