"""Change: the parts of `explain_change`.

sides     the two periods                                     sides.py
posts     their posts as arrays, by every dimension           posts.py
facets    what posts are told apart by, and how that is said  facets.py
resample  counts by group, resampled by author                resampled.py
parts     mix and rate, corrected for the reader's error      parts.py
causes    the leading slices, corrected                       causes.py
typical   posts to read                                       typical.py
"""
