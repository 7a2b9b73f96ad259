"""``bothways flag``: what the rules find is written into fields of our own, and taken away when it is over."""
