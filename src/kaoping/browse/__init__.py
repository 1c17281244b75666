"""Look at chosen pages in a real Chromium that can reach nothing but what the crawl's guard permits."""
