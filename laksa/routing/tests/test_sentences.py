"""Labelled sentences as people write them: what the rules make of the half kept apart when their weights were chosen."""

import sys

from laksa.routing.rules import Report, evaluate


def held_out(sentences):
    return [row for row in sentences if row["held_out"]]


def test_there_are_enough_sentences_of_every_category(sentences, rulebook):
    assert len(held_out(sentences)) >= 250
    assert {row["category"] for row in sentences} == set(rulebook.categories)


def test_the_right_category_comes_first_or_among_three(sentences, rulebook, capsys):
    result = evaluate(rulebook, [(row["text"], row["category"]) for row in held_out(sentences)])

    with capsys.disabled():
        sys.stdout.write(f"\nheld out: top1 {result.top1:.3f} top3 {result.top3:.3f} n {result.n}\n")
    assert result.top1 >= 0.92
    assert result.top3 >= 0.97


def test_what_is_wrong_rarely_passes_the_desk(sentences, rulebook):
    decisions = [(rulebook.decide(Report(row["text"])), row["category"]) for row in held_out(sentences)]

    passed = [(decision, category) for decision, category in decisions if not decision.desk]
    assert sum(decision.category != category for decision, category in passed) / len(passed) <= 0.03
    assert len(passed) / len(decisions) >= 0.8


def test_emergencies_are_heard_and_false_alarms_few(sentences, dangers, rulebook):
    rows = sentences + dangers
    told = [row for row in rows if row["emergency"] == "yes"]
    # A category that is an emergency by itself (a snake, a wasps' nest) may show 112 either way.
    calm = [row for row in rows if row["emergency"] == "no" and not is_urgent(rulebook, row.get("category"))]

    heard = sum(rulebook.decide(Report(row["text"])).emergency for row in told)
    false = sum(rulebook.decide(Report(row["text"])).emergency for row in calm)

    assert heard / len(told) >= 0.98
    assert false / len(calm) <= 0.01


def is_urgent(rulebook, category):
    return category in rulebook.categories and rulebook.categories[category].emergency


def test_the_kind_is_read(sentences, rulebook):
    rows = held_out(sentences)

    right = sum(rulebook.decide(Report(row["text"])).kind == row["kind"] for row in rows)

    assert right / len(rows) >= 0.93
