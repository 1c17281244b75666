"""Tests of the readers of human inputs."""
