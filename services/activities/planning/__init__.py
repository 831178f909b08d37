"""Works by the time they take: somebody's day, calendars, the planner, what is in the way."""
