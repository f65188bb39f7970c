"""Abstention: 1 where the answer abstains exactly when it should, gives a reason, and then claims nothing."""

from __future__ import annotations

from evals.scorers.base import Exam, Score, said


def abstention(exam: Exam) -> Score:
    """Compare whether the answer abstained with whether the case is to be refused."""
    answer = exam.answer
    if exam.case.abstain and not answer.abstained:
        return Score(0, f"answered what cannot be answered: {answer.headline!r}")
    if not exam.case.abstain and answer.abstained:
        return Score(0, f"abstained: {answer.reason!r}")
    if not answer.abstained:
        return Score(1) if answer.claims else Score(0, f"neither abstained nor claimed anything: {answer.headline!r}")
    if not (answer.reason or "").strip():
        return Score(0, "abstained without a reason")
    if answer.claims or answer.figures:
        return Score(0, "abstained, and still claimed something")
    return Score(1)


def is_excused(exam: Exam) -> bool:
    """True if it abstained, gave its reason in the language it was asked in, and the case allows that."""
    answer, lang = exam.answer, exam.case.lang
    if not (lang and answer.abstained and answer.reason):
        return False
    return _language(said(exam, answer.reason), lang) == lang


def _language(text: str, lang: str) -> str:
    """Tell whether a text is in English or in another language given."""
    from py3langid import langid

    judge = langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
    judge.set_languages(["en", lang])
    return str(judge.classify(text)[0])
