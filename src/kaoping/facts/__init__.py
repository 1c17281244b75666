"""Facts: what pages and sites say, derived purely from what the crawl recorded."""
