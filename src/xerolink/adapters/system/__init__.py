"""What the machine itself gives: its time, and chance."""
