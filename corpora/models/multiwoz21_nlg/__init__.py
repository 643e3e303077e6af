"""The small generator of responses that learnt MultiWOZ 2.1."""
