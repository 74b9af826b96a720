"""From roster and rules to quotas, blocks and reach, and what an assignment is judged by."""
