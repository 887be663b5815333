"""What people do with Samtliga, one file each: one command, one transaction, no Slack, no texts.

A use case checks who may, asks `core` for the rule, appends what was decided and writes the
messages that follow from it, all in one transaction; whoever called it answers after the commit.
"""
