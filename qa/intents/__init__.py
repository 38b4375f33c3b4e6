"""Intents: questions about documents as a whole, told by their form from those that are looked up."""
