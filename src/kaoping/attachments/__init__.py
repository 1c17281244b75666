"""Attachments (附件): fetched within limits after the crawl, and read in processes that can do no harm."""
