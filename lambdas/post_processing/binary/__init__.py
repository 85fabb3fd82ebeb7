"""Runs on problems over bits: measured assignments, held against the optimum where it is known."""
