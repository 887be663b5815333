"""Domain objects as Block Kit: pure functions, within Slack's limits, with a text beside blocks."""
