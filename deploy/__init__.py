"""How it is started and operated: the command line, the local workspace, container, runbook."""
