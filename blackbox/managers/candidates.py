"""The dialogue managers that can be measured, by name."""
import shutil
import sys
from pathlib import Path

from blackbox import RHASSPY
from blackbox.processes import Program

QOS_CLASSES = ("SPEECH", "QUERY", "TOGGLE", "REPORT", "OBLIGATION")


class Manager:
    """How to start one."""

    def __init__(self, name, title, command, environment=None, with_state=False):
        self.name, self.title, self.command = name, title, [str(part) for part in command]
        self.environment, self.with_state = environment or {}, with_state

    def start(self, port, folder):
        """Starts it beside the broker at this port; its log and its state go into the folder."""
        command = [str(port) if part == "{port}" else part for part in self.command]
        if self.with_state:
            state = Path(folder) / f"state-{port}"
            state.mkdir()
            command += ["--state-directory", str(state)]
        return Program(command, Path(folder) / f"{self.name}-{port}.log", self.environment)


def known(petasosd):
    """All of them; `petasosd` is the path of our own."""
    rhasspy = ["--host", "127.0.0.1", "--port", "{port}"]
    own = [petasosd, *rhasspy]
    qos0 = {f"PETASOS_MQTT_QOS_{name}": "0" for name in QOS_CLASSES}
    return {manager.name: manager for manager in (
        Manager("null", "null manager", [sys.executable, "-m", "blackbox.managers.null_manager", "{port}"]),
        Manager("petasosd", "petasosd", own),
        Manager("petasosd-state", "petasosd with state directory", own, with_state=True),
        Manager("petasosd-state-nosync", "petasosd with state directory, not synced", own,
                {"PETASOS_STATE_SYNC": "false"}, with_state=True),
        Manager("petasosd-recorder", "petasosd, remembering 5 minutes", own,
                {"PETASOS_RECORDER_MINUTES": "5"}),
        Manager("petasosd-qos0", "petasosd at QoS 0", own, qos0),
        Manager("rhasspy", "Rhasspy as published", [RHASSPY / "rhasspy-dialogue-hermes", *rhasspy]),
        Manager("rhasspy-nodelay", "Rhasspy + TCP_NODELAY",
                [RHASSPY / "python", Path(__file__).with_name("rhasspy_nodelay.py"), *rhasspy]),
    )}


def chosen(names, petasosd):
    """The managers of these names, or an error that says what is missing."""
    managers = known(petasosd)
    for name in names:
        if name not in managers:
            raise SystemExit(f"no manager {name!r}; there are {', '.join(managers)}")
        program = managers[name].command[0]
        if shutil.which(program) is None:
            how = "cargo build --release -p petasosd" if "petasosd" in name else "cargo xtask setup"
            raise SystemExit(f"{name}: {program} is not there; `{how}` makes it")
    return [managers[name] for name in names]
