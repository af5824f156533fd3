"""The gateway: the only part that the outside reaches."""
