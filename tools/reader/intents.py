"""Intents: what the intent head learns from, posts of our own and public requests mapped onto the eight intents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tools.reader.public import Example, Public, fold_of
from tools.reader.reading import INTENTS, Intent

OWN = Path(__file__).parent / "own" / "intents.jsonl"
_ASKS: tuple[Intent, ...] = ("informational",)
_WANTS: tuple[Intent, ...] = ("transactional",)
_FAULT: tuple[Intent, ...] = ("complaint", "informational")
_NOTHING: tuple[Intent, ...] = ("other",)

# Only names whose texts nearly all say the same thing are mapped; the rest are left out.
BANKING: dict[tuple[Intent, ...], str] = {
    _ASKS: """age_limit automatic_top_up card_acceptance card_delivery_estimate country_support exchange_rate
        fiat_currency_support supported_cards_and_currencies top_up_limits disposable_card_limits why_verify_identity
        visa_or_mastercard transfer_timing atm_support apple_pay_or_google_pay receiving_money""",
    _WANTS: "terminate_account cancel_transfer change_pin edit_personal_details activate_my_card order_physical_card",
    _FAULT: """card_payment_wrong_exchange_rate transaction_charged_twice extra_charge_on_statement
        wrong_amount_of_cash_received wrong_exchange_rate_for_cash_withdrawal Refund_not_showing_up declined_transfer
        declined_card_payment declined_cash_withdrawal top_up_failed failed_transfer card_not_working
        virtual_card_not_working contactless_not_working""",
}
CLINC: dict[tuple[Intent, ...], str] = {
    _ASKS: """apr balance bill_due calories definition distance exchange_rate flight_status fun_fact gas_type
        how_busy interest_rate meaning_of_life nutrition_info plug_type time timezone traffic weather vaccines oos""",
    _WANTS: """book_flight book_hotel cancel_reservation car_rental freeze_account order order_checks pay_bill
        pto_request restaurant_reservation schedule_maintenance transfer pin_change new_card reset_settings""",
    ("commercial investigation", "informational"): "restaurant_reviews",
    ("navigational",): "directions",
    _NOTHING: "greeting goodbye yes no maybe thank_you repeat tell_joke",
}
BITEXT: dict[tuple[Intent, ...], str] = {
    ("navigational", "transactional"): "contact_human_agent",
    ("navigational",): "contact_customer_service",
    _WANTS: "cancel_order change_order delete_account edit_account get_refund change_shipping_address",
    _ASKS: "check_cancellation_fee check_payment_methods check_refund_policy delivery_period delivery_options",
}
ACTS: dict[str, tuple[Intent, ...]] = {"QUE": _ASKS, "SUG": ("suggestion",), "STM": _NOTHING}


class Intended(NamedTuple):
    """A text, its intents, and its fold."""

    text: str
    intents: tuple[Intent, ...]
    fold: int


def intended(source: str, one: Intended) -> Example:
    """Return a text with its intents as an example of a source."""
    return Example(source, one.text, one.fold, several={"intent": tuple(INTENTS.index(name) for name in one.intents)})


def own_posts(path: Path = OWN) -> Iterator[Intended]:
    """Yield the posts that were written for this head."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        intents = tuple(one for one in INTENTS if one.replace(" ", "_") in row["intents"] or one in row["intents"])
        yield Intended(row["text"], intents, fold_of(row["text"]))


def public_requests(public: Public) -> Iterator[Intended]:
    """Yield the public texts whose label says their intent."""
    for name, mapping in (("banking77_train", BANKING), ("clinc150_train", CLINC), ("clinc150_oos_train", CLINC)):
        yield from _mapped(public, name, mapping, text="text", label="label")
    yield from _mapped(public, "bitext_train", BITEXT, text="utterance", label="intent")
    for row in public.rows("intent/tweet_acts_train"):
        if row["label"] in ACTS:
            yield _public(row["text"], ACTS[row["label"]])


def _mapped(
    public: Public, name: str, mapping: dict[tuple[Intent, ...], str], *, text: str, label: str
) -> Iterator[Intended]:
    intents = {one: found for found, names in mapping.items() for one in names.split()}
    for row in public.rows(f"intent/{name}"):
        if row[label] in intents:
            yield _public(row[text], intents[row[label]])


def _public(text: str, intents: tuple[Intent, ...]) -> Intended:
    return Intended(text, intents, fold_of(text))
