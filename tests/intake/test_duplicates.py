"""The same story on two sites is found; two stories of one subject are not the same."""

from __future__ import annotations

from annotator.intake.duplicates import near_duplicates

SENTENCES = [
    f"The harbour master said in statement number {n} that berth {n * 7} would stay shut for {n} "
    f"weeks because the dredger {chr(65 + n)}nselma had run aground off pier {n + 3}."
    for n in range(20)
]
STORY = " ".join(SENTENCES)


def test_wire_copy_with_a_new_head_and_tail_is_found_with_its_share() -> None:
    copied = f"By our own staff. {STORY} Share this article."
    found = near_duplicates([("wire", STORY), ("copy", copied), ("other", "Quite another. " * 50)])
    assert list(found) == ["copy"]
    assert found["copy"][0].article == "wire"
    assert found["copy"][0].share == 1.0


def test_a_shortened_story_is_near_the_long_one() -> None:
    found = near_duplicates([("long", STORY), ("short", " ".join(SENTENCES[:12]))])
    assert found["short"][0].share > 0.95


def test_scripts_without_spaces_and_texts_without_words() -> None:
    japanese = "夜行列車みさき号が来春に復活すると鉄道会社が金曜日に発表した。" * 5
    found = near_duplicates(
        [("a", japanese), ("b", "速報" + japanese), ("c", "…"), ("d", ""), ("e", "…")]
    )
    assert list(found) == ["b"]
