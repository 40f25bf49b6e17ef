"""Everything in memory: the reference for every promise of the ports."""
