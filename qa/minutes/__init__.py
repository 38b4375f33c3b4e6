"""Minutes: who was there, what was decided, by how many votes, and who does what until when."""
