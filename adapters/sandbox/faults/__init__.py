"""Faults of the services on demand, by a script of one rule a line; docs/sandbox-faults.md is its grammar.

``script.parse`` reads it, ``unreliable.Faults`` lets it happen, ``quota.Meter`` counts calls as the services do.
"""
