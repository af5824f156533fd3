"""Evidence about generated code: what tools found in it, and what its tests did in the sandbox."""
