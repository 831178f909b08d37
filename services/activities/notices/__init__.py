"""What somebody is told: in the browser, by push and by letter."""
