"""Who is assessed: regions, units, their sites and media accounts."""
