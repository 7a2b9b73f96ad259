"""Notion over its official client."""
