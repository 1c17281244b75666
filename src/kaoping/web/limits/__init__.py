"""Limits of time that assessing bodies set: when notices rise, replies are answered, how long notices are kept."""
