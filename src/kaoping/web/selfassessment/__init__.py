"""自查总结: the units' annual work report and own marks of a cycle, its reminders, and what it feeds."""
