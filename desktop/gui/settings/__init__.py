"""What the page 设置 is made of."""
