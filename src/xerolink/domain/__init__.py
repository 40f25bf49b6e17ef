"""What is decided, and why: values in, values out. No I/O, no clock, no chance, no port."""
