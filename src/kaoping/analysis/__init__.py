"""What would change, and how firm a result is: trying changes, and looking at indicators and ranks. Pure, no I/O."""
