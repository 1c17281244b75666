"""Daily monitoring (日常监测): plans and runs of inspections, findings, what people decide and answer on them."""
