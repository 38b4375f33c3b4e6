"""Metrics: what Prometheus may ask of a server; no label ever holds what a client sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

    from qa.service import Service

BUCKETS_SECONDS = (0.01, 0.03, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30)


class Metrics:
    """The server's counters; one for each application, so that two in a process do not mix.

    Args:
        service: whose queues are shown.

    """

    def __init__(self, service: Service) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._registry.register(_Queues(service))
        self._requests = Counter(
            "cited_qa_requests", "Requests by route and status.", ["route", "method", "status"],
            registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "cited_qa_request_seconds", "Time to answer, by route.", ["route"],
            buckets=BUCKETS_SECONDS, registry=self._registry,
        )  # fmt: skip
        self._answers = Counter(
            "cited_qa_answers", "Questions by outcome: answered or refused.", ["outcome"],
            registry=self._registry,
        )  # fmt: skip
        self._open = Gauge("cited_qa_requests_open", "Requests being answered.", registry=self._registry)

    def began(self) -> None:
        """A request has come."""
        self._open.inc()

    def ended(self, route: str, method: str, status: int, seconds: float, outcome: str | None) -> None:
        """A request was answered."""
        self._open.dec()
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        if outcome:
            self._answers.labels(outcome).inc()

    def text(self) -> bytes:
        """All of it in Prometheus' text format."""
        return generate_latest(self._registry)


class _Queues(Collector):
    def __init__(self, service: Service) -> None:
        self._service = service

    def collect(self) -> Iterator[Metric]:
        pending = GaugeMetricFamily(
            "cited_qa_pending", "Work that is being done or waits, by kind.", labels=["kind"]
        )
        for workers in self._service.workers:
            pending.add_metric([workers.name], workers.pending)
        yield pending
