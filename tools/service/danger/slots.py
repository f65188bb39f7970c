"""Slots: the English words that may stand for a person, a feeling or a denial wherever a sign of danger has room for one."""

# ruff: noqa: E501 - a slot reads better unbroken

IM = r"(?:i'?m|i am|am|been|being)"
WONT = r"(?:won'?t|will not|not going to|not gonna|wouldn'?t|would not|shan'?t)"
CANT = r"(?:can'?t|cannot|can not|couldn'?t|could not|unable to)"
DONT = r"(?:don'?t|do not|didn'?t|doesn'?t|does not|no longer|never|not|hardly|barely)"
KIN = (
    r"(?:husband|wife|partner|boyfriend|girlfriend|bf|gf|fianc\w+|ex|dad|daddy|father|mum|mom|mother|step ?\w+|brother|sister|uncle|aunt|"
    r"cousin|grand\w+|nan|boss|manager|coach|teacher|tutor|colleague|co-?worker|workmate|classmate|room ?mate|flat ?mate|housemate|neighbou?r|"
    r"landlord|carer|son|daughter|baby|toddler|parents?|family|friend|bestie|mate|bro|sis|kids?|child|children|boy|girl|niece|nephew|student|pupil|"
    r"patient|client|customer|employee|guest|follower)s?"
)
MINE = rf"(?:my|our|his|her|their|the|a|one of (?:my|our|the)) (?:\w+ ){{0,2}}{KIN}"
PERSON = rf"(?:he|she|they|someone|somebody|{MINE})"
ABUSER = rf"(?:he|she|my (?:\w+ ){{0,2}}{KIN})"
STRANGER = r"(?:he|she|they|someone|somebody|(?:a|an|the|this|that|some|same|old|older) (?:\w+ ){0,2}(?:man|men|guy|guys|bloke|stranger|person|people|woman|creep|car|van|intruder|burglar)|(?:my|her|his) (?:\w+ )?(?:ex|stalker|neighbou?r|husband|boyfriend|colleague|boss))"
EVERYONE = r"(?:every(?:one|body)|(?:the|this|their|her|his) (?:whole )?(?:world|life|lives)|all of (?:you|them|us)|they|them|you|people|it|things|my \w+|my \w+ \w+)"
SCARED = r"(?:scared|afraid|terrified|frightened|petrified|fear\w*|worried|anxious|panick\w*|dread\w*)"
STOP = r"(?=[ .,!?;:)]*$|[.,!?;:)])"
"""The end of a clause."""
BODY = r"(?:arms?|wrists?|legs?|thighs?|body|neck|stomach|skin|ankles?|hips?|forearms?)"
WEAPON = r"(?:gun|knife|rifle|machete|weapon|pistol|blade|hammer|axe|crowbar|baseball bat|shotgun)"
ARMED = r"(?: gun| knife| rifle| machete| weapon| pistol| blade| hammer| axe| crowbar| baseball bat| shotgun)"
HOME = r"(?:house|home|flat|apartment|room|bedroom|garden|yard|door|window|porch|building|street|place|work|workplace|office|school|stairs)"
GONE = r"(?:die|died|dying|death|dead|disappear\w*|vanish\w*|suicid\w*|kill\w* \w+sel\w+|hurt\w* \w+sel\w+|harm\w* \w+sel\w+|not being|not be|not wake|not wak\w+|not live|not living|not exist\w*|gone for good|end it|ending it|end things|ending things|give up on life|unalive|never (?:wake|been born))"
"""What one may wish or speak of."""
