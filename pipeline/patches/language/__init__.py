"""The language that patches are written in: whatever is not known to be harmless is not in it."""
