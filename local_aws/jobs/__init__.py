"""Runs hybrid jobs as Braket's container does, without containers: one process for each of a job's instances."""
