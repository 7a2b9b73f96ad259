"""The sections of a digest, each from the same survey."""
