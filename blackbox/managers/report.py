"""Rounds to a Markdown table: medians, their spread, and ratios to the null manager."""
from blackbox.percentiles import median, spread


def rows(options):
    """Title and path of each figure, in the order of the table."""
    yield "exec to first answer, ms", ("startup_ms",)
    yield "resident, idle, MiB", ("idle_mib",)
    for name in ("p50", "p95", "p99"):
        yield f"session overhead, 1 site, {name}, ms", ("latency", "overhead_ms", name)
    for hop in ("wake word -> startListening", "textCaptured -> query", "endSession -> say",
                "sayFinished -> sessionEnded"):
        yield f"{hop}, p50, ms", ("latency", "hops_ms", hop, "p50")
    for title, name in (("sessions/s", "per_s"), ("CPU s per 1,000 sessions", "cpu_s_per_1000"),
                        ("not ended nominally or at all", "failed")):
        for sites in options["sites"]:
            yield f"{title}, {sites:,} site{'s' * (sites > 1)}", (f"load_{sites}", name)
    if not options["no_open"]:
        yield "KiB per open session", ("open", "kib_per_session")
    if options["soak"]:
        yield "soak: sessions at as many sites", ("soak", "sessions")
        yield "soak: resident before, MiB", ("soak", "first_mib")
        yield "soak: resident half-way, MiB", ("soak", "half_mib")
        yield "soak: resident at the end, MiB", ("soak", "last_mib")
        yield "soak: sessions/s", ("soak", "per_s")


def prepare(results):
    """Adds the figures that follow from others."""
    for name, result in results.items():
        if name.startswith("load_"):
            result["failed"] = result["bad"] + result["lost"]
    soak = results.get("soak")
    if soak:
        memory = soak["resident_mib"]
        half = max((entry for entry in memory if entry[0] <= soak["sessions"] / 2), default=memory[0])
        soak |= {"first_mib": memory[0][1], "half_mib": half[1], "last_mib": memory[-1][1]}
    return results


def value(results, path):
    for part in path:
        if results is None:
            return None
        results = results.get(part)
    return results


def number(value):
    if value is None:
        return "-"
    digits = 0 if abs(value) >= 1000 or value == int(value) else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return f"{value:,.{digits}f}"


def cell(values):
    low_high = spread(values)
    if low_high is None:
        return "-"
    if low_high[0] == low_high[1]:
        return number(low_high[0])
    return f"{number(median(values))} ({number(low_high[0])}-{number(low_high[1])})"


def ratio(values, yardstick):
    """Median of the ratios within each round, for those both were measured in."""
    ratios = [value / base for value, base in zip(values, yardstick) if value is not None and base]
    return f"{median(ratios):.2f}" if ratios else "-"


def report(run):
    """Two tables: medians over the rounds (smallest-largest), and how many times the null manager's they are."""
    rounds = [{name: prepare(results) for name, results in round_["managers"].items()} for round_ in run["rounds"]]
    figures = {(title, path[0]): {name: [value(round_[name], path) for round_ in rounds] for name in run["titles"]}
               for title, path in rows(run["options"])}
    lines = [run["machine"], "", *table(figures, run["titles"], lambda values, _: cell(values))]
    compared = {name: title for name, title in run["titles"].items() if name != "null"}
    if len(compared) < len(run["titles"]):
        lines += ["", "Relative to the null manager:", ""]
        paced = {key: values for key, values in figures.items()
                 if key[1].startswith(("latency", "load")) and any(values["null"])}
        lines += table(paced, compared, lambda values, base: ratio(values, base["null"]))
    return "\n".join([*lines, "", *notes(run)])


def table(figures, titles, show):
    yield "| " + " | ".join(["", *titles.values()]) + " |"
    yield "|---|" + "---:|" * len(titles)
    for (title, _), values in figures.items():
        yield "| " + " | ".join([title, *(show(values[name], values) for name in titles)]) + " |"


def notes(run):
    echoes = [round_["echo"] for round_ in run["rounds"]]
    trip = {name: [echo["ms"][name] for echo in echoes] for name in ("p50", "p95", "p99")}
    yield "Echo client, ms: " + ", ".join(f"{name} {cell(values)}" for name, values in trip.items()) + "; " \
        f"{cell([echo['per_s'] for echo in echoes])} round trips per second with 100 in flight."
    busy = [round_["neighbours_percent"] for round_ in run["rounds"]]
    yield f"{len(echoes)} rounds; other programs used {cell(busy)} % of the machine's cores."
