"""What a person can do and see in the workspace; the page and the tests use the same functions."""
