"""The policy for restaurant, hotel and taxi that learned by talking."""
