"""The bundle of MultiWOZ 2.1 by itself."""
