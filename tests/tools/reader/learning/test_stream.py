"""Stream: examples as word pieces, batched by length, and mixed as asked."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from tools.reader.learning.stream import Encoded, encode, paired, stream
from tools.reader.public import Example


def words() -> Tokenizer:
    vocabulary = {word: number for number, word in enumerate(["?", "the", "screen", "is", "bad", "red", "heart"])}
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="?"))
    tokenizer.pre_tokenizer = Whitespace()
    return tokenizer


def made(source: str, count: int) -> list[Encoded]:
    return [Encoded(Example(source, f"{number}", 2), [1] * (number % 9 + 1), ()) for number in range(count)]


def test_spans_become_word_pieces_of_the_rewritten_text() -> None:
    text = "❤ the screen is bad"
    start = text.index("screen")
    (one,) = encode([Example("made", text, 0, spans=((start, start + 6, 0), (90, 95, 2)))], words())

    assert one.ids == [5, 6, 1, 2, 3, 4]
    assert one.spans == ((3, 4, 0),)  # the second lies past the text


def test_a_batch_holds_texts_of_like_length() -> None:
    batches = stream({"a": made("a", 200)}, {"a": 1.0}, batch=8, seed=1)

    for batch in islice(batches, 40):
        lengths = [len(one.ids) for one in batch]
        assert max(lengths) - min(lengths) <= 1


def test_sources_are_drawn_by_size_times_passes_and_the_same_way_for_a_seed() -> None:
    sources, passes = {"a": made("a", 100), "b": made("b", 50)}, {"a": 1.0, "b": 6.0}

    def drawn() -> Counter[str]:
        batches = islice(stream(sources, passes, batch=10, seed=3), 400)
        return Counter(one.example.source for batch in batches for one in batch)

    counts = drawn()
    assert counts == drawn()
    assert abs(counts["b"] / counts.total() - 0.75) < 0.03


def test_a_source_is_gone_through_before_it_repeats() -> None:
    seen = [
        one.example.text
        for batch in islice(stream({"a": made("a", 400)}, {"a": 1}, batch=10, seed=0), 40)
        for one in batch
    ]

    assert len(set(seen)) == 400


def test_pairs_come_side_by_side_and_none_where_none_are_wanted() -> None:
    texts = [Example("made", "[NAME] is bad", 0), Example("made", "the screen of [NAME] is red", 0)]
    batch = next(paired(texts, words(), count=3, seed=1))

    assert len(batch) == 6
    for one, other in zip(batch[::2], batch[1::2], strict=True):
        assert one.ids == other.ids  # no name is known to these few words
        assert one.example.text.split()[-1] == other.example.text.split()[-1]
    assert next(paired(texts, words(), count=0, seed=1)) == []
