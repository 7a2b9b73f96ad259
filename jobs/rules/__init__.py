"""What can be said of records without a person: pure, over items that somebody else has read."""
