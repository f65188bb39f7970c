"""Traits: what members of a tribe write about and say of themselves more than others do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tools.base import Query
from tools.inputs import Tables
from tools.listening.vocabulary import worded, words_of_names, words_without_content
from tools.scope import scope
from tools.segmentation.declared import Said, declared, is_protected
from tools.segmentation.disclosure import FLOOR, Counter
from tools.segmentation.tribes.ties import placed
from tools.statistics.keyness import chance, discoveries, log_odds_z

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import numpy as np
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Places = NDArray[np.intp]

MOST_POSTS = 200_000
_LONGEST = 30


class Trait(NamedTuple):
    """Something that a person writes or says of themselves."""

    kind: str
    """word, platform, or the name of a declared attribute."""
    value: str


class Traits(NamedTuple):
    """Who has which trait, by places in the graph's people, and of whom each kind is known."""

    held: Mapping[Trait, Places]
    known: Mapping[str, Mask]


class Apart(NamedTuple):
    """A trait that sets a group apart: the share of its people who have it, and that of all others, 0 to 1."""

    trait: Trait
    here: float
    n_here: int
    there: float
    n_there: int
    z: float


def traits(query: Query, tables: Tables, people: Sequence[str]) -> Traits:
    """Read the words that people write, the platforms where they do, and what they declared.

    Words are those that 20 people or more use, but for grammatical ones and names of brands; of more than 200,000
    posts a part is read, always the same. Protected attributes are left out.
    """
    everyone = placed(people)
    held: dict[Trait, Places] = {}
    if "posts" in tables:
        posts = scope(query, tables)
        posts = posts.inner_join(everyone, posts.author_id == everyone.person)
        held |= _grouped(posts.select("place", value="platform").distinct(), "platform")
        held |= _words(_drawn(posts), tables, query)
    places = {person: place for place, person in enumerate(people)}
    said = [one for one in declared(tables) if one.person in places and not is_protected(one.attribute)]
    return Traits(held | _declared(said, places), _known(held, said, places))


def apart(found: Traits, members: Mask, counter: Counter, *, kind: str, limit: int) -> list[Apart]:
    """Return the traits of a kind that set members apart, strongest first: those that chance does not explain.

    Counted are people, rounded as everywhere. Ranked by the z-score of the log-odds ratio (page distinctive_words);
    false discoveries held to 5 % of those shown. A trait that fewer than 20 members have is nobody's business.
    """
    import numpy as np

    known = found.known.get(kind)
    if known is None:
        return []
    n_here, n_there = counter.count(members & known), counter.count(~members & known)
    if min(n_here, n_there) < FLOOR:
        return []
    kept = []
    for trait, places in found.held.items():
        if trait.kind == kind:
            here, there = int(members[places].sum()), int((~members[places]).sum())
            kept.append((trait, places, (here, n_here, there, n_there)))
    stands = discoveries([chance(*_within(counts)) for _, _, counts in kept])
    strong = []
    for (trait, places, counts), standing in zip(kept, stands, strict=True):
        z = log_odds_z(*_within(counts))
        if standing and z > 0:
            has = np.zeros(len(members), dtype=bool)
            has[places] = True
            here, there = counter.count(has & members), counter.count(has & ~members)
            if here >= FLOOR:
                strong.append(Apart(trait, min(here / n_here, 1.0), n_here, min(there / n_there, 1.0), n_there, z))
    return sorted(strong, key=lambda one: (-one.z, one.trait))[:limit]


def _within(counts: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Counts of which none exceeds its whole, which rounding may have made smaller."""
    here, n_here, there, n_there = counts
    return min(here, n_here), n_here, min(there, n_there), n_there


def _drawn(posts: ir.Table) -> ir.Table:
    n = int(posts.count().to_pyarrow().as_py())
    return posts if n <= MOST_POSTS else posts.filter(posts.post_id.right(3) < f"{4096 * MOST_POSTS // n:03x}")


def _words(posts: ir.Table, tables: Tables, query: Query) -> dict[Trait, Places]:
    posts = worded(posts.filter(posts.text.notnull()).select("place", "text"))
    uses = posts.select("place", value=posts.words.unique().unnest()).distinct()
    uses = uses.filter(uses.value.length().between(3, _LONGEST), uses.value.re_search(r"\p{L}"))
    common = uses.group_by("value").aggregate(n=uses.count()).filter(lambda words: words.n >= FLOOR)
    without = words_without_content() | words_of_names(tables.facts, query.filter.text)
    found = _grouped(uses.semi_join(common, "value"), "word")
    return {trait: places for trait, places in found.items() if trait.value not in without}


def _grouped(rows: ir.Table, kind: str) -> dict[Trait, Places]:
    """Gather `place` by `value`."""
    import numpy as np

    held = rows.order_by(["value", "place"]).to_pyarrow()
    values, first = np.unique(held["value"].to_numpy(zero_copy_only=False).astype(str), return_index=True)
    places = np.split(held["place"].to_numpy(zero_copy_only=False).astype(np.intp), first[1:])
    return {Trait(kind, str(value)): mine for value, mine in zip(values, places, strict=True) if len(mine)}


def _declared(said: Sequence[Said], places: Mapping[str, int]) -> dict[Trait, Places]:
    import numpy as np

    gathered: dict[Trait, list[int]] = {}
    for one in said:
        gathered.setdefault(Trait(one.attribute, one.value), []).append(places[one.person])
    return {trait: np.unique(mine) for trait, mine in sorted(gathered.items()) if len(mine) >= FLOOR}


def _known(held: Mapping[Trait, Places], said: Sequence[Said], places: Mapping[str, int]) -> dict[str, Mask]:
    """Of whom each kind is known: words and platforms of who wrote, an attribute of who declared one."""
    import numpy as np

    wrote = np.zeros(len(places), dtype=bool)
    for trait, mine in held.items():
        if trait.kind == "platform":
            wrote[mine] = True
    known = {"platform": wrote, "word": wrote}
    for one in said:
        known.setdefault(one.attribute, np.zeros(len(places), dtype=bool))[places[one.person]] = True
    return known
