"""A local Notion and Google Sheets on loopback, for the demo, tests and rehearsals.

``server.SandboxServer`` runs it in a thread, ``server.serve`` as a process, ``app.create_app`` gives the bare ASGI app.
"""
