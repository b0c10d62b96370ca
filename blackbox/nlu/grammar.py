"""A grammar of many intents: a file of templates, and queries that people say."""
import random

VERBS = ("turn on", "switch off", "dim", "open", "close", "start", "stop", "check", "report", "lock")
NOUNS = ("light", "lamp", "blind", "heater", "fan", "door", "window", "valve", "pump", "camera", "speaker", "sensor")
PLACES = ("kitchen", "bedroom", "bathroom", "hall", "garage", "attic", "cellar", "garden", "study", "nursery")
EXTRA = ("please", "now", "really", "kindly", "well", "uh", "quickly")
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
TEMPLATES_PER_INTENT = 20


class Grammar:
    """So many intents of 20 templates each; the same for the same number."""

    def __init__(self, intents):
        self.random = random.Random(intents)
        self.templates = {f"Intent{number:04}": [self._template(number, index) for index in range(TEMPLATES_PER_INTENT)]
                          for number in range(intents)}

    def _template(self, number, index):
        """What a template is made of: texts, and (written, spoken alternatives) where there is a choice."""
        verb, noun = self.random.choice(VERBS), self.random.choice(NOUNS)
        places = self.random.sample(PLACES, 4)
        parts = [("\\[please]", ["please", ""]), verb, ("[the]", ["the", ""]), f"{noun} {name(number)}",
                 (f"[in the ({' | '.join(places)}){{room}}]", [f"in the {place}" for place in places] + [""])]
        if index % 10 == 0:
            parts += ["to", ("(1..10){level}", NUMBERS)]
        else:
            parts += ["for", f"{name(index)} {self.random.choice(NOUNS)}s"]
        return parts

    def text(self):
        """The file of templates."""
        intents = []
        for intent, templates in self.templates.items():
            lines = (" ".join(part if isinstance(part, str) else part[0] for part in parts) for parts in templates)
            intents.append("\n".join([f"[{intent}]", *lines]))
        return "\n\n".join(intents) + "\n"

    def queries(self, count):
        """What is said: six tenths sentences of the grammar, three with a word too many, one nonsense of its words."""
        return [self._query(index % 10) for index in range(count)]

    def _query(self, kind):
        templates = self.random.choice(list(self.templates.values()))
        words = self._sentence(self.random.choice(templates)).split()
        if kind >= 9:
            self.random.shuffle(words)
        elif kind >= 6:
            words.insert(self.random.randrange(len(words) + 1), self.random.choice(EXTRA))
        return " ".join(words)

    def _sentence(self, parts):
        chosen = (part if isinstance(part, str) else self.random.choice(part[1]) for part in parts)
        return " ".join(part for part in chosen if part)


def name(number):
    """A name that no other number has, made of syllables, so that it can be spoken."""
    syllables = []
    while number or not syllables:
        number, rest = divmod(number, 20)
        syllables.append("bcdfghjklmnprstvwxyz"[rest] + "aeiou"[rest % 5])
    return "".join(syllables) + "ro"
