"""Plan, deal, spread, settle, prove and name: from a problem and a seed to an assignment."""
