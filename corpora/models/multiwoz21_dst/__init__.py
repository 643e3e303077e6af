"""The neural tracker of MultiWOZ 2.1, which the domains of the city go by as well."""
