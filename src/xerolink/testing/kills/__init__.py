"""Stop the process at each point of each use case, restart it, and look what came of it.

A `Scene` is a small world in which one verb is about to be called. Its points are found by
calling it undisturbed: each side of each call of a port, and where the process is really killed,
each statement of SQLite and each request that has left. Needs a system that can fork.
"""
