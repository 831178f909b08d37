"""The letter of the day: what is overdue, what today brings, what is unread."""
