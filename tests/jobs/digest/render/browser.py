"""A headless Chromium for the tests, which can reach nothing."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

PACKAGES = ("chromium", "fonts-noto-cjk")
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = ("--disable-gpu", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND")


@contextmanager
def browser() -> Iterator[Browser]:
    """Yield a browser, or skip the test that asked for it."""
    path = _found() or _installed()
    if path is None:
        pytest.skip(f"no Chromium: install the packages {' and '.join(PACKAGES)}, or set BOTHWAYS_CHROMIUM")
    root = os.geteuid() == 0
    with sync_playwright() as player:
        found = player.chromium.launch(executable_path=path, args=[*_FLAGS, *(["--no-sandbox"] if root else [])])
        try:
            yield found
        finally:
            found.close()


def _found() -> str | None:
    named = os.environ.get("BOTHWAYS_CHROMIUM")
    return named or next((path for path in map(shutil.which, _NAMES) if path), None)


def _installed() -> str | None:
    """Install it where packages may be installed: as root on Debian."""
    tool = shutil.which("apt-get")
    if tool is None or os.geteuid() != 0:
        return None
    quiet = (tool, "-qq", "-o", "DPkg::Lock::Timeout=300")
    surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for order in (("update",), ("install", "-y", "--no-install-recommends", *PACKAGES)):
        done = subprocess.run((*quiet, *order), env=surroundings, capture_output=True, check=False)  # noqa: S603 - fixed words
        if done.returncode:
            return None
    return _found()


def kept() -> bool:
    """Say whether somebody wants to look at the screenshots."""
    return "BOTHWAYS_SHOTS" in os.environ


def shots(fallback: Path) -> Path:
    """Return the folder in which screenshots are put."""
    folder = Path(os.environ.get("BOTHWAYS_SHOTS", fallback))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
