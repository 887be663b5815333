"""Tests that kill processes and look at what is left."""
