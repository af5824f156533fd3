"""The review of the files that bring a project to where it runs: what can be said of them before anything is run."""
