"""The exchange with accounting (1C): clients and invoices go there, payments come from there."""
