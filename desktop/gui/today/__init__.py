"""What the page 今日 is made of."""
