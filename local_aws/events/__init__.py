"""EventBridge: what Braket sends to it, and the targets that moto does not deliver to."""
