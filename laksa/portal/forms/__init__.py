"""What residents may send to the site."""
