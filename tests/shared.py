"""Where the material lies that tests read and the project does not contain."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared(name: str) -> Path:
    """Return the file or folder ``name`` of the shared material, or skip the test that asked for it."""
    home = Path(os.environ.get("BOTHWAYS_SHARED", ROOT.parent / "shared"))
    found = home / name
    if not found.exists():
        pytest.skip(f"shared material is missing: {name} (looked in ../shared; set BOTHWAYS_SHARED)")
    return found
