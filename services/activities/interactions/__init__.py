"""Interactions: how, where and on what occasion somebody was in touch [взаимодействия]."""
