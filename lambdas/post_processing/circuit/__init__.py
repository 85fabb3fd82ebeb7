"""Runs of a circuit as it is: counts, held against what an ideal device would measure."""
