"""The colours of pages and charts. Those of series are told apart by colour-blind readers, and by patterns as well."""

from dataclasses import dataclass

SURFACE, INK, MUTED, GRID = "surface", "ink", "muted", "grid"


@dataclass(frozen=True, slots=True)
class Style:
    """How one series is drawn: by day, by night, its pattern in bars, its line and its points."""

    light: str
    dark: str
    hatch: str
    dash: str
    marker: str


SERIES = (
    Style("#1f5fa8", "#7fb2ee", "", "solid", "o"),
    Style("#b4540a", "#f0a35e", "////", "dashed", "s"),
    Style("#0b7a68", "#56c9b4", "||||", "dashdot", "^"),
    Style("#7a4ba3", "#c8a4ea", "\\\\\\\\", "dotted", "D"),
    Style("#5d6673", "#a6b0be", "xxx", "solid", "v"),
    Style("#a3305d", "#f093b4", "----", "dashed", "P"),
    Style("#6b6200", "#d3c553", "....", "dashdot", "X"),
    Style("#3d4aa8", "#aab6ff", "++", "dotted", "*"),
)
"""After Okabe and Ito, made dark (and light) enough to stand out from the page with 4.5:1."""
LIGHT = {SURFACE: "#ffffff", INK: "#1b2430", MUTED: "#566170", GRID: "#dfe3e8"}
DARK = {SURFACE: "#171d26", INK: "#e8ecf2", MUTED: "#a3aebc", GRID: "#323b48"}


def style(place: int) -> Style:
    return SERIES[place % len(SERIES)]


def variables(*, dark: bool) -> str:
    """Return the colours as CSS custom properties."""
    named = {**(DARK if dark else LIGHT), **{f"s{i}": s.dark if dark else s.light for i, s in enumerate(SERIES)}}
    return "".join(f"--{name}:{colour};" for name, colour in named.items())


def classes() -> str:
    """Return the rules by which a chart's shapes take their colours from the page."""
    names = (SURFACE, INK, MUTED, GRID, *(f"s{i}" for i in range(len(SERIES))))
    return "".join(f".chart .f-{n}{{fill:var(--{n})}}.chart .l-{n}{{stroke:var(--{n})}}" for n in names)


def name_of(colour: str) -> str | None:
    """Return the name under which a drawn colour stands, for shapes that were drawn by day."""
    named = {**{v: k for k, v in LIGHT.items()}, **{s.light: f"s{i}" for i, s in enumerate(SERIES)}}
    return named.get(colour.lower())
