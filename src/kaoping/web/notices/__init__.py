"""Notifications: what people are told, where they read it, and how it reaches them outside the platform."""
