"""From plain English or a JSON document to entities, fields and requirements, without a model."""
