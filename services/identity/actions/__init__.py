"""What can be done with identity: one function, one transaction; a file per noun."""
