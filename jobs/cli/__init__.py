"""The command line. Each command loads what it needs when it is called: ``--help`` waits for nothing."""

from jobs.cli.program import app, main

__all__ = ["app", "main"]
