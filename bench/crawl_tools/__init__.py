"""The programs that the crawl bench runs, each in a process of its own."""
