"""Records that say the same: an index over texts, neighbours, "entered twice", clusters, scores for links."""
