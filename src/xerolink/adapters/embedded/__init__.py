"""Small built-in intelligence: word lists, nothing to train and nothing to call."""
