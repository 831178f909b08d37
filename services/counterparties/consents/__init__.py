"""The ledger of consents: who allowed what, through which channel, and how that is proved."""
