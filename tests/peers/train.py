"""Trains Rhasspy's NLU: train.py SENTENCES.INI GRAPH"""
import sys
from pathlib import Path

import rhasspynlu

intents = rhasspynlu.parse_ini(Path(sys.argv[1]))
graph = rhasspynlu.intents_to_graph(intents)
with open(sys.argv[2], "wb") as output:
    rhasspynlu.graph_to_gzip_pickle(graph, output)
