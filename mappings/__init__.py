"""Pure: what a field is called, and how a value is written on each side."""
