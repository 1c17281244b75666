"""Readers (精读): each reads a chosen few of a site's pages once more, one file each; discovered by folder."""
