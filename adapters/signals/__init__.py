"""How others learn how the work goes: a heartbeat, notices, health and metrics on this machine."""
