"""Documentation that can fail: what it names is there."""

import re
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from jobs.cli import app
from tests.shared import ROOT

TOP = ("README.md", "README.ja.md", "CHANGELOG.md", "SECURITY.md")
PAGES = [*(ROOT / name for name in TOP), *sorted((ROOT / "docs").glob("*.md"))]
BARE = re.compile(r"\]\((?!https?:)([^)#\s]+)")
TARGET = re.compile(r"\bmake ([a-z-]+)")
COMMAND = re.compile(r"\bbothways ((?:config )?[a-z]+)(?=[ `\n])")
CODE = re.compile(r"`([a-z_]+(?:\.[A-Za-z_]+)+)`")


def ids(page: Path) -> str:
    return page.name


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_links_lead_to_files_that_are_there(page: Path) -> None:
    for link in BARE.findall(page.read_text("utf-8")):
        assert (page.parent / link).exists(), link


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_make_targets_that_are_named_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    code = " ".join(re.findall(r"`[^`]+`|```.*?```", page.read_text("utf-8"), re.DOTALL))
    assert set(TARGET.findall(code)) <= targets


@pytest.mark.parametrize("page", PAGES, ids=ids)
def test_commands_that_are_named_exist(page: Path) -> None:
    code = " ".join(re.findall(r"```.*?```|`[^`\n]+`", page.read_text("utf-8"), re.DOTALL)) + " "
    for command in set(COMMAND.findall(code)):
        found = CliRunner().invoke(app, [*command.split(), "--help"])
        assert found.exit_code == 0, command


def test_every_command_is_in_the_readme_or_the_docs() -> None:
    text = " ".join(page.read_text("utf-8") for page in PAGES)
    for command in app.registered_commands:
        name = command.name or (command.callback.__name__ if command.callback else "")
        assert f"bothways {name}" in text, name


def test_the_functions_that_the_life_of_a_run_names_exist() -> None:
    missing = []
    for name in CODE.findall((ROOT / "docs" / "life-of-a-run.md").read_text("utf-8")):
        head, _, last = name.rpartition(".")
        path = ROOT / Path(*head.split("."))
        files = [path.with_suffix(".py"), *path.glob("*.py")]
        package = ROOT / Path(*name.split("."))
        known = any(
            file.exists() and re.search(rf"\b(?:def|class) {last}\b", file.read_text("utf-8")) for file in files
        )
        if not known and not package.with_suffix(".py").exists() and not package.is_dir() and head[:1].islower():
            missing.append(name)
    assert not missing


def test_the_tree_names_no_machine_and_no_registry() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607 - git is git
    if listed.returncode:
        pytest.skip("not a checkout")
    hosts = re.compile(
        "|".join(["python" + "hosted", "registry" + r"\.npmjs", "py" + r"pi\.org", r"/home/\w", r"/roo" + "t/"])
    )
    for name in listed.stdout.split():
        path = ROOT / name
        if path.is_file():
            assert not hosts.search(path.read_text("utf-8", errors="ignore")), name
