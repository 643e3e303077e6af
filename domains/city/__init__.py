"""The fictional city: its landmarks and the script that makes every domain's rows."""
