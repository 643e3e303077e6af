"""Policies: from beliefs to what the system does and says."""
