"""Amazon Braket, in the four-file shape of a moto service: urls, responses, models, exceptions.

Those four hand on to one file a resource (jobs, quantum_tasks, devices, spending_limits, tags) and one a concern
(validation, search, queues, quotas, lifecycle, register). What belongs to the emulator and not to Braket is in
clock, conditions and control.
"""
