"""Trains Rhasspy's NLU as its server does: train.py SENTENCES.INI GRAPH [LANGUAGE [FOLDER ...]]

The folders may have `slots` and `slot_programs` in them, as Rhasspy's profiles have.
"""
import os
import sys
from pathlib import Path

import rhasspynlu
from rhasspynlu.ini_jsgf import split_rules
from rhasspynlu.jsgf import walk_expression

sentences_file, graph_file, *rest = sys.argv[1:]
language, *folders = rest or ["en"]
slots = [Path(folder) / "slots" for folder in folders]
programs = [Path(folder) / "slot_programs" for folder in folders]
# For the programs: what they print depends on the language, and they need this Python.
os.environ["RHASSPY_LANGUAGE"] = language
os.environ["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"


def transform(expressions, visitor):
    """Applies a visitor to all expressions of a dictionary of lists."""
    for values in expressions.values():
        for value in values:
            walk_expression(value, visitor, replacements)


sentences, replacements = split_rules(rhasspynlu.parse_ini(Path(sentences_file)))
# 0..100 becomes a slot program's list before the lists are loaded, 75 its words after that.
transform(sentences, rhasspynlu.number_range_transform)
transform(dict(replacements), rhasspynlu.number_range_transform)
with_rules = {name: [*values] for name, values in {**sentences, **replacements}.items()}
replacements.update(rhasspynlu.get_slot_replacements(with_rules, slots, programs))
transform(sentences, lambda word: rhasspynlu.number_transform(word, language))
transform(dict(replacements), lambda word: rhasspynlu.number_transform(word, language))

with open(graph_file, "wb") as output:
    rhasspynlu.graph_to_gzip_pickle(rhasspynlu.sentences_to_graph(sentences, replacements), output)
