"""Differencing: does anybody stand out of a thousand overlapping answers and exports?"""
