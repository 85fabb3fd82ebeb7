"""The quantum approximate optimisation algorithm (Farhi, Goldstone and Gutmann, arXiv:1411.4028)."""

from quantum_code.algorithms.qaoa.algorithm import run_qaoa

__all__ = ["run_qaoa"]
