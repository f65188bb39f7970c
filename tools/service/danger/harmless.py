"""Harmless: turns of phrase that hold the words of danger and mean none; they are put aside before the signs are read."""

# ruff: noqa: E501 - a pattern reads better unbroken

import re

_TOLD = (
    r"(?:document\w+|dokumentation|doku|films?|movies?|pelicula|filme|books?|buch|libro|livro|livre|boek|novels?|roman\w*|podcasts?|(?:tv )?series|serie|episodes?|articles?|articulo|artikel|artigo|"
    r"talks?|lectures?|workshops?|campaigns?|campa(?:n|g)\w+|campagn\w+|charit\w+|exhibitions?|plays?|studies|study|reports?|lessons?|webinar|course)"
)
_TOPIC = (
    r"(?:suicid\w*|suizid\w*|selbstmord|zelfmoord|self[- ]harm\w*|(?:domestic|sexual|child|emotional) (?:abuse|violence)|abuse|violence|rape|eating disorders?|depression|murders?|stalking|bullying|grooming|"
    r"violencia (?:domestica|de genero|machista|sexual)|abuso sexual|violenza domestica|stupr\w+|violences? conjugales?|viol|violence domestique|violencia domestica|h(?:a|ae)uslicher? gewalt|missbrauch\w*|vergewaltigung|huiselijk geweld)"
)
_CONTRACT = r"(?:insurance|subscription|contract|membership|plan|account|trial|lease|order|policy|session|shift|call|abonnement\w*|contrat|abonnements?|abbonamento|contratto|contrato|suscripcion|assinatura|vertrag|abo)"
_USE = r"(?:wear|listen|watch|eat|drink|buy|use|pay|play|hear|read|drive|sit through|queue|wait|install|switch|update|order|shop|sing|dance|try|touch|support|vote|miss|call your|do (?:the|my) (?:dishes|homework|taxes|laundry))"

HARMLESS = re.compile(
    r"\bsuicide squad\b|\besquadrao suicida\b|\bescuadron suicida\b|\bprevencion (?:del|de) suicidio\b|\bprevencao (?:do|ao|de) suicidio\b|"
    r"\bprevention du suicide\b|\bprevenzione del suicidio\b|\bsuizidpr(?:a|ae)vention\b|\bzelfmoordpreventie\b|"
    # works and causes
    rf"\b{_TOPIC} (?:prevention|awareness|charit\w+|fundraiser|campaign|week|day|research|statistics|survivors'? (?:day|fund))\b|\bprevention of {_TOPIC}|"
    rf"\b{_TOLD}(?: \S+){{0,3}} (?:about|on|of|for|against|uber|ueber|gegen|sobre|contra|sur|contre|su|sulla|sul|over|tegen|von|handelt von) (?:\w+ )?{_TOPIC}|\b(?:handelt von|deals with|tackles|raises? (?:\w+ )?(?:money|thousands|funds|awareness) for) (?:\w+ )?{_TOPIC}|"
    rf"\b(?:victims?|survivors?|shelter|refuge|helpline) (?:of|for|for victims of) {_TOPIC}|"
    # what else goes unnoticed, unanswered, uneaten
    r"\b(?:nobody|no ?one|who)(?: would| will|'d) (?:even )?(?:notice|care|miss it) if (?:you|it|they|we|this|that|the)\b|\b(?:last|final) (?:message|post|warning|e-?mail) to (?:support|you|your|customer|the)\b|"
    r"\bgood-?byes? to (?:our|your|its|these|those|that|an?) (?!\w*(?:kid|child|parent|famil|friend|son|daughter|mum|mom|dad|world|life))|"
    r"\b(?:apps?|phone|screen|laptop|computer|spotify|support|player|site|website|page|button|ui|system|server|keyboard|touch\w*|device|controls?|it'?s?)\b(?: \S+){0,3} unresponsive\b|"
    r"\b(?:stopped|quit|given up) eating (?:meat|sugar|dairy|gluten|carbs|bread|chocolate|fish|out|there|here|at|your|fast|junk|pork|sweets|red|processed|these|those|this)\b|"
    # rather dead than in that jumper; to end a contract; to go on holiday
    rf"\brather (?:die|be dead) (?:than|before) (?:i )?(?:{_USE})\b|\bend(?:ing)? (?:my |it all|this |things )(?:\w+ ){{0,2}}{_CONTRACT}\b|\bend it all (?:and|by) (?:switch|chang|mov|sign|cancel)\w*|"
    rf"\b(?:en finir|finita|finirla|acabar|terminar|schluss|finir) (?:ya |ora |maintenant )?(?:avec|con|com|mit) (?:\w+ ){{1,2}}{_CONTRACT}|"
    r"\bcan(?:'?t|not) go on (?:holidays?|vacation|strike|stage|air|sale|line|trips?|tour|safari|a |an |the (?:trip|tour|ride|bus|site|website|app|page|excursion|internet)|my (?:trip|holiday|phone|account|honeymoon)|our |your |face|insta\w*|twitter|you ?tube|tik\w*|wifi)|"
    r"\btired of living (?:out of|on (?:take|noodles|fast)|next|near|under|paycheck|abroad|with (?:my parents|room\w*|flat\w*|mice|boxes|noise)|in (?:a|an|the|this) (?:\w+ )?(?:city|town|flat|hotel|house|country|suitcase|mess|apartment|hostel|construction \w+))|"
    r"\btrapped in (?:a|an|the|your|this) (?:\w+ ){0,3}(?:loop|menu|queue|chat|phone tree|traffic|contract|subscription|meeting|call|bot|maze|game|level|lobby|cutscene)\b|\bstuck (?:in|on) (?:a|an|the|your|this) (?:\w+ )?(?:loop|menu|queue|level|lobby|screen)\b|"
    r"\bbeat(?:s|en|ing)? (?:me|us|him|her) (?:\w+ )?(?:at|in (?:the )?(?:chess|game|final|race|match|tennis|finals?)|by \w+ (?:point|goal|second|minute)s?|to (?:it|the))\b|"
    r"\b(?:hurt|cut|burn|burnt|burned|injured) (?:my|him|her)self (?:(?:while |when )?(?:i was |he was |she was )?(?:cook|shav|runn|play|ski|lift|train|chopp|slic|iron|climb|danc|bak|laugh|cycl|hik)\w*ing?|at (?:the )?(?:gym|football|training|practice|yoga)|laughing)\b|"
    r"\b(?:boss|endgegner|bossgegner|level|gegner|tatort|krimi|film|folge|serie|jefe final|chefao|jogo|game|videogame|spiel)\b(?: \w+){0,5} (?:umgebracht|get(?:o|oe)tet|mato|matou|ucciso|tue)\b"
)  # fmt: skip
