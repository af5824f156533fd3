"""What Quintet remembers: runs, events, money, approvals, deployments, settings and secrets, in one SQLite file."""
