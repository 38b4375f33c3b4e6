"""Bench: how fast and how small this machine runs the product; `qa bench` prints it."""
