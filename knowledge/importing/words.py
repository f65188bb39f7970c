"""Words: platforms and languages, which exports spell in many ways, spelt in one."""

from __future__ import annotations

_PLATFORMS = {
    "twitter": "x",
    "x.com": "x",
    "twitter.com": "x",
    "x (twitter)": "x",
    "x (formerly twitter)": "x",
    "x/twitter": "x",
    "fb": "facebook",
    "facebook.com": "facebook",
    "facebook page": "facebook",
    "ig": "instagram",
    "instagram.com": "instagram",
    "yt": "youtube",
    "youtube.com": "youtube",
    "reddit.com": "reddit",
    "linkedin.com": "linkedin",
    "tiktok.com": "tiktok",
    "bsky": "bluesky",
    "fb_instagram_account": "instagram",
    "linkedin_company": "linkedin",
    "bsky.app": "bluesky",
}

_LANGUAGES = {
    "ar": ("ara", "arabic"),
    "bg": ("bul", "bulgarian"),
    "cs": ("ces", "cze", "czech"),
    "da": ("dan", "danish"),
    "de": ("deu", "ger", "german", "deutsch"),
    "el": ("ell", "gre", "greek"),
    "en": ("eng", "english"),
    "es": ("spa", "spanish", "español"),
    "et": ("est", "estonian"),
    "fa": ("fas", "per", "persian", "farsi"),
    "fi": ("fin", "finnish"),
    "fr": ("fra", "fre", "french", "français"),
    "he": ("heb", "hebrew", "iw"),
    "hi": ("hin", "hindi"),
    "hr": ("hrv", "croatian"),
    "hu": ("hun", "hungarian"),
    "id": ("ind", "indonesian", "in"),
    "it": ("ita", "italian", "italiano"),
    "ja": ("jpn", "japanese"),
    "ko": ("kor", "korean"),
    "lt": ("lit", "lithuanian"),
    "lv": ("lav", "latvian"),
    "ms": ("msa", "may", "malay"),
    "nl": ("nld", "dut", "dutch", "nederlands"),
    "no": ("nor", "norwegian", "nb", "nn"),
    "pl": ("pol", "polish", "polski"),
    "pt": ("por", "portuguese", "português"),
    "ro": ("ron", "rum", "romanian"),
    "ru": ("rus", "russian"),
    "sk": ("slk", "slo", "slovak"),
    "sl": ("slv", "slovenian"),
    "sv": ("swe", "swedish", "svenska"),
    "th": ("tha", "thai"),
    "tl": ("tgl", "tagalog", "filipino", "fil"),
    "tr": ("tur", "turkish"),
    "uk": ("ukr", "ukrainian"),
    "vi": ("vie", "vietnamese"),
    "zh": ("zho", "chi", "chinese"),
}
_CODES = {name: code for code, names in _LANGUAGES.items() for name in (code, *names)}


def platform_named(text: str) -> str:
    """Return a platform's name in lower case, one for all its spellings: Twitter is `x`."""
    name = " ".join(text.lower().split())
    return _PLATFORMS.get(name, name)


def language_named(text: str) -> str | None:
    """Return the ISO 639-1 code of a language given by code, tag (en-US) or English name; none if unknown."""
    name = text.strip().lower()
    if name in _CODES:
        return _CODES[name]
    start = name.replace("_", "-").split("-")[0]
    if start in _CODES:
        return _CODES[start]
    return start if len(start) == 2 and start.isascii() and start.isalpha() else None
