"""Contracts: between whom they are, who signed them, what they cost, how and when they end."""
