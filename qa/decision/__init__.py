"""The decision: which of the sentences that were read answers, how surely, and which words are cited."""
