"""The few numbers that metrics go by."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goals:
    completion_days: int = 30
    """An action item should be done so many days after it was created."""
    repeat_days: int = 90
    """An incident repeats another that was resolved at most so many days before it began."""
    rescored_percent: float = 20
    """A risk counts as re-scored when its score moved by so much."""
    budget_percent: float = 20
    """An incident, or the incidents of one cause in a quarter, may use so much of an error budget."""
