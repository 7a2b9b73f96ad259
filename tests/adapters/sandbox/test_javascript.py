"""The JavaScript SDK of Notion on the sandbox. It is installed from its registry, so this runs on demand only."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from adapters.sandbox.server import SandboxServer
from tests.shared import ROOT

SNIPPET = re.compile(r"```javascript\n(.*?)```", re.DOTALL)


@pytest.mark.timeout(240)
def test_the_javascript_snippet_of_the_page_runs(tmp_path: Path) -> None:
    if not os.environ.get("BOTHWAYS_NPM"):
        pytest.skip("needs npm's registry: set BOTHWAYS_NPM=1 to run it")
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not on this machine")
    found = SNIPPET.search((ROOT / "docs" / "sandbox.md").read_text("utf-8"))
    assert found is not None
    run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "@notionhq/client@5"], tmp_path)
    with SandboxServer() as sandbox:
        snippet = found.group(1).replace("http://127.0.0.1:8787", sandbox.url)
        (tmp_path / "snippet.mjs").write_text(snippet, "utf-8")
        assert run(["node", "snippet.mjs"], tmp_path).strip() == "page"
        assert [call.status for call in sandbox.calls("notion")] == [200, 200]


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(  # noqa: S603 - fixed commands
        command, cwd=folder, capture_output=True, text=True, timeout=200, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
