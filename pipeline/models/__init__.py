"""The engines that answer for a role."""
