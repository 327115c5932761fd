"""What programs send, checked before anything is done with it."""
