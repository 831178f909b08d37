"""The only door from outside: REST, live streams and pages in, gRPC out. No business rules."""
