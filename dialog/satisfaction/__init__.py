"""How satisfied users are from turn to turn, estimated from what was said."""
