"""The page: the workspace as people see it, served by NiceGUI."""
