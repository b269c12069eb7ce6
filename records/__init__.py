"""What happened, and what is being done: the audit trail and the jobs."""
