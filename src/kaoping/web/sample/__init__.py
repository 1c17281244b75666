"""`kaoping serve --demo`: the platform with the sample city in the middle of an assessment."""
