"""What does not hold together inside a draft: a rule a module, `inside` all of them."""
