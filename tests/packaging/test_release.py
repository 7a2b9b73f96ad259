"""What is released: the wheel and the sdist, built, looked into, installed and used as somebody else would."""

import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from email.parser import Parser
from importlib.metadata import packages_distributions
from pathlib import Path
from sysconfig import get_path

import pytest

from tests.shared import ROOT

PACKAGES = ("sync", "adapters", "mappings", "jobs")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
VERSION = PROJECT["version"]
_PATIENCE = 100.0


def call(*words: str | Path, folder: Path, status: int = 0, **more: str) -> str:
    """Run a command as on a new machine, with no setting of this one, and return what it said."""
    done = subprocess.run(  # noqa: S603 - fixed words, own paths
        [str(word) for word in words],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "LANG": "C.UTF-8", "PIP_NO_INDEX": "1", **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


pytestmark = pytest.mark.timeout(300)


def committed(*more: str) -> list[str]:
    words = ["git", "ls-files", *more]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - git is git
    if listed.returncode:
        pytest.skip("not a checkout: what is committed is not known")
    return [name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist from the tree, and the wheel from the sdist; the tools are those of the lock."""
    folder = tmp_path_factory.mktemp("dist")
    call(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, folder=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    (found,) = dist.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def sdist(dist: Path) -> Path:
    (found,) = dist.glob("*.tar.gz")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel into an environment of its own, which borrows what Bothways needs from this one.

    Nothing is downloaded, and the tree is on no path of it.
    """
    home = tmp_path_factory.mktemp("fresh")
    call(sys.executable, "-m", "venv", home / "venv", folder=home)
    python = home / "venv/bin/python"
    site = Path(call(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=home).strip())
    (site / "borrowed.pth").write_text("".join(f"{each}\n" for each in dict.fromkeys(borrowed())), "utf-8")
    call(python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", wheel, folder=home)
    return home


def borrowed() -> Iterator[str]:
    yield from (get_path("purelib"), get_path("platlib"))


def names_in(sdist: Path) -> set[str]:
    with tarfile.open(sdist) as archive:
        return {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}


def test_the_sdist_holds_what_is_committed_and_nothing_else(sdist: Path) -> None:
    there = names_in(sdist) - {"PKG-INFO"}
    wanted = set(committed())
    assert {".gitignore"} >= wanted - there, "whoever has the sdist can build, test and deploy"
    known = set(committed("--cached", "--others", "--exclude-standard"))
    assert there <= known, "nothing that git ignores: no state, no configuration"


def test_the_wheel_holds_every_file_of_the_four_packages_and_no_other(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        there = {name for name in archive.namelist() if ".dist-info/" not in name}
    wanted = {name for name in committed() if name.split("/")[0] in PACKAGES}
    assert wanted <= there
    assert {name.split("/")[0] for name in there} == set(PACKAGES)
    assert not [name for name in there if "__pycache__" in name or name.endswith((".db", ".pyc"))]


def test_the_data_that_the_program_reads_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for pattern in (
        r"jobs/catalogue/ja\.po",
        r"jobs/rules/presets/risk\.toml",
        r"mappings/presets/\w+\.toml",
        r"jobs/digest/render/templates/.+\.j2",
        r"jobs/digest/render/digest\.css",
        r"jobs/demo/data/risks\.csv",
        r"adapters/state/migrations/versions/\w+\.py",
        r"adapters/sandbox/google/schema\.txt",
        r"(sync|adapters|mappings|jobs)/py\.typed",
        rf"bothways-{re.escape(VERSION)}\.dist-info/licenses/LICENSE",
    ):
        assert any(re.fullmatch(pattern, name) for name in names), pattern


def test_the_sdist_builds_the_same_wheel_as_the_tree(wheel: Path, tmp_path: Path) -> None:
    call(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, ROOT, folder=tmp_path)
    (other,) = tmp_path.glob("*.whl")
    assert other.name == wheel.name
    assert other.read_bytes() == wheel.read_bytes(), "a wheel can be built again by anybody, byte for byte"


def test_the_metadata_says_what_an_index_shows(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        inner = f"bothways-{VERSION}.dist-info"
        told = Parser().parsestr(archive.read(f"{inner}/METADATA").decode())
        entries = archive.read(f"{inner}/entry_points.txt").decode()
    assert (told["Name"], told["Version"]) == ("bothways", VERSION)
    assert told["License-Expression"] == "Apache-2.0"
    assert told["Requires-Python"] == PROJECT["requires-python"]
    assert told["Summary"] == PROJECT["description"]
    assert told["Description-Content-Type"] == "text/markdown"
    assert str(told.get_payload()).strip() == (ROOT / "README.md").read_text("utf-8").strip()
    needed = {line.split(";")[0].strip() for line in told.get_all("Requires-Dist", [])}
    assert len(needed) >= len(PROJECT["dependencies"])
    assert set(told.get_all("Provides-Extra", [])) == set(PROJECT["optional-dependencies"])
    assert "bothways = jobs.cli:main" in entries


def test_no_package_that_is_needed_brings_one_of_the_four_names() -> None:
    owners = packages_distributions()
    assert {name: set(owners.get(name, ())) - {"bothways"} for name in PACKAGES} == {name: set() for name in PACKAGES}


def test_the_changelog_tells_of_the_version() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings
    assert headings[0] == "Unreleased" or headings[0].startswith(f"{VERSION} ")
    assert all(re.fullmatch(r"Unreleased|\d+\.\d+\.\d+ \(\d{4}-\d\d-\d\d\)", each) for each in headings)


def test_the_installed_program_is_the_one_that_was_built(installed: Path) -> None:
    said = call(installed / "venv/bin/bothways", "--version", folder=installed)
    assert VERSION in said
    lines = "import sync, adapters, mappings, jobs; print(*(m.__file__ for m in (sync, adapters, mappings, jobs)))"
    for place in call(installed / "venv/bin/python", "-c", lines, folder=installed).split():
        assert Path(place).is_relative_to(installed / "venv"), "not the tree that it was built from"


def test_the_demo_runs_out_of_the_installed_wheel(installed: Path) -> None:
    said = call(installed / "venv/bin/bothways", "demo", folder=installed)
    assert "✗" not in said


def test_it_speaks_japanese_when_installed(installed: Path) -> None:
    said = call(installed / "venv/bin/bothways", "plan", folder=installed, status=2, BOTHWAYS_LANGUAGE="ja")
    assert re.search("[ぁ-ん]", said), said
