"""What a record was before, and how it comes back."""
