"""What a user's acts mean in the conversation that they are heard in.

`resolve` goes through the other modules in turn. Each looks at one thing that people leave to the
context: "there", "the same day", "a cheaper one", "book it", "from the hotel to the restaurant".
"""
