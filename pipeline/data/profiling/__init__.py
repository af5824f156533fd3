"""What a profile is made of, one subject a module; `pipeline.data.profile` puts them together."""
