"""Fields that a tenant defines itself: definitions, values, filters."""
