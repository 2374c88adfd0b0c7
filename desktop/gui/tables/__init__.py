"""Lists of records: what stands in them, the lazy model, the delegate that paints every cell, the view."""
