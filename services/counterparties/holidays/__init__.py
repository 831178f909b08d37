"""Professional holidays: the tenant's dictionary of the days of trades."""
