"""Results told to people: pages, tables and the bulletin; a report is one template and the values it is given."""
