"""How what happens reaches an app: over its sockets or by signed requests, with retries."""
