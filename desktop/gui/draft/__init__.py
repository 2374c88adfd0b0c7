"""The draft check on the screen: the draft with its marks, the results, what is asked."""
