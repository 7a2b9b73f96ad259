import socket
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from adapters.signals.gauges import Gauges
from adapters.signals.serving import serving
from sync.errors import Misconfigured

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def test_health_and_metrics_are_served_on_this_machine_alone() -> None:
    gauges = Gauges(lambda: NOW)
    gauges.ran("sync", "settled", 3.0)
    gauges.changed("notion", "update", 2)
    gauges.called("sheets", 4, 1)
    gauges.stands("sync", failing=False, success=NOW, upcoming=None)
    gauges.waits({"risks": 2}, {"risks": 3}, NOW - timedelta(hours=1))
    with serving(
        0, live=lambda: (True, {"status": "ok"}), health=lambda: (False, {"status": "failing"}), metrics=gauges.text
    ) as url:
        assert url.startswith("http://127.0.0.1:")
        assert httpx.get(f"{url}/live").json() == {"status": "ok"}
        assert httpx.get(f"{url}/health").status_code == 503
        text = httpx.get(f"{url}/metrics").text
        assert httpx.get(f"{url}/metrics", headers={"Host": "evil.example"}).status_code == 400
        assert httpx.post(f"{url}/live").status_code == 405
    for line in (
        'bothways_runs_total{job="sync",outcome="settled"} 1.0',
        'bothways_run_seconds_sum{job="sync"} 3.0',
        'bothways_changes_total{kind="update",side="notion"} 2.0',
        'bothways_calls_total{service="sheets"} 4.0',
        'bothways_retries_total{service="sheets"} 1.0',
        'bothways_conflicts_waiting{pair="risks"} 2.0',
        'bothways_held{pair="risks"} 3.0',
        "bothways_oldest_held_age_seconds 3600.0",
        'bothways_last_success_timestamp_seconds{job="sync"} 1.79533',
    ):
        assert any(line in each for each in text.splitlines()), (line, text)


def test_a_port_that_is_taken_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with (
            pytest.raises(Misconfigured, match=str(port)),
            serving(port, live=lambda: (True, {}), health=lambda: (True, {}), metrics=lambda: b""),
        ):
            pass
