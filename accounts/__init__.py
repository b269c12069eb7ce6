"""Who exists: people, agencies, departments."""
