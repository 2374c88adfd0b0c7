"""What the page 数据 is made of."""
