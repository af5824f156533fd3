"""The worker: it consumes the events of all services, and answers what happened and how much there is."""
