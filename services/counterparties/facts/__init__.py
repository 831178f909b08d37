"""Facts: what other services state about clients."""
