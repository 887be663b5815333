"""How people meet it: Slack listeners, use cases, views, texts, reminders and delivery."""
