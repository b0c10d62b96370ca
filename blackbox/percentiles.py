"""Percentiles and medians."""
import statistics


def percentiles(seconds):
    """p50, p95 and p99 in milliseconds, by nearest rank; of nothing: None."""
    ordered = sorted(seconds)
    return {name: round(ordered[int(share * (len(ordered) - 1) + 0.5)] * 1000, 3) if ordered else None
            for name, share in (("p50", 0.50), ("p95", 0.95), ("p99", 0.99))}


def median(values):
    values = [value for value in values if value is not None]
    return statistics.median(values) if values else None


def spread(values):
    """Smallest and largest."""
    values = [value for value in values if value is not None]
    return (min(values), max(values)) if values else None
