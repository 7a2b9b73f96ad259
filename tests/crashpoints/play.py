"""A story played again and again, killed at another point each time."""

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.crashpoints.point import Point, points
from tests.crashpoints.scene import Plot, Scene, prepare
from tests.crashpoints.trial import Reference, Verdict, reference, trial


def play(
    plot: Plot, folder: Path, pool: Executor, every: int, tell: Callable[[str], None], *, verbose: bool = False
) -> list[Verdict]:
    """Kill the run of one story at each of ``every`` points, in new folders below ``folder``."""
    folder.mkdir()
    (folder / "scene").mkdir()
    scene = prepare(plot, folder / "scene")
    wanted = reference(scene, folder / "reference")
    chosen = points(len(wanted.calls), wanted.commits)[::every]
    if verbose:
        for number, call in enumerate(wanted.calls, 1):
            tell(f"  {number} {call}")
    verdicts = []
    for verdict in pool.map(_try, ((scene, wanted, point, folder) for point in chosen)):
        verdicts.append(verdict)
        if verbose or verdict.violations:
            tell(f"  {verdict}")
    late = sum(each.runs > 1 for each in verdicts)
    missed = sum(not each.killed for each in verdicts)
    tell(
        f"{plot.name}: {len(wanted.calls)} calls, {wanted.commits} commits, {len(verdicts)} points, "
        f"{sum(bool(each.violations) for each in verdicts)} violations"
        + (f", {late} in order after the second run only" if late else "")
        + (f", {missed} where the run was over before" if missed else "")
    )
    return [each for each in verdicts if each.killed]


def _try(asked: tuple[Scene, Reference, Point, Path]) -> Verdict:
    scene, wanted, point, folder = asked
    with TemporaryDirectory(dir=folder) as home:
        return trial(scene, wanted, point, Path(home))
