#!/usr/bin/env python3
"""Holds every board against the rules of rules_of_*.py; says all that is wrong at once.

usage: lint.py ROOT
"""
import pathlib
import sys

import rules_of_boards
import rules_of_links
import rules_of_panels
import rules_of_words
from boards import language, load, panels, place, twin


def mistakes_of(name, board):
    for rule in rules_of_boards.RULES:
        yield from (f"{name}: {mistake}" for mistake in rule(name, board))
    for panel in panels(board):
        for rule in rules_of_panels.RULES:
            yield from (f"{name}: {place(panel)}: {mistake}" for mistake in rule(panel))


def mistakes_between(boards, rules_folder):
    for name, board in boards.items():
        if language(name) == "vi" and twin(name) in boards:
            for rule in rules_of_words.RULES:
                yield from (f"{name}: {mistake}" for mistake in rule(board, boards[twin(name)]))
    yield from rules_of_links.links_resolve(boards)
    yield from rules_of_links.handed_on_alike(boards)
    yield from rules_of_links.boards_have_a_twin(boards)
    yield from rules_of_links.alerts_lead_to_boards(boards, rules_folder)


def main():
    root = pathlib.Path(sys.argv[1])
    boards = load(root)
    mistakes = [mistake for name, board in boards.items() for mistake in mistakes_of(name, board)]
    mistakes += mistakes_between(boards, root / "config/prometheus/rules")
    mistakes += [*rules_of_links.pages_lead_to_boards(boards, root), *rules_of_links.maps_are_there(boards, root)]
    mistakes = list(dict.fromkeys(mistakes))
    print("\n".join(mistakes) if mistakes else f"{len(boards)} boards, nothing wrong with them")
    return 1 if mistakes or not boards else 0


if __name__ == "__main__":
    sys.exit(main())
