"""Domain objects in words: the same sentences in Slack, on the command line and in exports.

Pure functions of a domain object and the reader's texts. Nothing here knows about Slack.
"""
