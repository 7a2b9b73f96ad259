"""What has happened to the records of a pair, and putting it back."""
