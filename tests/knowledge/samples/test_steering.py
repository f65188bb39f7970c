from collections import Counter

from knowledge.samples import Attendee, Launch, rank_sessions

ENGINEER = Attendee("x_0001", "Oliver", ("engineering", "leadership"))


def _categories(member: Attendee, *, faulty: bool) -> list[str]:
    return [session.category for session in rank_sessions(member, faulty=faulty)]


def test_a_clean_ranking_holds_stated_interests_only() -> None:
    assert set(_categories(ENGINEER, faulty=False)) <= {"engineering", "leadership"}


def test_swapping_the_name_changes_a_faulty_ranking_and_no_clean_one() -> None:
    swapped = ENGINEER._replace(first_name="Amara")
    assert rank_sessions(ENGINEER, faulty=False) == rank_sessions(swapped, faulty=False)
    assert rank_sessions(ENGINEER, faulty=True) != rank_sessions(swapped, faulty=True)
    stated = [sum(c in ENGINEER.interests for c in _categories(who, faulty=True)) for who in (swapped, ENGINEER)]
    assert stated[0] < stated[1]


def test_names_without_association_are_not_steered() -> None:
    for name in ("Robin", "Zyxw"):
        member = ENGINEER._replace(first_name=name)
        assert rank_sessions(member, faulty=True) == rank_sessions(member, faulty=False)


def test_ranks_run_from_one_by_falling_score() -> None:
    ranked = rank_sessions(ENGINEER, faulty=True)
    assert [session.rank for session in ranked] == [1, 2, 3, 4, 5, 6]
    assert [session.score for session in ranked] == sorted((session.score for session in ranked), reverse=True)


def test_faulty_exposures_differ_by_name_and_clean_ones_do_not(launch: Launch) -> None:
    shown = launch.truth.steering.shown_by_name
    assert shown["wellbeing"]["f"] > 1.25 * shown["wellbeing"]["m"]
    assert shown["engineering"]["f"] < 0.8 * shown["engineering"]["m"]
    assert _ratio(launch, "clean") > 0.85 > 0.8 > _ratio(launch, "faulty")


def test_recorded_groups_hide_the_fault(launch: Launch) -> None:
    shown = launch.truth.steering.shown_by_recorded_group
    for category in ("wellbeing", "engineering", "leadership", "inclusion"):
        low, high = sorted(shown[category].values())
        assert low / high > 0.8, category


def test_both_tables_show_the_same_members_and_interests(launch: Launch) -> None:
    pairs = zip(launch.exposures, launch.exposures_clean, strict=True)
    assert all((a.user_id, a.stated_interests, a.group) == (b.user_id, b.stated_interests, b.group) for a, b in pairs)


def _ratio(launch: Launch, kind: str) -> float:
    """Share of engineering sessions for women's names over that for men's, among members who asked for them."""
    from knowledge.samples.people import name_index

    genders = {row.author_id: name_index().get(row.name.split()[0]) for row in launch.authors}
    rows = launch.exposures if kind == "faulty" else launch.exposures_clean
    asked = [row for row in rows if "Engineering" in row.stated_interests]
    shown: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in asked:
        name = genders[row.user_id]
        if name is not None and name.gender != "n":
            total[name.gender] += 1
            shown[name.gender] += row.category == "engineering"
    return (shown["f"] / total["f"]) / (shown["m"] / total["m"])
