"""The subcommands of the `dialog` command, one file each; heavy imports stay in functions."""
