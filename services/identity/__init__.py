"""Who works where, what each may do, and who is asking."""
