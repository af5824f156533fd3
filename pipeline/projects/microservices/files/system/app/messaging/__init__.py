"""Events between the parts of the system, and the queue that carries them."""
