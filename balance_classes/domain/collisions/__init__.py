"""Hard rules that cannot all hold, and what ends that."""
