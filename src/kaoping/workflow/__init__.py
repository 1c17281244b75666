"""State tables and the days that follow from one another: what people may do next, until when, and who must act."""
