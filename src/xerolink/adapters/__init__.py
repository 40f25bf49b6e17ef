"""The world: what stands behind the ports. Adapters do not know each other."""
