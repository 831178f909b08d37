"""The import desk: client files land in staging, are repaired there and become counterparties."""
