"""What the renderers of all types of projects share: the engine, safe names and literals, views and samples."""
