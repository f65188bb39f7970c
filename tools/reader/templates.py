"""Templates: sentences of our own whose sentiment follows from how they are built, to learn from.

Tweets seldom deny, concede or wish, so a reader of tweets goes by the loudest word. These say the same word in ways
that turn its sentiment: denied, in the past, wished for, conceded, asked, or merely named. None is measured on.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from tools.reader.public import Example, fold_of
from tools.reader.reading import POLARITIES, Polarity

SOURCE = "own_sentences"
THINGS = [
    "food",
    "service",
    "pasta",
    "soup",
    "coffee",
    "room",
    "bed",
    "staff",
    "waiter",
    "delivery",
    "app",
    "update",
    "battery",
    "screen",
    "phone",
    "laptop",
    "website",
    "checkout",
    "parking lot",
    "music",
    "burger",
    "pizza",
    "steak",
    "dessert",
    "bathroom",
    "pool",
    "breakfast",
    "manager",
    "haircut",
    "massage",
    "repair",
    "price",
    "menu",
    "table",
    "driver",
    "flight",
    "seat",
    "order",
    "package",
    "camera",
    "keyboard",
    "support team",
    "technician",
    "dentist",
    "gym",
    "class",
    "bar",
    "patio",
    "beer",
    "salad",
    "sauce",
    "chicken",
    "rice",
    "bread",
    "hotel",
    "store",
    "support agent",
    "new layout",
    "search",
    "playlist",
    "subscription",
]
GOOD = [
    "good",
    "great",
    "amazing",
    "delicious",
    "friendly",
    "helpful",
    "clean",
    "fast",
    "excellent",
    "perfect",
    "wonderful",
    "comfortable",
    "fresh",
    "reliable",
    "pleasant",
    "impressive",
    "worth the money",
    "fantastic",
    "attentive",
    "spotless",
    "tasty",
    "easy to use",
    "well made",
]
BAD = [
    "bad",
    "terrible",
    "awful",
    "slow",
    "rude",
    "dirty",
    "cold",
    "broken",
    "overpriced",
    "stale",
    "noisy",
    "disgusting",
    "disappointing",
    "useless",
    "unreliable",
    "bland",
    "greasy",
    "horrible",
    "confusing",
    "poorly made",
    "a waste of money",
    "unhelpful",
    "filthy",
]
NAMES = [
    "Anna",
    "Tyrone",
    "Shanice",
    "Yusuf",
    "Ling",
    "Deepak",
    "Maria",
    "Ivan",
    "Imani",
    "Patrick",
    "Fatima",
    "Hiroshi",
    "Carlos",
    "Greta",
    "Kwame",
    "Chloe",
    "Omar",
    "Mei",
    "Raj",
    "Lucia",
    "Boris",
    "Latoya",
    "Sean",
    "Aisha",
]
PLACES = [
    "on Main Street",
    "near the station",
    "downtown",
    "by the airport",
    "at the mall",
    "around the corner",
    "across town",
]
TIMES = [
    "on Monday",
    "last week",
    "in March",
    "two days ago",
    "this morning",
    "at nine",
    "before noon",
    "on our second day",
    "yesterday",
]

NEGATIVE = (
    "The {thing} was {bad}.",
    "The {thing} wasn't {good} at all.",
    "The {thing} is not {good}, whatever people say.",
    "I expected the {thing} to be {good}, and it wasn't.",
    "The {thing} used to be {good}.",
    "The {thing} used to be {good}, now it's {bad}.",
    "I wish the {thing} were {good}.",
    "The {thing} would be {good} if it actually worked.",
    "They said the {thing} would be {good}. It was not.",
    "The {thing} looked {good} but turned out {bad}.",
    "Don't believe anyone who tells you the {thing} is {good}.",
    "Nothing about the {thing} was {good}.",
    "How can a {thing} be this {bad}?",
    "I have had better {thing} at a gas station.",
    "I won't be coming back for the {thing}.",
    "I wouldn't recommend the {thing} to my worst enemy.",
    "I can't say the {thing} was {good}.",
    "Could the {thing} be any more {bad}?",
    "Maybe the {thing} is {good} for some, but for us it was {bad}.",
    "The {thing} could have been {good}, had anyone cared.",
    "The only {good} part was leaving.",
    "We asked {name} for help with the {thing} and got ignored.",
    "{name} told us the {thing} was fine; it was {bad}.",
    "I want my money back for the {thing}.",
    "Not {good}. Not even close.",
    "They took an hour to bring out the {thing}.",
    "The {thing} arrived late and was wrong.",
    "I had to ask three times about the {thing}.",
)
POSITIVE = (
    "The {thing} was {good}.",
    "The {thing} wasn't {bad} at all.",
    "The {thing} is not {bad}, whatever people say.",
    "I expected the {thing} to be {bad}, and it was {good}.",
    "The {thing} used to be {bad}, now it's {good}.",
    "They said the {thing} would be {bad}. It was {good}.",
    "The {thing} looked {bad} but turned out {good}.",
    "Don't believe anyone who tells you the {thing} is {bad}.",
    "Nothing about the {thing} was {bad}.",
    "I can't say anything {bad} about the {thing}.",
    "I have never had a {thing} this {good}.",
    "Couldn't ask for a better {thing}.",
    "The {thing} couldn't be more {good}.",
    "You won't find a better {thing} anywhere.",
    "I'll be back for the {thing}.",
    "I would recommend the {thing} to anyone.",
    "Even the {thing} was {good}, and I'm hard to please.",
    "I was worried the {thing} would be {bad}, but no.",
    "No complaints about the {thing}.",
    "The {thing} never disappoints.",
    "{name} sorted out the {thing} within minutes, {good}.",
    "{name} made sure the {thing} was {good}.",
    "The {thing} alone is worth the trip.",
    "We didn't have to wait for the {thing} for once.",
    "After years of {bad} ones, finally a {good} {thing}.",
    "It took a while, but the {thing} was {good}.",
)
NEUTRAL = (
    "We ordered the {thing} {time}.",
    "The {thing} is {place}.",
    "I asked {name} about the {thing}.",
    "The {thing} comes in two sizes.",
    "My friend {name} had the {thing} {time}.",
    "They have a {thing} {place}.",
    "Is the {thing} {good}?",
    "Does anyone know if the {thing} is {bad}?",
    "{name} works {place} and I met them {time}.",
    "The {thing} changed {time}.",
    "We were there {time} and sat near the {thing}.",
    "I have not tried the {thing} yet.",
    "I don't know whether the {thing} is {good} or {bad}.",
    "Some call the {thing} {good}, others {bad}.",
    "The {thing} costs twelve dollars.",
    "There were four of us and we shared the {thing}.",
    "{name} wrote about the {thing} {time}.",
    "We went {place} {time} to look at the {thing}.",
    "The review says the {thing} was {good}; I was not there.",
    "You can get the {thing} with or without cheese.",
    "I saw the {thing} in a video by {name}.",
    "The {thing} is neither {good} nor {bad}.",
    "They moved the {thing} to the second floor {time}.",
    "I usually get the {thing} when I am {place}.",
    "The {thing} opens {time}.",
    "I called {name} {time} about the {thing}.",
)
WAYS = dict(zip(POLARITIES, (NEGATIVE, NEUTRAL, POSITIVE), strict=True))


def sentences(count: int = 6_000, *, seed: int = 11) -> Iterator[Example]:
    """Yield `count` sentences, a third of each sentiment, the same for a seed; at times two of one sentiment."""
    draw = random.Random(seed)  # noqa: S311 (not a secret)
    for number in range(count):
        polarity = POLARITIES[number % len(POLARITIES)]
        said = [_sentence(draw, polarity) for _ in range(draw.choice((1, 1, 1, 2)))]
        text = " ".join(said)
        yield Example(SOURCE, text, fold_of(text), {"sentiment": POLARITIES.index(polarity)})


def with_typo(text: str, draw: random.Random) -> str:
    """Swap two neighbouring letters within one of a text's longer words; a text without one is left as it is."""
    words = text.split(" ")
    long = [place for place, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    if not long:
        return text
    place = draw.choice(long)
    word, cut = words[place], draw.randrange(1, len(words[place]) - 2)
    words[place] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(words)


def _sentence(draw: random.Random, polarity: Polarity) -> str:
    filled = draw.choice(WAYS[polarity]).format(
        thing=draw.choice(THINGS),
        good=draw.choice(GOOD),
        bad=draw.choice(BAD),
        name=draw.choice(NAMES),
        place=draw.choice(PLACES),
        time=draw.choice(TIMES),
    )
    return filled.rstrip(".") if draw.random() < 0.3 else filled
