"""Workers on a Ray cluster: a real one of two nodes, on loopback addresses of this machine."""

import contextlib
import os
import shutil
import signal
import socket
import sys
import tempfile

import pytest

from dialog.errors import ConfigError, ExtraMissingError, WorkerLostError
from dialog.simulation.running import Plan, Simulation
from dialog.simulation.spreading import simulate

PLAN = Plan(("restaurant", "taxi"), noise=0.3, seed=5)


@pytest.fixture(scope="module")
def address():
    """A cluster of two nodes with a CPU each; it reports to nobody and shows nothing."""
    pytest.importorskip("ray", reason="needs the extra 'ray'")
    from ray.cluster_utils import Cluster

    folder = tempfile.mkdtemp(prefix="ray-")  # short, as the paths of sockets have to be
    head = {"include_dashboard": False, "include_log_monitor": False, "no_monitor": True}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_TMPDIR", folder)
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        cluster = Cluster()
        try:
            join(cluster, "127.0.0.2", **head)
            join(cluster, "127.0.0.3")
            yield cluster.address
        finally:
            cluster.shutdown()
            shutil.rmtree(folder, ignore_errors=True)


def join(cluster, host, **options):
    """Add a node. Ray gives one 30 seconds to come up, which a busy machine may not manage."""
    for _ in range(2):
        with contextlib.suppress(Exception):
            return cluster.add_node(num_cpus=1, node_ip_address=host, **options)
    return cluster.add_node(num_cpus=1, node_ip_address=host, **options)


def kill_one_of_two(held, judged):
    killed = False
    for each in held:
        judged.append(each)
        if not killed and each.process != judged[0].process:
            killed = True  # each of the two has handed in some
            os.kill(int(each.process.partition(":")[2]), signal.SIGKILL)


@pytest.mark.timeout(600)
def test_a_cluster_holds_the_same_and_tells_a_lost_worker(address):
    with pytest.raises(ConfigError, match=r"--workers 9 needs as many CPUs; .* has \d\."):
        list(simulate(PLAN, 12, workers=9, ray=address))

    judged = []
    with pytest.raises(WorkerLostError, match=r"^A worker of the cluster ended \(.* while it held"):
        kill_one_of_two(simulate(PLAN, 4000, ray=address, finished={0, 7}), judged)
    numbers = {each.number for each in judged}
    assert len(numbers) == len(judged) < 4000
    assert not numbers & {0, 7}
    simulation = Simulation(PLAN)
    for process in {each.process for each in judged}:
        for each in [each for each in judged if each.process == process][:6]:
            assert simulation.run(each.number).to_dict() == each.to_dict()


@pytest.mark.parametrize("address", ["auto", "localhost", ":6379", "here:port", "here:70000"])
def test_an_address_of_another_form(address):
    with pytest.raises(ConfigError, match="HOST:PORT"):
        list(simulate(PLAN, 2, ray=address))


def test_nothing_listens():
    pytest.importorskip("ray", reason="needs the extra 'ray'")
    with socket.create_server(("127.0.0.2", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(ConfigError, match=rf"no Ray cluster at 127\.0\.0\.2:{port} .*refused"):
        list(simulate(PLAN, 2, ray=f"127.0.0.2:{port}"))


def test_without_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(ExtraMissingError, match=r"dialog-framework\[ray\]"):
        list(simulate(PLAN, 2, ray="localhost:6379"))
