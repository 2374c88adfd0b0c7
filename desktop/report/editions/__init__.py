"""Finalised editions (定稿): what is kept of a year, and what is different since."""
