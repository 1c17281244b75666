"""The platform: who does what, when, under which deadline. A Django project with one app per activity."""
