"""One service: it owns one kind of record, and nobody else touches its database."""
