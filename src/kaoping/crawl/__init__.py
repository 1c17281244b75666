"""Fetch whole sites politely and safely, and hand each parsed page on."""
