"""Suggested questions: made of sentences, kept where asking them gives the sentence back."""
