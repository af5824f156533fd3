"""Run commands that nobody has vouched for, and prove on this machine that they are contained."""
