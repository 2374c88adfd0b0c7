"""The import of tables, step by step, on the page 数据."""
