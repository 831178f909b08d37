"""The gRPC door of the counterparties service."""
