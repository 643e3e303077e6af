"""The bundle of CrossWOZ by itself."""
