"""The signed forms: record, seal and ledger, each with its version."""
