"""The registry of companies: who stands behind an INN, asked of the tenant's provider."""
