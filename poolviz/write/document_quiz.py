"""The JSON of a quiz: its questions, the tries, what was said of them, and the summary."""

from __future__ import annotations

import json
from typing import Any

from poolviz.teach.questions import Question
from poolviz.teach.questions_command import command
from poolviz.teach.quiz import Item, Quiz


def dumps(quiz: Quiz, complete: bool) -> str:
    """One document; `complete` says whether the answers lasted until the end."""
    over = [item for item in quiz.items if item.over]
    document = {
        "quiz": 1,
        "seed": int(quiz.seed),
        "operation": quiz.operation,
        "topics": list(quiz.topics),
        "count": quiz.count,
        "complete": complete,
        "questions": [{"number": item.number} | _item(item) for item in quiz.items],
        "summary": {
            "asked": len(over),
            "right_at_once": sum(item.at_once for item in over),
            "right": sum(item.right for item in over),
            "done": list(quiz.done),
            "mistakes": dict(quiz.mistakes.most_common()),
            "lessons": [
                {"lesson": lesson, "mistakes": list(mistakes), "topics": list(topics)}
                for lesson, mistakes, topics in quiz.helps
            ],
        },
    }
    return json.dumps(document, allow_nan=False)


def question(asked: Question) -> dict[str, Any]:
    """What is asked, and the right answer."""
    return {
        "topic": asked.topic,
        "operation": asked.problem.operation,
        "setting": asked.setting,
        "asks": asked.asks,
        "sought": asked.sought,
        "cell": list(asked.at) if asked.at else None,
        "command": f"poolviz {command(asked)}",
        "answer": asked.key,
        "wrong": [{"mistake": name, "answer": answer} for name, answer in asked.wrongs],
    }


def _item(item: Item) -> dict[str, Any]:
    tries = [
        {
            "text": text,
            "right": reply.right,
            "mistakes": list(reply.mistakes),
            "says": list(reply.says),
        }
        for text, reply in item.tries
    ]
    return question(item.question) | {"tries": tries}
