"""Carries out the Dockerfile without a container engine, and starts what it says: see ``main``.

Each stage is a folder with the system's own programs bound into it for reading, entered by ``chroot``, in a mount
namespace of its own. What it cannot show is that the base image exists and has what Debian has.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.packaging.dockerfile import Step, stages
from tests.shared import ROOT

_SYSTEM = ("usr", "bin", "sbin", "lib", "lib64")
_FILES = ("etc/passwd", "etc/group", "etc/nsswitch.conf", "etc/hosts", "etc/ld.so.cache", "etc/login.defs")
_PATIENCE = 60.0
"""Seconds that the worker has to come up."""


def _do(*command: str | Path) -> None:
    subprocess.run([str(word) for word in command], check=True, stdout=sys.stderr)  # noqa: S603 - fixed words, own paths


@dataclass
class Stage:
    """A root folder that is being filled, and what has been said of it."""

    root: Path
    given: dict[str, str]
    folder: str = "/"
    user: str = "0:0"
    env: dict[str, str] = field(default_factory=lambda: {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"})
    said: dict[str, Step] = field(default_factory=dict)

    def lay(self, python: Path, site: Path | None) -> None:
        """Do what FROM does: the system's programs, and a Python in /usr/local/bin."""
        self.root.mkdir(parents=True)
        _do("mount", "-t", "tmpfs", "-o", "mode=0755", "none", self.root)
        for name in _SYSTEM:
            here = Path("/") / name
            if here.is_symlink():
                (self.root / name).symlink_to(here.readlink())
            elif here.exists():
                self.bind(here, name)
        for name in ("proc", "dev"):
            (self.root / name).mkdir()
            _do("mount", "--rbind", f"/{name}", self.root / name)
        for name in _FILES:
            if (Path("/") / name).exists():
                (self.root / name).parent.mkdir(exist_ok=True)
                shutil.copy(Path("/") / name, self.root / name)
        for name in ("tmp", "usr/local/bin"):
            (self.root / name).mkdir(exist_ok=True)
            _do("mount", "-t", "tmpfs", "none", self.root / name)
        self.bind(python, "python")
        (self.root / "usr/local/bin/python3").symlink_to(f"/python/bin/python3.{sys.version_info.minor}")
        if site is not None:
            self.bind(site, "site")

    def bind(self, here: Path, name: str) -> None:
        (self.root / name).mkdir()
        _do("mount", "--bind", here, self.root / name)
        _do("mount", "-o", "remount,bind,ro", self.root / name)

    def inside(self, path: str) -> Path:
        return self.root / os.path.normpath(f"{self.folder}/{path}" if not path.startswith("/") else path).lstrip("/")

    def take(self, step: Step, others: dict[str, "Stage"]) -> None:
        self.said[step.name] = step
        if step.name == "WORKDIR":
            self.folder = step.text
            self.inside(".").mkdir(parents=True, exist_ok=True)
        elif step.name == "ENV":
            self.env |= dict(word.split("=", 1) for word in step.words)
        elif step.name == "USER":
            self.user = step.text
        elif step.name == "COPY":
            self.copy(step, others)
        elif step.name == "RUN":
            done = subprocess.run(  # noqa: S603 - the Dockerfile's own words
                self.entered(step.command, self.given), stdout=sys.stderr, check=False
            )
            if done.returncode:
                raise SystemExit(f"{step.text} ended with {done.returncode}")

    def copy(self, step: Step, others: dict[str, "Stage"]) -> None:
        *sources, target = step.words
        source = others.get(step.options.get("from", ""))
        to = self.inside(target)
        if target.endswith("/"):
            to.mkdir(parents=True, exist_ok=True)
        to.parent.mkdir(parents=True, exist_ok=True)
        for name in sources:
            here = ROOT / name if source is None else source.inside(name)
            if here.is_dir():
                skip = shutil.ignore_patterns("__pycache__", "*.db", "*.db-*") if source is None else None
                shutil.copytree(here, to, symlinks=True, dirs_exist_ok=True, ignore=skip)
            else:
                shutil.copy(here, to)

    def entered(self, command: Sequence[str], more: dict[str, str] | None = None) -> list[str]:
        """Return the command as it runs inside: that user, no right that could be won, only the env that was said."""
        user, group = self.user.split(":")
        rights = ["--reuid", user, "--regid", group, "--clear-groups"]
        if user != "0":
            rights += ["--no-new-privs", "--bounding-set=-all", "--inh-caps=-all"]
        env = [f"{name}={value}" for name, value in {**self.env, **(more or {})}.items()]
        there = ["/bin/sh", "-c", 'cd "$0" && exec "$@"', self.folder, *command]
        return ["chroot", str(self.root), "setpriv", *rights, "env", "-i", *env, *there]

    def close(self, config: Path) -> None:
        """Make everything read-only but the volume and /tmp, as ``read_only: true`` does; put the configuration in."""
        (self.root / "config").mkdir()
        shutil.copy(config, self.root / "config/bothways.toml")
        for name in self.said["VOLUME"].words:
            here = self.root / name.lstrip("/")
            kept = here.stat()
            _do("mount", "-t", "tmpfs", "-o", f"uid={kept.st_uid},gid={kept.st_gid},mode=0700", "none", here)
        _do("mount", "-o", "remount,ro", self.root / "usr/local/bin")
        _do("mount", "-o", "remount,ro", self.root)


def build(scratch: Path, python: Path, site: Path | None) -> Stage:
    given = {} if site is None else {"SITE_FOLDER": "/site"}
    made: dict[str, Stage] = {}
    stage: Stage | None = None
    for number, steps in enumerate(stages()):
        stage = Stage(scratch / str(number), given)
        stage.lay(python, site)
        for step in steps[1:]:
            stage.take(step, made)
        made[steps[0].words[-1]] = stage
    if stage is None:
        raise SystemExit("the Dockerfile has no stage")
    return stage


def tried(stage: Stage, *command: str, **more: str) -> dict[str, object]:
    done = subprocess.run(  # noqa: S603 - words of the tests
        stage.entered(command, more), capture_output=True, text=True, check=False, timeout=120
    )
    return {"code": done.returncode, "out": done.stdout, "err": done.stderr[-2000:]}


def started(stage: Stage) -> list[str]:
    return [*stage.said["ENTRYPOINT"].words, *stage.said["CMD"].words]


def served(stage: Stage) -> dict[str, object]:
    """Start it as an engine would, ask for its health until it is well, and stop it as an engine would."""
    health = stage.said["HEALTHCHECK"].text.removeprefix("CMD").strip()
    before = tried(stage, *json.loads(health))
    worker = subprocess.Popen(  # noqa: S603 - the Dockerfile's own words
        stage.entered(started(stage)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    ends, code = time.monotonic() + _PATIENCE, 1
    while code and worker.poll() is None and time.monotonic() < ends:
        time.sleep(0.3)
        code = int(str(tried(stage, *json.loads(health))["code"]))
    status = Path(f"/proc/{worker.pid}/status")
    known = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
    asked = time.monotonic()
    worker.terminate()
    try:
        out, _ = worker.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        worker.kill()
        out, _ = worker.communicate()
    return {
        "before": before["code"],
        "healthy": code == 0,
        "user": known.get("Uid", ""),
        "rights": known.get("CapEff", ""),
        "new_rights": known.get("NoNewPrivs", ""),
        "code": worker.returncode,
        "seconds": time.monotonic() - asked,
        "out": out[-4000:],
    }


def main(scratch: Path, config: Path, site: Path | None) -> dict[str, object]:
    """Build, look around inside, start the worker; return what was seen."""
    stage = build(scratch, Path(sys.base_prefix), site)
    stage.close(config)
    where = 'import jobs, sys; print(jobs.__file__, "pip" in sys.modules)'
    places = "/x /opt/bothways/x /usr/local/bin/x /config/x /state/x /tmp/x"
    writes = f'for place in {places}; do (: >$place) 2>/dev/null; echo "$place $?"; done'
    return {
        "version": tried(stage, "entrypoint", "--version"),
        "code": tried(stage, "python", "-c", where),
        "pip": tried(stage, "/bin/sh", "-c", "ls -d /opt/bothways/lib/python3*/site-packages/pip"),
        "writes": tried(stage, "/bin/sh", "-c", writes),
        "me": tried(stage, "/bin/sh", "-c", "id -u; id -g; id -G; ls -ld /state"),
        "unreadable": tried(stage, "entrypoint", "--version", PGPASSWORD_FILE="/state/none"),
        "sync": tried(stage, "entrypoint", "sync"),
        "again": tried(stage, "entrypoint", "sync", "--json"),
        "worker": served(stage),
        "state": tried(stage, "/bin/sh", "-c", "ls -l /state"),
    }


if __name__ == "__main__":
    words = [Path(word) for word in sys.argv[1:]]
    seen = main(words[0], words[1], words[2] if len(words) > 2 else None)
    sys.stdout.write(json.dumps(seen, ensure_ascii=False, indent=1) + "\n")
