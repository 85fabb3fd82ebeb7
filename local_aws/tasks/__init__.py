"""Runs the quantum tasks of the emulated Braket: a queue, and a few processes that hold the simulators."""
