import io

from rich.console import Console

from jobs.commands.progress import watching
from jobs.commands.terminal import Terminal, terminal
from jobs.report import Voice
from sync.ports import silent


def watched(*, quiet: bool = False) -> Terminal:
    err = Console(file=io.StringIO(), force_terminal=True, width=80)
    return Terminal(Voice(), quiet=quiet, err=err)


def test_somebody_at_a_terminal_sees_how_far_it_is() -> None:
    screen = watched()
    with watching("risks", screen) as progress:
        progress(100)
        progress(200)
        progress(50)
    shown = screen.err.file
    assert isinstance(shown, io.StringIO)
    assert "risks: 350 records" in shown.getvalue()


def test_nothing_is_drawn_where_nobody_watches() -> None:
    with watching("risks", watched(quiet=True)) as progress:
        assert progress is silent
    with watching("risks", Terminal(Voice(), err=Console(file=io.StringIO()))) as progress:
        assert progress is silent


def test_a_terminal_speaks_the_language_of_the_environment() -> None:
    assert terminal(None, env={"LANG": "ja_JP.UTF-8"}).voice.language == "ja"
    assert terminal("en", env={"LANG": "ja_JP.UTF-8"}).voice.language == "en"
