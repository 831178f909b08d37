"""Identity over gRPC: a servicer per noun, each reads the request, calls one thing, answers."""
