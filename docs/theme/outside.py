"""What a page may lead to outside of docs/: such a file becomes a page of the site, so that no link is dead.

The Japanese README, the changes and the threat model are pages of their own.
"""  # noqa: INP001 - MkDocs loads this file by its path

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"README.ja.md": "japanese.md", "CHANGELOG.md": "changes.md", "SECURITY.md": "threats.md"}
_OUTSIDE = re.compile(r"\]\(\.\./([\w./-]+)")
_FROM_THE_TOP = re.compile(r"\]\((?!https?:|#)(docs/)?([\w./-]+)")
_CODE = re.compile(r"`[^`\n]+`")
"""Code in a table: GitHub needs a sign before a bar, MkDocs would show it."""
_LANGUAGES = {".yml": "yaml", ".yaml": "yaml", ".toml": "toml"}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    wanted: set[str] = set(PAGES)
    known: set[str] = set()
    texts = [each.content_string for each in files.documentation_pages()]
    while wanted - known:
        for path in wanted - known:
            text = _shown(ROOT / path)
            files.append(File.generated(config, _uri(path), content=text))
            texts.append(text)
        known |= wanted
        wanted |= {found for text in texts for found in _OUTSIDE.findall(text)}
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    steps = "../" * page.file.src_uri.count("/")
    markdown = _CODE.sub(lambda found: found[0].replace(r"\|", "|"), markdown)
    return _OUTSIDE.sub(lambda found: f"]({steps}{_uri(found[1])}", markdown)


def on_post_page(output: str, page: Page, **_: object) -> str:
    return (
        output.replace('<html lang="en"', '<html lang="ja"', 1)
        if page.file.src_uri == PAGES["README.ja.md"]
        else output
    )


def _uri(path: str) -> str:
    return PAGES.get(path, f"project/{path.removesuffix('.md')}.md")


def _shown(path: Path) -> str:
    """Return a page of the top of the project with its links as they are seen from docs/, or a file as a block."""
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        return _FROM_THE_TOP.sub(lambda found: f"]({'' if found[1] else '../'}{found[2]}", text)
    name = path.relative_to(ROOT).as_posix()
    return f"# {name}\n\n`````{_LANGUAGES.get(path.suffix, 'text')}\n{text.rstrip()}\n`````\n"
