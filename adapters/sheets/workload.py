"""Workload identity: what runs elsewhere shows its own token, and gets one of Google's for it. There is no key."""

from google.auth import identity_pool
from google.auth.transport import Request

shown: set[str] = set()
"""The tokens that this process has shown, so that an answer that repeats one is not repeated."""


class Workload(identity_pool.Credentials):
    def retrieve_subject_token(self, request: Request) -> str:
        found: str = super().retrieve_subject_token(request)
        shown.add(found)
        return found
