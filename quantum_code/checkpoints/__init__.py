"""Checkpoints: a record of a device's answers, from which any run goes on where it was stopped.

A run is a deterministic function of its problem, its plan and the answers of its device. So the record of those answers
is a checkpoint of every algorithm and every optimiser alike: a resumed run computes again from the start, is answered
from the record as far as that goes, and asks the device from there on. Nothing that was paid for is run twice.
"""
