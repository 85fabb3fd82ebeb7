"""Runs on molecules: an energy, held against Hartree-Fock and the exact one of its basis set."""
