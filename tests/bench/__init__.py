"""`make bench`: measures a running installation through its gateway and prints the figures."""
