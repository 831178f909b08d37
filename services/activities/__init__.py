"""Activities: works with clients, and what people do all day."""
