"""Published official statistics (SCB): municipalities and their populations."""
