"""The policy for restaurant, hotel and taxi that learned from MultiWOZ 2.1."""
