"""Whether the files agree with the plan's topology, and so with each other, in names, ports, images and secrets."""
