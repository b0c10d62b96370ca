"""The skills that can be measured: each tells the time when `GetTime` is asked for."""
from dataclasses import dataclass, field
from pathlib import Path

from blackbox import RELEASE, RHASSPY


@dataclass(frozen=True)
class Skill:
    """How to start a skill on the broker at this port."""

    name: str
    command: list
    flags: list = field(default_factory=list)
    variables: dict = field(default_factory=dict)

    def command_at(self, port):
        return [*map(str, self.command), *(flag.format(port=port) for flag in self.flags)]

    def environment_at(self, port):
        return {name: value.format(port=port) for name, value in self.variables.items()}


FLAGS = ["--host", "127.0.0.1", "--port", "{port}"]
VARIABLES = {"PETASOS_MQTT_HOST": "127.0.0.1", "PETASOS_MQTT_PORT": "{port}", "PETASOS_LOG_FILTER": "error"}


def known():
    """All skills, by name."""
    skills = [
        Skill("petasos", [RELEASE / "examples/time_app"], variables=VARIABLES),
        Skill("rhasspy", [RHASSPY / "python", Path(__file__).with_name("time_app.py")], flags=FLAGS),
    ]
    return {skill.name: skill for skill in skills}
