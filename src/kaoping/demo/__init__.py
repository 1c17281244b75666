"""A generated sample city with planted, known faults, served on loopback by our own process."""
