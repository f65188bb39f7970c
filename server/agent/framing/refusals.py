"""Refusals: questions that the data, or decency, do not answer; recognised before anything is run."""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from server.agent.framing.frame import Refusal, Refused


class Rule(NamedTuple):
    """Words by which a question is recognised, what is missing, and what can be asked in its place."""

    kind: Refused
    pattern: re.Pattern[str]
    reason: str
    closest: str
    unless: tuple[str, ...] = ()
    """Tools that answer in such words too: where the router takes the question for theirs, it is not refused."""


class Measure(NamedTuple):
    """A measure that needs a table beside posts: answerable once a tool that reads that table exists."""

    pattern: re.Pattern[str]
    what: str
    table: str
    unless: tuple[str, ...] = ()
    """As in Rule."""


def _rule(kind: Refused, pattern: str, reason: str, closest: str, unless: tuple[str, ...] = ()) -> Rule:
    return Rule(kind, re.compile(pattern), reason, closest, unless)


_CONTACT = (
    r"(?:e-?mail address(?:es)?|e-?mails?|phone(?: numbers?)?|home address(?:es)?|street address(?:es)?|addresses|passwords?|credit cards?|salary|"
    r"birthdays?|real names?|real identit\w+|date of birth|ssn|medical records?)"
)
RULES: tuple[Rule, ...] = (
    _rule(
        "unmeasured",
        r"\b(?:who|which (?:agency|company|firm|competitor|brand)|(?:the )?(?:agency|company|firm|people|person) (?:that|which|who)) (?:runs?|owns?|controls?|operates?|pays?(?: for)?|funds?|hired?|is paying(?: for)?)\b.{0,30}\b(?:accounts?|bots?|profiles?|handles?)\b",
        "It asks who runs or pays for accounts; posts show how accounts behave, not whose agency stands behind them.",
        "Which accounts look like bots?",
    ),
    _rule(
        "private",
        rf"\b{_CONTACT} (?:of|for|from|belonging)\b|(?:'s|s'|\b(?:his|her|their|user|author|customer|person)) {_CONTACT}\b|@\w+(?:'s)? {_CONTACT}\b|"
        rf"\bwhat(?:'s| is| are) .{{1,40}}\b{_CONTACT}\s*\??$|\b(?:get|give|find|list|show|collect|scrape)(?: me)?(?: the| all| all the| their)? {_CONTACT}\b|"
        r"\bwho (?:is|are) (?:@\w+|(?:the )?(?:person|people|user|author|individual) (?:behind|who))|\bwhere (?:do|does) .{1,40}\b(?:live|work)\b|"
        r"\b(?:track down|dox+|identify|unmask|stalk|de-?anonymi[sz]e) (?:the |this |that |a )?(?:users?|authors?|person|people|posters?|accounts?|individuals?|@\w+)\b(?! (?:that|which|who) (?:are|look|seem|act|behave|may|might|could)\b.{0,20}\b(?:bots?|fake|automated))|"
        r"\bsame person\b|\b(?:is|are) @\w+ (?:gay|pregnant|ill|sick|depressed|muslim|jewish|christian|married)\b|\b(?:religion|sexuality|health|political views) of\b|"
        r"\b(?:profile|dossier) (?:of|on) (?:@\w+|(?:this|that|the) (?:user|author|person))|\bprivate messages\b",
        "It asks about a private person, and Groundswell answers about groups of posts, not about who somebody is.",
        "What do people complain about?",
    ),
    _rule(
        "unmeasured",
        r"\bwho (?:wrote|posted|tweeted|said|published) (?:the|that|this) (?:\w+ )?(?:worst|best|first|last|angriest|meanest|funniest|most|one|post|tweet|comment|review)\b",
        "It asks who wrote one post; no tool here ranks single posts, and Groundswell answers about groups of posts.",
        "Show me negative posts",
    ),
    _rule(
        "forecast",
        r"(?<!words )(?<!factors )(?<!terms )(?<!features )\b(?:forecast|predict|projection|project(?:ed)? (?:to|for)|extrapolate)\w*|\bwill\b(?! (?:you|i|we)\b).*\b(?:be|rise|fall|drop|improve|go|grow|win|change|like|"
        r"increase|decrease|reach|happen|lose|buy|churn|recover|get)\b|\bnext (?:day|week|month|quarter|year)\b|(?<!meeting )(?<!call )(?<!review )(?<!board )(?<!presentation )(?<!due )\btomorrow\b(?!'s (?:meeting|call|deck|review|board|presentation))|\bwhen will\b|\b(?:peak|spike|surge|blow up) next\b|\bin the future\b|\bgoing to (?:be|happen|rise|fall|drop|"
        r"improve|win|lose)\b|\bby the end of (?:next|the year)\b",
        "It asks about days to come; the data end on {last}, and no tool here forecasts.",
        "How has sentiment changed over time?",
    ),
    _rule(
        "unmeasured",
        r"\b(?:likes?|followers?|reviews?|views|shares|engagement) (?:are|were|is|was|been) (?:bought|fake\w*|purchased|paid for|bots?)\b|\b(?:bought|fake|paid[- ]for|purchased) (?:likes|followers|views|shares|reviews)\b",
        "It asks whose likes or followers are genuine; the data say how many likes a post has, not who liked it or whether it was bought.",
        "Which accounts look like bots?",
    ),
    _rule(
        "unmeasured",
        r"\b(?:industry|sector|category|market|peer|field)(?:['’]s)?(?:[- ]wide)? (?:benchmarks?|averages?|standards?|norms?|medians?)\b|\bbenchmarks? (?:for|of|in) (?:our|the|a|an) (?:\w+ )?(?:industry|sector|field|size|category)\b|"
        r"\b(?:good|bad|normal|usual|typical|high|low) (?:for|in) (?:a|an|our|the|other) (?:\w+ )?(?:compan(?:y|ies)|brands?|banks?|industry|sector|firms?)\b",
        "It asks how that compares with an industry's benchmark; none was supplied, and the posts are those of the tracked brands alone.",
        "Which brand gets the most engagement?",
    ),
    _rule(
        "causal",
        r"\bprov(?:e|es|ing|en)\b(?! (?:us|me|them)\b)|\b(?:proof|causal|causation|causality)\b|\bmade (?:customers|people|users|them) (?:cancel|leave|buy|switch|churn|quit)\b",
        "It asks to prove a cause; posts show what moved together, and a cause needs a controlled comparison.",
        "How has sentiment changed over time?",
    ),
    _rule(
        "not_held",
        r"\b(?:saw|seen|watch\w*|heard|viewers|audience|reach\w*|views)\b.{0,30}\b(?:tv|television|radio|billboard|cinema|print|outdoor)\b|\b(?:tv|television|radio|billboard|cinema) (?:advert\w*|ads?|spots?|commercials?)\b.{0,30}\b(?:saw|seen|watch\w*|reach\w*|work\w*|do|perform\w*)\b",
        "It asks who a television, radio or outdoor advert reached; the data hold posts, which do not measure that.",
        "What do people say about the advert?",
    ),
    _rule(
        "not_held",
        r"(?<!about )(?<!mention )(?<!mentioning )\b(?:our|my|your|the|in|via|from|by|per|private) (?:dm|dms|direct messages?|private messages?|(?:dm |e-?mail |support )?inbox|e-?mails?|whatsapp groups?|call ?cent(?:re|er)s?|app store|play store|focus groups?|(?:own )?surveys?|newsletters?|helpdesk|zendesk)\b",
        "It asks about a source that is not in the data: the dataset holds posts of the platforms imported, and no private messages, mails, surveys or tickets.",
        "What is in this dataset?",
    ),
    _rule(
        "causal",
        r"\bdid\b.{1,80}\b(?:caus\w+|lead to|result in|trigger\w*|make people)\b|(?<!why )\bdid\b.{1,80}\b(?:increase|boost|drive|hurt|improve|reduce|affect|impact)\b|\b(?:does|do) .{1,60}\b(?:caus\w+|drive|lead to|boost|hurt|affect)\b|"
        r"\b(?:caused? by|because of|due to|thanks to|as a result of|the effect of|effect on|impact of|impact on|attributable to|incremental)\b|\bresponsible for\b",
        "It asks what caused what; posts show what moved together, and a cause needs a controlled comparison.",
        "How has sentiment changed over time?",
        ("explain_change", "compare_brands", "spikes"),
    ),
    _rule(
        "outside",
        r"\b(?:what|how)(?:'s|s| is| will)? (?:the )?weather\b|\bweather (?:today|tomorrow|forecast|in|report)\b|\bwill it (?:rain|snow)\b|\b(?:write|generate|create|draft|compose|code|build|make)(?: me)?(?: a| an| some| the| us)?(?: \w+){0,3} (?:tweet|post|reply|caption|code|function|script|poem|song|essay|joke|story|email|press release|blog|article|haiku|slogan|program|query|website|app|logo|image|picture)\b|"
        r"\b(?:python|javascript|sql|java|c\+\+)\b|\btranslate\b|\bcapital of\b|\bpresident of\b|\bstock (?:price|market)\b|\bshare price\b|\b(?:exchange|interest|crime) rates?\b|\brecipes? for\b|\bsolve\b|\bwhat(?:'s| is) \d+\s*[-+*/x]\s*\d+|"
        r"\btell (?:me|us) (?:a|another) joke\b|\bhoroscope\b|\bwho (?:won|invented|discovered)\b|\bmeaning of life\b|\bignore (?:all|your|the|previous|any)\b.*\b(?:instructions?|rules|prompts?)\b|\bsystem prompt\b|"
        r"\bwhat time is it\b|\bwho are you\b|\bbook (?:me|a)\b",
        "It is not a question about the posts of this dataset.",
        "What is in this dataset?",
    ),
    _rule(
        "outside",
        r"^\W*(?:please |can you |could you )?(?:post|tweet|publish|comment|reply|dm|message|say|write) (?:something|anything|this|that|it|a|an|to|on|for)\b|"
        r"(?<!\bwe )(?<!\bthis brand )(?<!\bthey )(?<!\busers )(?<!\bpeople )\b(?:delete|erase|send|approve|publish|export|forget|tweet this|post this|reply to (?:them|him|her|all|every\w+))\b(?! ?(?:rates?|times?))|"
        r"^\W*(?:please )?(?:change|set|alter|edit|update) (?:the|all|every|our|my)\b",
        "Asking changes nothing and sends nothing: a person approves replies in the inbox, and erases on the command line.",
        "What is in this dataset?",
    ),
    _rule(
        "advice",
        r"(?<!people )(?<!users )(?<!accounts )(?<!influencers )(?<!voices )(?<!authors )\bshould\b(?! (?:i|we|anyone) (?:know|be aware|ask|be (?:worried|concerned|scared|alarmed)|worry|panic|escalate|lose sleep|get ahead)\b)|\bwhat (?:would|do) you (?:recommend|suggest|advise)\b|(?<!for a )\brecommend(?:ations?)?\b(?! (?:us|it|this brand)\b)|\badvice\b|\badvise\b|\bwhat(?:'s| is) the best (?:strategy|way|time) to\b|\bhow (?:can|could|do) we (?:improve|fix|increase|win|get|grow|make)\b|\bwhat to do\b",
        "It asks what to do; the data can show what people say, and the decision is yours.",
        "What do people complain about?",
    ),
    _rule(
        "unmeasured",
        r"\bhow much .{1,40}\b(?:earn|make a year|get paid)\b|\b(?:they|people|users?|customers?|authors?|posters?|complainers?)\b.{0,25}\b(?:earn\w*|salar\w+|wages?|get paid|live|reside|work for)\b|"
        r"\b(?:demographics?|age (?:groups?|ranges?|distribution)|ages?|how old are|how old is (?:the|our) (?:user|audience|customer)\w*|genders?|male|female|women|men|ethnicit\w*|(?:by|their|whose|of) race|income|education level|married|religio\w+|millennials?|gen ?z|boomers?)\b(?!.*\bposts? (?:about|that|mention\w*))",
        "Nothing in the data says who the authors are by age, gender, income or origin, and Groundswell does not guess it.",
        "How do people feel by platform?",
    ),
)

_SPEED = re.compile(
    r"\b(?:answer|repl|respond|react|get back)\w*\b.{0,30}\b(?:fast\w*|slow\w*|quick\w*|sooner|later|soon|time|hours?|minutes?)\b|"
    r"\b(?:response|reply|answer(?:ing)?|first[- ]response) (?:times?|speed)\b|\bhow (?:fast|quick\w*|long|soon) .{0,30}\b(?:answer|repl|respond)\w*"
)
_TOP_POST = re.compile(
    r"\b(?:most|top|best|biggest) (?:liked|shared|retweeted|reposted|replied|viewed|viral|popular|engaging|performing)?\s*(?:single )?"
    r"(?:post|tweet|comment|message|thread)\b"
)
MEASURES: tuple[Measure, ...] = tuple(
    Measure(re.compile(pattern), what, table, unless)
    for pattern, what, table, unless in (
        (r"\b(?:revenue|sales|sold|purchas\w+|conver(?:sions?|ted|t)|leads?|mqls?|sqls?|clv|ltv|lifetime value|churn\w*|nps)\b(?! (?:to|the|by))|\bhow many (?:\w+ )?(?:customers|clients|users|subscribers|sign-?ups|accounts) (?:did|have|do|has) (?:we|us|this brand)\b|\bsign-?ups\b|\bregistrations\b|\binstalls\b|\bdownloads\b", "what came of customers", "outcomes",
         ("intents", "associations", "search_posts", "early_warning", "compare_brands", "share_of_influence")),
        (r"\b(?:ad spend|spend(?:ing)?|budget|roi|roas|cpa|cpql|cost per)\b", "money spent", "spend", ("voices", "search_posts")),
        (r"\b(?:csat|first[- ]response|response times?|reply times?|resolution times?|resolved|handle time|sla|tickets?)\b", "support conversations", "tickets", ("compare_brands", "search_posts", "sentiment", "aspects")),
        (r"\b(?:(?<!by )(?<!per )followers?|(?:our|their|my|big) following|audience (?:size|growth)|influencers?|advocates?|detractors?|most active|"
         r"(?:top|loudest|biggest) (?:authors?|posters?|users?|accounts?|voices?|fans?|critics?)|"
         r"who(?: is| are|'s)? (?:\w+ )?(?:tweet|post|complain|writ|talk)(?:s|ing|ed|es)? (?:the )?(?:most|loudest))\b", "accounts", "authors",
         ("voices", "share_of_influence", "engagement_rates", "associations", "describe_dataset", "brief", "distinctive_words",
          "sentiment", "explain_change", "early_warning", "suspected_bots")),
        (r"\b(?:logins?|sessions?|active users|dau|mau|feature (?:use|usage|adoption)|clicks?|ctr|click[- ]through)\b", "what users did", "events", ("search_posts", "aspects", "spikes", "early_warning", "emerging_topics")),
        (r"\b(?:attribution|touchpoints?|conversion paths?)\b", "paths to conversion", "touchpoints", ()),
    )
)  # fmt: skip


_DONE = re.compile(r"\bdid (?:(?!you\b|i\b)[\w'’]+ ){1,4}(?:publish|post|export|send)\b")
"""What somebody did is no order to do it."""
SURE = 0.3
"""Probability of a tool from which a question is taken for its own."""


def find_refusal(
    text: str, *, last: object, read_by_tools: Collection[str], shares: Mapping[str, float] | None = None
) -> Refusal | None:
    """Return why the (lower-case, mended) text cannot be answered from posts; none where nothing forbids trying.

    `read_by_tools` are the tables that registered tools need, `shares` how likely the question is for each of them.
    """
    meant = {name for name, share in (shares or {}).items() if share >= SURE}
    text = _DONE.sub("did that", text)
    for rule in RULES:
        if rule.pattern.search(text) and not meant & set(rule.unless):
            return Refusal(kind=rule.kind, reason=rule.reason.format(last=last), closest=rule.closest)
    if _TOP_POST.search(text) and "search_posts" not in meant:
        reason = "It asks which single post did best, and no tool here ranks single posts by engagement."
        return Refusal(kind="unmeasured", reason=reason, closest="How much do people engage, by platform?")
    if "tickets" not in read_by_tools and _SPEED.search(text) and "compare_brands" not in meant:
        reason = "It asks how fast somebody answers, and no tool here computes response times yet."
        return Refusal(kind="unmeasured", reason=reason, closest="How do people feel about each brand?")
    return _lacking(text, read_by_tools, meant)


def _lacking(text: str, read_by_tools: Collection[str], meant: Collection[str]) -> Refusal | None:
    """Refuse a measure of a table that no tool reads, unless another tool is meant that answers in such words."""
    for measure in MEASURES:
        if measure.table in read_by_tools or set(meant) & set(measure.unless):
            continue
        if match := measure.pattern.search(text):
            reason = (
                f"{match[0].strip()!r} is about {measure.what}, and no tool here reads a table of those "
                f"({measure.table}); posts alone do not say it."
            )
            return Refusal(kind="unmeasured", reason=reason, closest="Which brand gets the most engagement?")
    return None
