"""The review of what carries a project to others: container files, workflows, documents."""
