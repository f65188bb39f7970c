"""Labelling: readers other than the one that ships, chosen by a setting or an option.

choose      a setting to a reader, and what was measured of it    choose.py
endpoint    an OpenAI-compatible model behind the same protocol   endpoint.py
replies     what such a model may say                             replies.py
cache       labels that were paid for                             cache.py
"""
