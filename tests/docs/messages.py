"""Every message with a way out that the program can print, read from its source.

``python -m tests.docs.messages`` writes the page.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jobs.catalogue.extraction import PACKAGES, read
from sync import errors
from tests.shared import ROOT

PAGE = ROOT / "docs" / "messages.md"
CATALOGUE = ROOT / "jobs" / "catalogue" / "ja.po"
ERRORS = {name for name in vars(errors) if isinstance(getattr(errors, name), type)} - {"Sequence", "Message"}
AREAS = {
    "adapters/notion": "Notion",
    "adapters/sheets": "Google Sheets",
    "adapters/state": "The state store",
    "adapters/signals": "Notices, mail, health",
    "jobs/settings": "Configuration and secrets",
    "jobs/doctor": "What doctor says",
    "sync": "When a run stops before it writes",
    "": "Commands",
}
_TELLING = re.compile(rf"\b(?:{'|'.join([*sorted(ERRORS), 'Refusal', '_?[Cc]heck'])})\(")
_HEAD = """\
# Every message with a way out

<!-- Generated from the program by `python -m tests.docs.messages`; do not edit. -->

What stands in braces is filled in. The messages that people meet most are explained in
[troubleshooting](troubleshooting.md).
"""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A message, what it tells to do, and the module that says it."""

    seen: str
    way_out: str
    module: str

    @property
    def area(self) -> str:
        return next(title for folder, title in AREAS.items() if self.module.startswith(folder))


class _Module:
    """A module's source, and what the names in it can say."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = ast.parse(path.read_text("utf-8"))
        self.imports = {
            alias.asname or alias.name: (node.module, alias.name)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        }

    def texts(self, node: ast.AST | None, scope: ast.AST) -> list[str]:
        """Return every sentence that an expression can be."""
        match node:
            case ast.Call(func=ast.Name(id="say"), args=[ast.Constant(value=str(text)), *_]):
                return [text]
            case ast.IfExp(body=body, orelse=orelse):
                return self.texts(body, scope) + self.texts(orelse, scope)
            case ast.BoolOp(values=values):
                return [text for value in values for text in self.texts(value, scope)]
            case ast.Call(func=ast.Name(id=name)):
                return self.returned(name)
            case ast.Name(id=name):
                return self.assigned(node, scope) or self.imported(name)
            case _:
                return []

    def assigned(self, name: ast.Name, scope: ast.AST) -> list[str]:
        """Look in the block that the name stands in, then in those around it."""
        for before in _before(scope, name):
            found = list(self.given(name.id, before, scope))
            if found:
                return found
        return self.constant(name.id)

    def constant(self, name: str) -> list[str]:
        return list(self.given(name, [each for each in self.tree.body if hasattr(each, "value")], self.tree))

    def given(self, name: str, statements: list[ast.stmt], scope: ast.AST) -> Iterator[str]:
        found: list[str] = []
        for statement in statements:
            for node in ast.walk(statement):
                if isinstance(node, ast.Assign | ast.AnnAssign) and name in _targets(node):
                    found = [] if node is statement else found
                    found += self.texts(node.value, scope)
        yield from found

    def returned(self, name: str) -> list[str]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef) and node.name == name:
                returns = [each.value for each in ast.walk(node) if isinstance(each, ast.Return)]
                return [text for value in returns for text in self.texts(value, node)]
        source = self.source(name)
        return source[0].returned(source[1]) if source else []

    def imported(self, name: str) -> list[str]:
        source = self.source(name)
        return source[0].constant(source[1]) if source else []

    def source(self, name: str) -> "tuple[_Module, str] | None":
        module, original = self.imports.get(name, ("", ""))
        path = ROOT / f"{module.replace('.', '/')}.py"
        if module.partition(".")[0] not in PACKAGES or not path.is_file():
            return None
        return _module(path), original

    def troubles(self) -> Iterator[Trouble]:
        for scope in ast.walk(self.tree):
            if not isinstance(scope, ast.FunctionDef):
                continue
            for node in ast.walk(scope):
                if isinstance(node, ast.Call) and self.told(node):
                    yield from self.trouble(node, scope)

    def handed(self, node: ast.AST, scope: ast.FunctionDef) -> list[str]:
        """Return what callers in this module give for a parameter of the function."""
        names = [each.arg for each in scope.args.args]
        if not isinstance(node, ast.Name) or node.id not in names or self.texts(node, scope):
            return []
        at, found = names.index(node.id), []
        for caller in (each for each in ast.walk(self.tree) if isinstance(each, ast.FunctionDef)):
            for call in (each for each in ast.walk(caller) if isinstance(each, ast.Call)):
                if isinstance(call.func, ast.Name) and call.func.id == scope.name and len(call.args) > at:
                    found += self.texts(call.args[at], caller)
        return found

    def told(self, node: ast.Call) -> bool:
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        return name in ERRORS or name in {"Refusal", "Check"} or (name == "_check" and "doctor" in self.path.parts)

    def trouble(self, node: ast.Call, scope: ast.FunctionDef) -> Iterator[Trouble]:
        first = self.handed(node.args[0], scope) if node.args else []
        said = [texts for texts in (first, *(self.texts(each, scope) for each in node.args)) if texts]
        named = {each.arg: each.value for each in node.keywords}
        if "way_out" in named:
            said.append(self.texts(named["way_out"], scope))
        if len(said) > 1:
            where = self.path.relative_to(ROOT).as_posix()
            yield from (Trouble(seen, said[-1][0], where) for seen in said[0] if said[-1])


def _targets(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {each.id for each in targets if isinstance(each, ast.Name)}


def _before(node: ast.AST, place: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield the statements before a place, of the block around it first."""
    for _, block in ast.iter_fields(node):
        if not isinstance(block, list):
            continue
        for at, each in enumerate(block):
            if isinstance(each, ast.AST) and any(inner is place for inner in ast.walk(each)):
                yield from _before(each, place)
                if isinstance(each, ast.stmt):
                    yield block[:at]


@cache
def _module(path: Path) -> _Module:
    return _Module(path)


def untold() -> list[str]:
    """Return the errors with a way out of their own of which the message is not found: place and source."""
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            module = _module(path)
            for scope in (each for each in ast.walk(module.tree) if isinstance(each, ast.FunctionDef)):
                for node in (each for each in ast.walk(scope) if isinstance(each, ast.Call)):
                    named = {each.arg: each.value for each in node.keywords}
                    last = named.get("way_out", node.args[-1] if len(node.args) > 1 else None)
                    ours = getattr(node.func, "id", "") in ERRORS and module.texts(last, scope)
                    if ours and not list(module.trouble(node, scope)):
                        found.append(f"{path.relative_to(ROOT).as_posix()}: {ast.unparse(node)}")
    return found


@cache
def troubles() -> list[Trouble]:
    """Return what the program can say with a way out, each message once an area."""
    found: dict[tuple[str, str], Trouble] = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if _TELLING.search(path.read_text("utf-8")):
                for each in _module(path).troubles():
                    found.setdefault((each.area, each.seen), each)
    return list(found.values())


def page() -> str:
    """Return docs/messages.md, with each message in both languages."""
    japanese = {str(each.id): str(each.string) for each in read(CATALOGUE) if each.id}
    parts = [_HEAD]
    for title in AREAS.values():
        rows = sorted((each for each in troubles() if each.area == title), key=lambda each: each.seen.lower())
        if not rows:
            continue
        parts += [f"## {title}", "", "| message | way out |", "|---|---|"]
        for each in rows:
            cells = [_cell(text, japanese.get(text, "")) for text in (each.seen, each.way_out)]
            parts.append(f"| {cells[0]} | {cells[1]} |")
        parts.append("")
    return "\n".join(parts)


def _cell(english: str, japanese: str) -> str:
    return "<br>".join(_plain(text) for text in (english, japanese) if text)


def _plain(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", " ")
    return re.sub(r"([\\`*_\[\]|])", r"\\\1", text)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    sys.stdout.write(f"{len(troubles())} messages\n")
