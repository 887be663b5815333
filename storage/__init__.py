"""How it is remembered: tables, queries, migrations. Imports core, knows nothing of Slack."""
