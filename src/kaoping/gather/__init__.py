"""Gatherers: what needs the network beyond the crawl of pages."""
