"""How people want to be told of things."""
