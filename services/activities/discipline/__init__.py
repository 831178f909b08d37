"""Who hears of works that nobody closes in time."""
