"""The availability monitor: visits home pages at their intervals for as long as it runs, and keeps what it saw."""
