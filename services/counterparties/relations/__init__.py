"""Relations: who is what to whom, what is around somebody, and who could introduce whom."""
