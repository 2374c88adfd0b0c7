"""The parts of the page 指标."""
