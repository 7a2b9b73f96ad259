"""A mapping proposed from what two tables look like. Pure."""

from mappings.proposal.founding import propose_database, propose_tab
from mappings.proposal.identity import OWN
from mappings.proposal.model import Confidence, Identity, Kind, LeftOut, Match, Proposal
from mappings.proposal.naming import free, plain_name
from mappings.proposal.propose import propose

__all__ = [
    "OWN",
    "Confidence",
    "Identity",
    "Kind",
    "LeftOut",
    "Match",
    "Proposal",
    "free",
    "plain_name",
    "propose",
    "propose_database",
    "propose_tab",
]
