"""The conductor: collects, judges and scores one batch of sites; a batch is a directory, sealed when done."""
