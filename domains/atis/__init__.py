"""A bot over a flight database: its tables, and the script that makes their rows."""
