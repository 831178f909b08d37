"""The tenant's working calendars: when its people work, and which days they are off."""
