"""From the person's approval to a healthy deployment: Git, targets, health and rollback."""
