"""What is true: the rules of agreements, shares, conditions and deadlines.

Pure: no I/O beyond reading its own shipped data, no clock, no Slack, no SQL. Money is integer öre,
shares are exact fractions, time comes in as an argument.
"""
