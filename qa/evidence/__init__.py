"""Evidence: what is known of sentences before and after they are read as an answer to a question."""
