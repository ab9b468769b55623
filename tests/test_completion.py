"""What a shell offers when the tabulator key is pressed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def offered(*words: str) -> list[str]:
    """The completions of the last word, as the shell's own function asks for them."""
    code = "import sys; sys.argv = ['healcare-kg']; from healcare_kg.__main__ import main; main()"
    env = {
        **os.environ,
        "_HEALCARE_KG_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["healcare-kg", *words]),
        "COMP_CWORD": str(len(words)),
    }
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["que"], "query"),
        (["query", "derived"], "derived-from"),
        (["query", "derived-from", "chatglm-6"], "chatglm-6b"),
        (["query", "derived-from", "--base", "chatglm-6"], "chatglm-6b"),
        (["query", "runnable", "psycho"], "psychology"),
        (["show", "soulch"], "soulchat"),
        (["export", "hf-"], "hf-card"),
    ],
)
def test_a_half_typed_word_is_completed(words, found):
    assert found in offered(*words)


def test_only_entities_of_the_parameters_class_are_offered():
    assert "psyqa" not in offered("query", "derived-from", "psy")
    assert "psyqa" in offered("query", "touched-by-dataset", "psy")


def test_what_no_id_begins_with_offers_nothing_and_fails_not():
    assert offered("show", "zz~{") == []
