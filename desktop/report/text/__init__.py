"""The report's text: what can be said, how it is kept, laid out, edited and printed."""
