"""The gRPC door of the deals service."""
