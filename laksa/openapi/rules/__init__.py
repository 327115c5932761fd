"""What both interfaces decide on paper: what a request asks for, what an answer looks like, how often."""
