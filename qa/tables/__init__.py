"""Tables: what rows and cells answer: compared, added up, held against limits, a plan or another year."""
