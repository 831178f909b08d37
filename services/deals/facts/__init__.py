"""Facts: what other services state about deals."""
