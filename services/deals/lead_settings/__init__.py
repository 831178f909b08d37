"""What a tenant sets up for its leads: statuses, reasons of loss, rules of assignment."""
