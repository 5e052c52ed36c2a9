"""Traits: what people may say of themselves, and what groups of them say of items."""
