"""Drafts a scheme from a published document: readers → tables → indicators → rules → a draft file and its report."""
