"""Asks: what a question wants to know, by the words that people use for it."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from server.agent.framing.frame import Ask, Dimension

_POSTS = r"(?:posts?|tweets?|comments?|messages?|quotes?|examples?|threads?|reviews?)"
_SAY = r"(?:say|saying|said|talk|talking|talked|post|posting|posted|tweet|tweeting|write|writing|mention|mentioning|discuss(?:ing|ed)?)"

_VOLUME = (
    r"(?:posts?|mentions?|talk|volumes?|conversations?|chatter|buzz|engagement|interactions|likes|posting|tweets?)"
)
_TURN = (
    r"(?:drop|fall|decline|decrease|dip|slump|rise|increase|improvement|jump|change|shift|turn|swing|backlash|deterioration|recovery|downturn|upturn)"
    r"(?: (?:in|of) (?:the )?(?:sentiment|mood|complaints|negativity))?"
)
_BOTS = (
    r"\bbots?\b|\b(?:not|non)[- ]human\b|\b(?:aren['’]?t|isn['’]?t|are not|is not|not)(?: from)? (?:real|actual|genuine) (?:people|persons?|users|humans)\b|\b(?:fake|automated|inauthentic|suspicious|spam|spammy|sock[- ]?puppet)[- ](?:accounts?|profiles?|users?|posts?|activity|engagement)\b|"
    r"\bsock[- ]?puppets?\b|\bastroturf\w*|\btroll (?:farms?|factor(?:y|ies))\b|\binauthentic\b|\breal people or\b"
)

_PART_OF = (
    r"\b(?:which|what) (?:parts?|areas?|bits?|aspects?|pieces?|elements?) of (?:the|our|their|its) "
    r"(?:products?|apps?|platform|services?|tools?|offer(?:ing)?)\b"
)
"""A feature, said without the word."""

# In order of importance: the first that matches leads the answer.
_RULES: tuple[tuple[Ask, str], ...] = (
    ("bots", _BOTS),
    ("intents", r"\b(?:share|percent\w*|proportion|part|portion|fraction|rate) (?:of )?(?:(?:all |the |our )*(?:posts|tweets|mentions|comments|talk)(?: that)? (?:are|is) )?(?:complaints|praise|suggestions|questions|feature requests|recommendations)\b|"
     r"\bwhat (?:do|did|does) (?:people|users|customers|they) want\b.*\b(?:buy|complain|ask|suggest|praise)\b|\bintent(?:s|ions)?\b"),
    ("emotions", r"\b(?:is|are|does|do|did)\b.{1,60}\b(?:frustrat(?:e|es|ing)|confus(?:e|es|ing)|excit(?:e|es|ing)|disappoint(?:s|ing)?|annoy(?:s|ing)?)\b.{0,20}\b(?:people|users|customers|them|folks|everybody|members)\b|"
     r"\b(?:fed up|frustrated|confused|excited|disappointed)\b.{0,40}\b(?:with|by|about|when it comes to)\b|\bfrustration (?:level|with|about|around|over)\b|\bemotion\w*|\bhow (?:angry|mad|furious|scared|afraid|worried|sad|excited|disappointed|annoyed|frustrated|confused|surprised|disgusted|happy) (?:are|is|were|was|do|did)\b|\bhow much (?:anger|fear|joy|sadness|disgust|surprise|frustration|confusion|excitement)\b"),
    ("chart", r"\b(?:bar|line|pie|column|area) (?:chart|graph|plot)\b|\b(?:chart|graph|plot|visuali[sz]e|diagram|png|svg)\b"),
    ("spikes", rf"\bspik(?:e[ds]?|ing)\b|\bwhen (?:did|was|were|has|have)\b.{{1,60}}\b(?:most|peak\w*|highest)\b.{{0,20}}\b(?:attention|mentions?|talk\w*|posts|buzz|coverage)\b|\bdid (?:people|users|anyone|they) (?:talk|post|tweet|write) (?:more|less)\b|\bunusual(?:ly)?\b|\banomal\w+|\boutliers?\b|\bblow(?:n|s|ing)? up\b|\bblew up\b|\bexplod\w+|\bskyrocket\w*|\bsurg(?:e[ds]?|ing)\b|"
     rf"\bbursts?\b|\b(?:which|what|any|on|the) (?:days?|hours?|dates?)\b[^.?!]{{0,60}}\b(?:unusual\w*|through the roof|stands? out|stood out|jump\w*|peak\w*|rose|spik\w*)\b|^\W*(?:days?|hours?|dates?) (?:where|when|on which|with)\b|\bthrough the roof\b|\b(?:go|goes|went|gone|going|fell|fall) (?:quiet|silent)\b|\bquiet(?:est)? (?:days?|periods?|times?|spells?)\b|\b(?:weird|strange|odd) (?:spikes?|days?|peaks?)\b|"
     rf"\b{_VOLUME}(?: (?:about|on|of|from) (?:the |this )?\w+)? (?:jump\w*|soar\w*|plung\w*|plummet\w*|collaps\w*|dip(?:s|ped)?|peak(?:s|ed)?)\b|\b(?:jumps?|peaks?|dips?) (?:in|of) (?:the |our )?{_VOLUME}\b|"
     rf"\bwhy (?:did|do|does|have|has|is|are|were|was) (?:the |our |their |this brand )?{_VOLUME}(?: (?:about|on|of|from) (?:the |this )?\w+)? (?:suddenly )?(?:ris\w+|rose|grow\w*|grew|increas\w*|f[ae]ll\w*|drop\w*|declin\w*|decreas\w*|go|going|went|shoot|shot|doubl\w*|so (?:high|low))\b"),
    ("aspects", rf"{_PART_OF}.{{0,40}}\b(?:complain\w*|criticis\w*|gripes?|hat(?:e|es|ed)|anger|angry|unhappy|worst|negativ\w*|bad)\b|"
     r"\b(?:which|what) (?:of (?:the|our|its|their) )?(?:\w+ )?features?\b.{0,40}\b(?:complain\w*|criticis\w*|gripes?|hat(?:e|es|ed)|judged|anger|angry|unhappy|frustrat\w*|worst|negativ\w*|pain points?)\b"),
    ("change", r"\bwho (?:turned|soured|cooled|went off)\b|\bwhat(?:'s| is| has| have| was| else| exactly)* (?:changed|different|moved|shifted)\b|\b(?:mix|composition) (?:or|vs\.?|versus|and|rather than) (?:the )?(?:mood|rate|judg\w+|feelings?|opinions?)\b|"
     rf"\b(?:which|what|whose) \w+(?: \w+)? (?:is|are|was|were|has been|drives?|drove|explains?|lies?|stands?) (?:behind |driving |pulling (?:it )?)?(?:the |this |that )?{_TURN}\b|"
     rf"\b(?:who|which \w+|what \w+) (?:is|are|was|were) behind (?:it|this|that)\b|\b(?:which|what) \w+ (?:is|are|was|were) (?:driving|pulling|causing|dragging) (?:it|this|that|(?:the )?(?:mood|sentiment))(?: down| up)?\b|"
     rf"\bwho (?:is|are|was|were) (?:behind|driving) (?:the |this |that )?{_TURN}\b|\bexplain (?:the |this |that )?{_TURN}\b|\broot causes? of (?:the |this |that )?{_TURN}\b"),
    ("search", r"\b(?:need|want|got|any|send|see) (?:the |some |a few |me )*(?:quotes|originals|examples)\b|\bi(?:['’]d| would)? (?:want|need|like|love) to (?:read|see) (?:what|the|some|those|posts|tweets|a few)\b|^\W*(?:i'?m |we'?re )?(?:looking|searching) for\b|"
     rf"^\W*(?:please |can you |could you )?(?:find|search|show|list|give|read|pull|get|quote|cite|look for)(?: me| us| up)?\b.*\b{_POSTS}\b|"
     rf"^\W*(?:any |negative |positive |angry |recent |the )*{_POSTS} (?:about|that|which|on|mentioning|with|saying|where|in|from)\b|^\W*(?:please )?(?:find|search|quote|cite)\b|"
     r"^\W*(?:please )?(?:find|search|show|list|give|quote|cite)(?: me| us)?\b.{0,20}\b(?:people|customers|users|fans|someone|anyone|those) (?:who|that|with)\b"),
    ("count", rf"\bhow many (?:\w+ )?{_POSTS}\b|\bhow (?:often|many (?:\w+ )?(?:times|people|mentions|authors|users|accounts))\b|\bnumber of {_POSTS}\b"),
    ("why", r"\bwhy\b|\bhow come\b|\bwhat(?:'s| is| was| are)? (?:behind|driving|the reasons?)\b|\breasons? (?:for|why|behind)\b|"
     r"\bwhat (?:caused|explains|made|makes)\b|\broot causes?\b|\bwhat happened\b|\bwhat went (?:wrong|well)\b"),
    ("brief", r"\b(?:brief|briefing|overview|summar(?:y|ise|ize)|sum (?:it |this |things )?up|wrap[- ]?up|recap|debrief|"
     r"report|big picture|tl;?dr|highlights|key (?:findings|takeaways))\b|\bwhat should i know\b|\bcatch me up\b|"
     r"\b(?:weekly|launch|crisis) (?:review|check|brief)\b"),
    ("share", r"\b(?:in|by) (?:number of )?mentions\b|\bhow much of (?:the |all )?(?:talk|conversation|buzz|chatter|discussion|mentions?)\b(?! (?:is|was|are|were) (?:bots?|about the|negative|positive))|\bin share terms\b|\bcompar\w+\b.*\bmentions\b|\b(?:share|slice|part|portion|piece|chunk) of (?:the )?(?:voice|conversations?|mentions?|chatter|talk|discussion|discourse|buzz|noise|pie)\b|\bsov\b|\bmost (?:talked|mentioned|discussed)\b|"
     r"\btalked about (?:the )?most\b|\bmentioned (?:the )?(?:most|more|least)\b|\b(?:more|most|least) (?:mentions|buzz|chatter|attention)\b|"
     r"\bmost (?:popular|visible)\b|\bwho (?:dominates|leads|owns|gets) (?:the )?(?:most )?(?:conversation|mentions?|buzz|talk|attention)\b|"
     r"\bwho (?:is|are|do|gets?)\b.*\b(?:talk|mention)(?:ed|ing)?\b.*\b(?:most|more|about)\b"),
    ("trend", r"\btrend(?:s|ed|ing|line)?\b|\bover time\b|\bchang(?:e|ed|es|ing)\b|\b(?:rise|rising|rose|risen|fall|falling|fell|"
     r"fallen|drop|dropped|dropping|improv(?:e|ed|es|ing)|worsen(?:ed|ing)?|go(?:es|ing|ne)? (?:up|down)(?! (?:with|well|badly))|went (?:up|down)(?! (?:with|well|badly))|decreas(?:e|ed|ing)|increas(?:e|ed|ing)|"
     r"declin(?:e|ed|ing)|grow(?:n|ing)?|grew|spik(?:e|ed|ing))\b|\bgetting (?:more|less)\b|\b(?:get|gets|got|getting|gotten|become|becomes|became|becoming|turned|turning)(?: any| much| a lot| even| a bit)? (?:better|worse|sour|bad)\b|"
     r"\b(?:(?:day|week|month)[ -](?:by|to|on|over|after)[ -](?:day|week|month)|by (?:day|week)|per day|per week|daily|weekly|each (?:day|week)|evol(?:ve|ved|ution))\b|"
     r"\bbefore (?:and|vs\.?|versus|or) after\b|\btimeline\b|\b(?:more|less|fewer|angrier|happier)\b.{0,25}\b(?:since|after)\b|\b(?:better|worse)\b.{0,40} than (?:before|last|the week before)\b|\bup or down\b|\b(?:has|have|did|is|are|has)\b.{0,40}\b(?:moved|moving|shifted|shifting|move|shift)\b|\b(?:which|what) (?:way|direction)\b.{0,30}\b(?:going|heading|headed|moving)\b|\bheading (?:up|down|north|south)\b"),
    ("engagement", r"\bengag(?:e|ed|ing|ement|ements)\b|\binteract(?:ions?|ed|ing)?\b|\blikes\b|\bretweets?\b|\breposts?\b|"
     r"\bshares\b|\bperform(?:s|ed|ing)? best\b|\bposts? (?:do |does )?perform\w*|\bbest perform\w*\b|\bviral\b|\bvirality\b|\breach\b|\bimpressions\b(?! of)|\b(?:per|by|an) impression\b|\bviews?\b(?! (?:of|on))"),
    ("praise", r"\bprais\w*|\blove[ds]?\b(?! to)|\blik(?:e|es|ed|ing) (?:about|most|best)\b|\bwhat (?:do|did|does) .{1,25}\blikes?\b(?! to)|\bcompliment\w*|"
     r"\bappreciat\w*|\bstrengths?\b|\bbest (?:thing|part|about)\b|\bhappy (?:about|with)\b|\benjoy\w*|\bwhat(?:'s| is) good\b|"
     r"\bthe good\b|\bgood things?\b|\bpros\b"),
    ("complain", r"\bcomplain\w*|\bhat(?:e|es|ed|ing)\b|\bcritici[sz]\w*|\bdislik\w*|\bpain ?points?\b|\bproblems?\b|\bissues?\b|"
     r"\bunhappy (?:about|with)\b|\bangry (?:about|at|with)\b|\bfrustrat\w*|\bgripes?\b|\bweakness\w*|\bworst (?:thing|part|bit|about)\b|\bupset\b|"
     r"\bannoy\w*|\bmoan\w*|\bbugs?\b|\bthe bad\b|\bbad things?\b|\bcons\b|\bgrumbl\w*|\bneed(?:s)? fixing\b|\bwrong with\b"),
    ("saying", rf"\b(?:what|whats|anything)\b.{{0,30}}\b{_SAY} (?:about|of|on|regarding)\s+(?!(?:when|in|on|lately)\b)\w|\bwhat is being said (?:about|of|on)\b|\bwhat(?:'s| is) the (?:word|talk|buzz|chatter) (?:about|on|around)\b"),
    ("words", r"\b(?:words?|terms?|vocabulary|phrases?|hashtags?|keywords?|descriptors?)\b"
     r"(?!\s*(?:of mouth))|\bdistinctive\b|\bwhat sets?\b.*\bapart\b|\bassociated? with\b|\bwhat (?:do|are|did) people "
     rf"(?:{_SAY}) about\s*(?:[?.!]|$|(?:when|in|on|lately)\b)|\btalking about\s*(?:[?.!]|$)"),
    ("topics", r"\b(?:themes?|topics?|subjects?|talking points)\b"),
    ("feel", r"\bfe(?:el|els|lt|eling|elings)\b|\bsentiments?\b|\bmood\b|\bopinions?\b|\bthink(?:ing)? (?:of|about)\b|\bthoughts?\b|"
     r"\bperce(?:ive|ived|ption)\b|\breputation\b|\bimage\b(?! posts?)|\breact(?:ion|ions|ing|ed)?\b|\breceived\b|\breception\b|\b(?:positive|negative|neutral)(?:ly)?\b|"
     r"\b(?:happy|unhappy|satisfied|dissatisfied|liked|popular|angry|sad|excited)\b|\btone\b|\battitudes?\b|\bvibes?\b|\bnps\b|"
     r"\bdo(?:es)? .{1,30}\blike\b|\bmakes? of (?:us|this|it|the|our|them)\b|\blikeab\w+|\bbuzz\b"),
    ("search", rf"\b(?:find|search|show|list|give|read|see|pull|get|look)\b.*\b{_POSTS}\b|\b{_POSTS} (?:about|that|which|on|mentioning|with|saying|where)\b|"
     rf"\b(?:find|search|show) me\b|\bsearch (?:for)?\b|\b(?:any(?:one|body)|who|someone|people|users|customers)\b.{{0,30}}\b{_SAY}\b|"
     rf"\bwhat (?:are|do|did|have|is|were)\b.*\b{_SAY}\b|\bwhat is being said\b|\bexamples? of\b"),
    ("count", r"\bhow (?:many|much|often)\b|\bcounts?\b|\bnumber of\b|\bvolumes?\b|\btotal\b"),
    ("describe", r"\bdescribe\b|\bwhat(?:'s| is)? (?:in|inside)\b.*\b(?:data|dataset)\b|\bwhat data\b|\bcover(?:s|age|ed)?\b|"
     r"\b(?:which|what|who)\b.{0,30}\b(?:brands?|competitors?|rivals?|platforms|networks|channels|sources)\b.{0,20}\b(?:track|monitor|collect|import|scrape|watch)\w*|\bfrom when (?:to|till|until) when\b|"
     r"\bwhich (?:brands|platforms|languages|days|dates|period)\b(?!.*\b(?:most|best|more|worst)\b)|\bwhat (?:brands|platforms|languages|regions|campaigns) (?:are|do|is)\b|\bdate range\b|\bhow (?:big|large|old|fresh)\b|\bdo you have\b|\bwhat (?:do|can) (?:you|i|we) (?:have|ask|do|tell)\b|^\W*(?:help|hello|hi|hey)\W*$"),
    ("compare", r"\bcompar\w*|\bversus\b|\bvs\b|\bdifferen(?:ce|ces|t|tly)\b|\bstack up\b|\bagainst\b|\bbetter than\b|\bworse than\b|"
     r"\brival\w*|\bcompetit(?:or|ors|ion|ive)\b|\bhead to head\b|\bbenchmark\b"),
    ("doing", r"\b(?:doing|performing|faring|going|received|landed|perform)\b|\bhow (?:is|are|was|were|did|does|do)\b.*\b(?:do|doing|perform|land|go|going|fare)\b|\bwhat about\b|\bhow about\b"),
)  # fmt: skip
_COMPILED = tuple((ask, re.compile(pattern)) for ask, pattern in _RULES)

_ANALYSED = ("bots", "emotions", "chart", "spikes", "change", "aspects")
_LOOKS_FOR = re.compile(
    rf"^\W*(?:please |can you |could you )?(?:find|search|show|list|give|quote|cite|look for)\b.*\b{_POSTS} (?:about|that|which|on|mentioning|with|saying)\b"
)
"""Posts are looked for by their words, which then ask for nothing."""
_LOOSE = ("search", "describe", "doing", "saying")
"""Asks whose patterns reach over what the question is about."""
_PHRASE = 30
"""Characters of a pattern's match that are surely only the asking."""

_DENOMINATORS: dict[str, Literal["reach", "impressions", "followers", "views"]] = {
    "reach": "reach", "impression": "impressions", "follower": "followers", "view": "views",
}  # fmt: skip
_BY: tuple[tuple[Dimension, str], ...] = (
    ("brand", r"brands?|compan(?:y|ies)|competitors?|rivals?|products?|names?"),
    ("platform", r"platforms?|channels?|networks?|sites?|sources?|social networks?"),
    ("lang", r"languages?|langs?"),
    ("region", r"regions?|countr(?:y|ies)|markets?|locations?|places?"),
    ("campaign", r"campaigns?|tags?"),
    (
        "format",
        r"formats?|(?:kinds?|types?|sorts?) of (?:posts?|content)|post (?:types?|formats?)|content (?:types?|formats?)|media types?",
    ),
    ("tenure", r"tenures?"),
)


_FORMAT = r"(?:videos?|clips?|reels?|images?|pictures?|pics?|photos?|carousels?|polls?|stor(?:y|ies)|text(?:[- ]only)?(?: posts?)?|links?|gifs?|articles?)"
_FORMATS = re.compile(
    rf"\b{_FORMAT}(?: posts?)?\b[^.?!]{{0,40}}\b(?:than|vs\.?|versus|or|and|against|compared (?:to|with)|from)\s+(?:the )?{_FORMAT}\b"
)
"""Two formats set against each other; by format is how that is answered."""
_EACH = (
    r"\b(?:by|per|each|every|across|for each|for every|between|among|which|what|all|all the|the different|split by|on which|the|"
    r"(?:best|top|worst)(?:[- ]performing)?|which social|(?:our|the) (?:best|strongest|weakest))"
    r"\s+(?:of )?(?:the |our |tracked |these |those |of the )*"
)
_SPLITS = tuple((dimension, re.compile(rf"{_EACH}(?:{noun})\b(?!'s)")) for dimension, noun in _BY)
_SPLIT = re.compile(
    r"\b(?:break|breaks|broken|split|splits|divide|divided|slice|sliced|group|grouped|sort|sorted|separate)\b"
    r"[^.?!]{0,40}?\b(?:down |up )?(?:by|per|into)\b|\bbreak ?down (?:by|per|of)\b"
)
"""How people ask for a split, whose words are not what it is about."""
_WEEKS = re.compile(
    r"\b(?:week before|previous week|prior week|(?:than|vs\.?|versus|compared (?:to|with)) last week)\b"
)
_TENURE = re.compile(
    r"\b(?:new(?:er)?|long[- ]?(?:time|term|standing)|old(?:er)?|loyal|existing) (?:customers?|users?|members?)\b"
)
_BY_FEATURE = re.compile(
    rf"{_PART_OF}|"
    r"\b(?:by|per|each|every|which|what|across|between|among)\s+(?:of )?(?:the |our |these )*(?:\w+ )?features?\b|"
    r"\bfeature by feature\b|\b(?:the|our|all|its|their) (?:\w+ )?features\b"
)
_OFTEN: Mapping[Literal["day", "week", "month"], str] = {"day": "daily", "week": "weekly", "month": "monthly"}
_STEPS: Mapping[Literal["day", "week", "month"], re.Pattern[str]] = {
    step: re.compile(rf"\b(?:{often}|{step}[ -](?:by|to|on|over|after)[ -]{step}|(?:by|per|each|every) {step})\b")
    for step, often in _OFTEN.items()
}
_LIMITED = re.compile(
    r"\b(?:top|first|best|give me|show me|list)\s+(?:the )?(?:\d{1,3}|two|three|four|five|six|ten|twenty)\b"
)


def find_asks(text: str) -> tuple[Ask, ...]:
    """Return what the (lower-case, mended) text asks for, most important first; nothing where no rule knows."""
    # Two sides of one mood are no two things to compare.
    text = re.sub(
        r"\b(?:positive|good|happy|love|like) (?:vs\.?|versus|or|and) (?:negative|bad|unhappy|angry|sad|hate|dislike)\b",
        "sentiment",
        text,
    )
    found = tuple(dict.fromkeys(ask for ask, pattern in _COMPILED if pattern.search(text)))
    return tuple(ask for ask in found if ask not in _ANALYSED) if _LOOKS_FOR.search(text) else found


def formats_in(text: str) -> list[tuple[int, int]]:
    """Return the spans in which formats are set against each other: video vs photo."""
    return [match.span() for match in _FORMATS.finditer(text)]


def explained(text: str) -> list[tuple[int, int]]:
    """Return the spans of the (lower-case) text whose words say what is asked, and so are not what it is about."""
    spans = [match.span() for ask, pattern in _COMPILED if ask not in _LOOSE for match in pattern.finditer(text)]
    spans = [(start, end) for start, end in spans if end - start <= _PHRASE]
    options = (*_STEPS.values(), _FORMATS, _BY_FEATURE, _LIMITED, _SPLIT, _WEEKS, _TENURE)
    return [*spans, *(match.span() for pattern in options for match in pattern.finditer(text))]


_WHERE = re.compile(r"\bwhere (?:is|are|do|does|did|was|were)\b.{0,30}\b(?:engag\w+|interact\w*|lik(?:e|ed)|popular)\b")


def find_grouping(text: str, *, beside: Dimension | None = None) -> Dimension | None:
    """Return what the answer is asked by: `by platform`, `per brand`, `each of the brands`, `which brand`.

    `beside` is split by anyhow, so that another is looked for first.
    """
    found = _groupings(text)
    return next((each for each in found if each != beside), found[0] if found else None)


def _groupings(text: str) -> list[Dimension]:
    if _WEEKS.search(text):
        return ["week"]
    if _FORMATS.search(text):
        return ["format"]
    if re.search(_PART_OF, text):
        return []
    found = [dimension for dimension, pattern in _SPLITS if pattern.search(text)]
    found += ["platform"] if _WHERE.search(text) else []
    return found or (["tenure"] if _TENURE.search(text) else [])


def asks_by_feature(text: str) -> bool:
    """Tell whether the answer is asked by feature: `which feature do people like best`, `for each feature`."""
    return bool(_BY_FEATURE.search(text))


def find_step(text: str) -> Literal["day", "week", "month"] | None:
    """Return the length of a step: `daily`, `week by week`, `from week to week`, `per month`."""
    for step, pattern in _STEPS.items():
        if pattern.search(text):
            return step
    return None


def find_denominator(text: str) -> Literal["reach", "impressions", "followers", "views", "post"] | None:
    """Return what engagement is asked to be divided by: `by reach`, `per impression`, `does a post get`."""
    if match := re.search(
        r"\b(?:by|per|over|to)\s+(?:the |thousand |a thousand |[\d,.k]+ )?(reach|impression|follower|view)s?\b", text
    ):
        return _DENOMINATORS[match[1]]
    return (
        "post"
        if re.search(r"\b(?:per|a|each|every) post\b|\bdo(?:es)? (?:a|each|every) post (?:get|draw|have)\b", text)
        else None
    )


def find_limit(text: str) -> int | None:
    """Return how many are asked for: `top 5`, `10 posts`, `three examples`."""
    words = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "a dozen": 12, "twenty": 20}
    said = rf"(\d{{1,3}}|{'|'.join(words)})"
    match = re.search(
        rf"\b(?:top|first|best|give me|show me|list)\s+(?:the )?{said}\b(?! (?:days?|weeks?|months?))", text
    ) or re.search(rf"\b{said}\s+(?:\w+\s+)?(?:posts?|tweets?|comments?|examples?|quotes?|words?|terms?)\b", text)
    if match is None:
        return None
    return max(1, min(words.get(match[1]) or int(match[1]), 100))


def find_polarity(text: str) -> Literal["negative", "positive"] | None:
    """Return the one side asked for: `angry posts`, `positive tweets`; none for both or neither."""
    bad = re.search(
        r"\b(?:negative|angry|unhappy|critical|bad|worst|complain\w*|hat(?:e\w*|ing)|upset|furious|annoy\w*|bugs|gripes?|mad|moan\w*|unhapp\w*|negativity|displeased|cross(?:er)?|livid|fuming|detractors?|critics?|haters?)\b",
        text,
    )
    good = re.search(
        r"\b(?:positive|happy|good|best|prais\w*|lov(?:e[ds]?|ing)|favourable|favorable|fans?|rav(?:e|ing)|enjoy\w*|pleased|delighted|satisfied|thrilled|glad)\b",
        text,
    )
    if bool(bad) == bool(good):
        return None
    return "negative" if bad else "positive"
