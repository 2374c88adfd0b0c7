"""The Windows program: its installer, and the proof that it works. `./dev installer` runs this."""
