"""The weekly digest: built once as data, rendered to many places."""
