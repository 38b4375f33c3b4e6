"""Standalone questions: what a follow-up asks, told by the questions before it."""
