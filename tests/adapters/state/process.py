"""Programs of this folder in processes of their own."""

import subprocess
import sys
from pathlib import Path

from tests.shared import ROOT


def start(*words: str | Path) -> subprocess.Popen[str]:
    command = [sys.executable, *map(str, words)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own Python


def end(process: subprocess.Popen[str]) -> tuple[str, int]:
    """Wait, and return what it printed and how it ended."""
    printed, _ = process.communicate(timeout=60)
    return printed.strip(), process.returncode
