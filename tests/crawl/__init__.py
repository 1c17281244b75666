"""Tests of the crawl, against a server on loopback that misbehaves as real ones do."""
