"""What can be counted and timed: every metric a small pure function over records and a stretch of time."""
