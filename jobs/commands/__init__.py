"""What stands behind the commands. They are imported when they are called, so that ``--help`` is quick."""
