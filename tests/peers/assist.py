"""Home Assistant's own matcher of sentences: assist.py SENTENCES.YAML SENTENCE ...

Prints a line of JSON for each sentence: the intent and its slots, or null.
"""
import json
import sys
from pathlib import Path

import yaml
from hassil import Intents, recognize

sentences_file, *said = sys.argv[1:]
intents = Intents.from_dict(yaml.safe_load(Path(sentences_file).read_text(encoding="utf-8")))
for sentence in said:
    result = recognize(sentence, intents)
    slots = {name: entity.value for name, entity in result.entities.items()} if result else {}
    print(json.dumps({"intent": result.intent.name, "slots": slots} if result else None))
