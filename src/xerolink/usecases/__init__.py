"""What can be asked for; each gathers, decides, performs, and talks to ports only."""
