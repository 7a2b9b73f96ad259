"""Edits that other people make in the sandbox, through the services' own endpoints, so that times and names are right.

``reading.read_edits`` reads them from a script's line, ``hand.Hand`` makes the calls.
"""
