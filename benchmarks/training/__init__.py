"""How the shipped models are made; needs the extra `train`."""
