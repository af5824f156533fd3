"""The policy scanner: checkov, which is kept for that, in an environment of its own and in the sandbox."""
