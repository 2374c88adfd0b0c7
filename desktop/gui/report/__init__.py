"""The annual report page: the paper with its living figures, the figure beside it, what is still open."""
