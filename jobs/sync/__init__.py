"""The main job: plan and carry out one run for one pair."""

from jobs.sync.outcome import Outcome, OutcomeKind
from jobs.sync.run import Tools, plan_pair, sync_pair

__all__ = ["Outcome", "OutcomeKind", "Tools", "plan_pair", "sync_pair"]
