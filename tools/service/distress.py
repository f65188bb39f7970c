"""Distress: signs in a text that its writer, or somebody they write about, may be in danger.

Rules, never a model: a person must be able to read why a text was flagged. They lean to recall: a needless look
by a person costs a minute, a missed one cannot be taken back. Figures of speech ("this app makes me want to die")
are flagged on purpose, since no rule can tell them from the other kind.

Sources of the wording: public guidance of the World Health Organization on the warning signs of suicide
("talking about wanting to die, feeling trapped, being a burden, having no reason to live") and of self-harm,
put into the phrases people use.
"""

# ruff: noqa: E501 - a pattern reads better unbroken

from __future__ import annotations

import re
from functools import cache

from tools.service.wording import disguises, plain

_ME = r"(?:my ?self|me ?self|mysel+f)"
_LIFE = r"(?:my (?:own )?life|it all|everything|this life|things)"

_ENGLISH = (
    rf"\b(?:kill|killing|hurt|hurting|harm|harming|cut|cutting|hang|hanging|shoot|shooting|drown|starve|starving|"
    rf"end|ending|off|offing|hate|hating) {_ME}\b",
    r"\bsuicid\w*|\bsucid\w*|\bsui ?[cs]ide\b|\bunaliv\w*|\bun-alive|\bself[- ]?harm\w*|\bself[- ]injur\w*|\bkms\b|\bkys\b|\bsewerslide",
    rf"\b(?:end|ending|take|taking|took|finish) {_LIFE}\b",
    r"\b(?:want|wanna|wants|wanted|wish|ready|going|gonna|rather|hope|better|just) (?:to |i (?:was|were) |i'd |off )?"
    r"(?:be )?(?:die|dead|dying|disappear forever|never wake up|not wake up)\b",
    r"\b(?:wish|hope|pray) (?:that )?i (?:don'?t|dont|do not|never|could (?:not|never)) (?:ever )?(?:wake up|have to wake up|exist)\b",
    r"\b(?:wish|want|hope|pray) (?:to |that |i ){0,3}(?:could |would |had |'d )?(?:never|not|n't) "
    r"(?:been born|be here|exist|wake up|woken up|have been born)",
    r"\b(?:don'?t|do not|didn'?t|dont|no longer|not) (?:really |even )?(?:want|wanna|feel like|wish|see (?:a|any) (?:reason|point)) "
    r"(?:to |in )?(?:be )?(?:live|living|alive|exist|existing|be here any ?more|here any ?more|be around|around any ?more|wake up|go on)\b",
    r"\b(?:don'?t|do not|dont|can'?t|cant|cannot|can not) (?:\w+ )?(?:live|exist|go on|do this|take (?:it|this|life)|keep going|keep living|carry on|"
    r"bear (?:it|this)|face (?:it|life|tomorrow)) any ?(?:more|longer)\b|\bcan'?t go on (?:living|like this)\b",
    r"\b(?:no|any|a|what(?:'s| is) the) (?:reason|point|purpose|will|use) (?:to|in|of|for)? ?(?:me )?"
    r"(?:live|living|being alive|going on|to be here|staying alive|my life)\b",
    r"\b(?:nothing|not much|little) (?:left )?(?:to live for|worth living)|\blife (?:is ?n[o']t|isnt|not) worth\b",
    r"\b(?:better off|happier|easier|glad|fine) (?:without me|if i (?:was|were|am) (?:dead|gone|not here))",
    r"\b(?:i'?m|i am|im|feel(?:ing)?|being|just) (?:such |like )?(?:a |only a |nothing but a )?burden\b",
    r"\b(?:nobody|no ?one|none) (?:would|will|'d|'ll)? ?(?:even )?(?:care|miss|notice) (?:me )?(?:if|when) i\b",
    r"\bsay(?:ing)? (?:my )?(?:final |last )?good-?byes?\b.{0,30}\b(?:world|everyone|all|forever)|\bgoodbye(?:,)? (?:cruel )?world\b",
    r"\b(?:suicide|goodbye) note|\bfinal (?:note|letter|goodbye)",
    r"\b(?:overdos\w+|od'?(?:ed|ing)|swallow(?:ed|ing)? (?:all|the|my|a) (?:\w+ ){0,2}(?:pills|tablets|meds))\b",
    r"\b(?:took|taken|taking|take) (?:all|too many|the whole|a (?:whole )?(?:bottle|pack|handful)) (?:\w+ ){0,3}"
    r"(?:pills|tablets|meds|paracetamol|medication|sleeping)",
    r"\b(?:jump|jumping|throw myself) (?:off|from|in front of|under) (?:a|the|my|this)\b",
    r"\b(?:feel(?:s|ing)?|i'?m|i am|am|life is|all is|everything is|it'?s all) (?:\w+ ){0,2}(?:hopeless|worthless|trapped)\b",
    r"\b(?:no way out|give up on life|giving up on life|given up on life|at the end of my rope|"
    r"can'?t cope|cannot cope|cant cope|breaking point|mental breakdown|having a breakdown)\b",
    r"\bcut(?:ting)? (?:my )?(?:wrists?|arms?|veins)|\bslit (?:my|his|her|their) wrists?",
    r"\b(?:he|she|they|my (?:husband|partner|boyfriend|wife|dad|father|mum|mom|ex|boss)) (?:will|is going to|'s going to|"
    r"wants to|threaten\w* to|tried to|said (?:he|she)'?d?) (?:kill|hurt|hit|beat) (?:me|us|my kids)",
    r"\b(?:being|am|was|been|gets?|getting|i'?m) (?:abused|beaten|stalked|raped|assaulted|threatened|blackmailed|groomed)\b",
    r"\b(?:he|she|they|my (?:husband|partner|boyfriend|wife|dad|father|ex)) (?:hits|beats|hurts|abuses|raped|stalks) (?:me|us)\b",
    r"\bi(?:'m| am)? (?:not safe|unsafe|in danger|scared for my life|afraid for my life)|\bfear(?:ing)? for my (?:life|safety)",
    r"\b(?:need|get) help\b.{0,25}\b(?:going to die|dying|hurt|emergency|suicid|scared)|\bsomeone (?:please )?(?:help|save) me\b",
    r"\bpanic attacks?\b",
)
_LATIN = (
    # Spanish, Portuguese, Italian
    r"\b(?:matarme|suicid\w*|quitarme la vida|acabar con (?:mi vida|todo)|quiero morir(?:me)?|no quiero (?:vivir|seguir viviendo)|"
    r"ganas de (?:vivir|morir)|hacerme dano|autolesion\w*|mejor muert[oa]|no (?:puedo|aguanto) mas|sin ganas de vivir)",
    r"\b(?:me matar|quero morrer|tirar (?:a )?minha vida|acabar com (?:a )?minha vida|nao quero (?:mais )?viver|nao aguento mais|"
    r"me machucar|automutila\w*|sem vontade de viver)",
    r"\b(?:uccidermi|ammazzarmi|voglio morire|togliermi la vita|farla finita|non voglio (?:piu )?vivere|farmi del male|"
    r"autolesion\w*|non ce la faccio piu)",
    # French
    r"\b(?:me (?:tuer|suicider|faire du mal|foutre en l'air|pendre)|envie de (?:mourir|crever|vivre)|veux (?:mourir|crever|en finir)|"
    r"mettre fin a mes jours|plus envie de vivre|en finir avec (?:la|ma) vie|scarifi\w*|mieux sans moi|je n'en peux plus)",
    # German, Dutch
    r"\b(?:umbringen|bring(?:e)? mich um|selbstmord\w*|suizid\w*|(?:will|mochte|moechte|wurde am liebsten) (?:nur noch |einfach |am liebsten )?sterben|"
    r"nicht mehr (?:leben|weiterleben|da sein)|das leben nehmen|mich (?:selbst )?(?:verletzen|ritzen)|lebensmude|ohne mich besser|"
    r"(?:kann|halte) (?:das |es )?nicht mehr (?:aus)?)\b",
    r"\b(?:zelfmoord\w*|mezelf (?:iets aandoen|pijn doen|doden|van kant maken)|wil (?:niet meer (?:leven|verder)|dood)|"
    r"er een eind aan maken|beter af zonder mij|suicid\w*)",
    # Polish, Turkish, Swedish
    r"\b(?:samobojst\w*|zabic sie|zabije sie|chce umrzec|nie chce (?:juz )?zyc|odebrac sobie zycie)",
    r"\b(?:intihar\w*|kendimi oldur\w*|olmek istiyorum|yasamak istemiyorum)",
    r"\b(?:sjalvmord\w*|ta mitt liv|vill (?:inte leva|do)\b|skada mig sjalv)",
)
_SCRIPTS = (
    # Russian, Ukrainian
    r"(?:самоубий\w*|суицид\w*|покончить с собои|убить себя|убью себя|хочу умереть|не хочу жить|самогубств\w*|хочу померти|не хочу жити)",
    # Arabic, Hindi, Chinese, Japanese, Korean
    r"(?:انتحار|انتحر|اقتل نفسي|اريد ان اموت|اريد الموت|لا اريد العيش)",
    r"(?:आत्महत|मरना चाहत|जीना नही|खुदकुशी|ख़ुदकुशी)",
    r"(?:自杀|自殺|想死|不想活|轻生|自残|結束生命|结束生命)",
    r"(?:死にたい|自殺|消えたい|リストカット|生きていたくない)",
    r"(?:자살|죽고 ?싶|자해|살고 ?싶지 ?않)",
)


def distress(text: str) -> tuple[str, ...]:
    """Return the words that were taken for signs of distress, in the order of the rules; empty when there are none."""
    spelt = plain(text)
    found = [*_found(_rules(_ENGLISH), (spelt, *disguises(text))), *_found(_rules(_LATIN), (spelt,))]
    if not text.isascii():
        # Scripts whose vowels are marks lose them in `plain`; here they stay.
        found += _found(_rules(_SCRIPTS), (spelt, " ".join(text.casefold().split())))
    return tuple(dict.fromkeys(found))


def _found(rules: tuple[re.Pattern[str], ...], spellings: tuple[str, ...]) -> list[str]:
    different = dict.fromkeys(spellings)
    return [match[0].strip() for rule in rules for spelling in different if (match := rule.search(spelling))]


@cache
def _rules(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)
