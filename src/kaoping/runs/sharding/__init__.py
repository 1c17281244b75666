"""Sites of one batch over several processes: each owns whole sites, and what all share goes through the first one."""
