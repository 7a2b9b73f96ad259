"""``bothways link``: risks to backlog items, incidents to actions and risks: certain links set, likely ones asked."""
