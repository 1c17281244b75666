"""Several machines: workers in processes of their own, a PostgreSQL server and a storage that are really disturbed."""
