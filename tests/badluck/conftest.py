from tests.badluck.scene import hasty, open_folder

__all__ = ["hasty", "open_folder"]
