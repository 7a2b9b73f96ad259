"""Fields that the mapping gives to Bothways: which they are, what stands there, what was written."""
