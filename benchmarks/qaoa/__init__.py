"""Exact QAOA on this machine's processor, ours and the peers' side by side: `make bench`, docs/benchmarks.md."""
