"""Jobs that run by themselves: a turn of each that is due, what is remembered of it, and who is told."""
