"""What somebody is told: in the browser and by push."""
