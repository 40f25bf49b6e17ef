"""Every figure in the docs comes from here; ratios within one run, because machines are noisy."""
