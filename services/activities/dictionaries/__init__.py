"""What a tenant chooses from for its works: actions with their results, kinds of interaction."""
