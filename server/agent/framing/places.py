"""Places: countries by the codes that exports give and the names that people use."""

from __future__ import annotations

from collections.abc import Mapping

COUNTRIES: Mapping[str, tuple[str, ...]] = {
    "AE": ("uae", "emirates"), "AR": ("argentina",), "AT": ("austria",), "AU": ("australia",), "BE": ("belgium",),
    "BR": ("brazil", "brasil"), "CA": ("canada",), "CH": ("switzerland",), "CL": ("chile",), "CN": ("china",),
    "CO": ("colombia",), "CZ": ("czechia", "czech republic"), "DE": ("germany", "germans"), "DK": ("denmark",),
    "EG": ("egypt",), "ES": ("spain",), "FI": ("finland",), "FR": ("france",),
    "GB": ("uk", "united kingdom", "britain", "great britain", "brits"), "GR": ("greece",), "HK": ("hong kong",),
    "HU": ("hungary",), "ID": ("indonesia",), "IE": ("ireland",), "IL": ("israel",), "IN": ("india",),
    "IT": ("italy",), "JP": ("japan",), "KE": ("kenya",), "KR": ("korea", "south korea"), "MX": ("mexico",),
    "MY": ("malaysia",), "NG": ("nigeria",), "NL": ("netherlands", "holland"), "NO": ("norway",),
    "NZ": ("new zealand",), "PE": ("peru",), "PH": ("philippines",), "PK": ("pakistan",), "PL": ("poland",),
    "PT": ("portugal",), "RO": ("romania",), "RU": ("russia",), "SA": ("saudi arabia",), "SE": ("sweden",),
    "SG": ("singapore",), "TH": ("thailand",), "TR": ("turkey",), "TW": ("taiwan",), "UA": ("ukraine",),
    "US": ("usa", "united states", "america", "americans", "the states"), "VN": ("vietnam",),
    "ZA": ("south africa",),
}  # fmt: skip
"""ISO 3166-1 code to names."""
WIDER = frozenset(
    ("europe", "asia", "africa", "emea", "apac", "latam", "dach", "benelux", "scandinavia", "england", "scotland",
     "wales", "texas", "california", "london", "paris", "berlin", "tokyo")
)  # fmt: skip
"""Places that are no country."""


def is_place(word: str) -> bool:
    """Tell whether a lower-case word is a country or another place that is known here."""
    return word in WIDER or any(word in names for names in COUNTRIES.values())
