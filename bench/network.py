"""Measure what TLS and names add: to each request on an open connection, and to the first request to a host.

usage: python -m bench.network [--hosts 400] [--requests 4000] [--rounds 5]

nginx serves one page over http and, with a certificate of a local authority, over https. Names are looked up at a local
name server where this may be put in the place of the machine's own (root, `unshare` of util-linux); else these rows are
left out. The other rows connect to the address without asking anybody. CPU is ours alone, libcurl's threads included.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bench.serving import Secured, served_on
from bench.site import Shape, write_site

TOGETHER = 8
NAME_PORT = 53  # where the system's resolver asks, and nowhere else
LOOKED_UP = ", name looked up"


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked for: many requests to one host, or one to each of many; how, and whether the name is looked up."""

    scheme: str
    hosts: int
    requests: int
    looked_up: bool = False

    @property
    def title(self) -> str:
        where = "first request to a host" if self.hosts > 1 else "request on an open connection"
        return f"{where}, {self.scheme}{LOOKED_UP if self.looked_up else ''}"

    def urls(self, ports: dict[str, int]) -> list[str]:
        port = ports[self.scheme]
        names = [f"h{number}.bench.test" for number in range(self.hosts)]
        return [f"{self.scheme}://{names[number % self.hosts]}:{port}/index.html" for number in range(self.requests)]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one request took, in milliseconds: of the processor, and by the clock with TOGETHER of them at once."""

    title: str
    cpu: float
    clock: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--hosts", type=int, default=400)
    parser.add_argument("--requests", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-network-") as scratch:
        folder = Path(scratch)
        folder.chmod(0o755)
        write_site(folder / "site", Shape(11, 1))
        secured, authority = certificates(folder)
        resolver = _resolver(folder)
        lookups = (False, True) if resolver else (False,)
        cases = [
            Case(scheme, hosts, requests, looked_up)
            for hosts, requests in ((1, args.requests), (args.hosts, args.hosts))
            for looked_up in lookups
            for scheme in ("http", "https")
        ]
        with served_on(folder / "site", folder, 2, secured) as (plain, safe):
            tools = _Tools({"http": plain, "https": safe}, authority, resolver)
            rounds = [[tools.cost(case) for case in cases] for _ in range(args.rounds)]
    print(table(rounds, args.rounds))
    if not resolver:
        print("\nNames were not looked up: that needs root, `unshare`, and port 53 of 127.0.0.1.")


def table(rounds: list[list[Cost]], count: int) -> str:
    """Return the medians of the rounds; what is added is to the same request over http without looking up."""
    lines = [
        f"One page of 37 KB, {TOGETHER} requests at once, median of {count}",
        "",
        "| what | CPU ms | added | ms by the clock |",
        "|---|---|---|---|",
    ]
    base: dict[str, float] = {}
    for index, first in enumerate(rounds[0]):
        cpu = statistics.median(costs[index].cpu for costs in rounds)
        clock = statistics.median(costs[index].clock for costs in rounds)
        kind = first.title.partition(",")[0]
        added = f"{cpu - base[kind]:+.2f}" if kind in base else "–"
        base.setdefault(kind, cpu)
        lines.append(f"| {first.title} | {cpu:.2f} | {added} | {clock:.2f} |")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Tools:
    ports: dict[str, int]
    authority: Path
    resolver: Path | None

    def cost(self, case: Case) -> Cost:
        connect_to = () if case.looked_up else tuple(f":{port}:127.0.0.1:{port}" for port in self.ports.values())
        asked = {"urls": case.urls(self.ports), "connect_to": connect_to, "together": TOGETHER}
        command = [sys.executable, "-m", "bench.crawl_tools.first_requests", json.dumps(asked)]
        environment = {**os.environ, "SSL_CERT_FILE": str(self.authority)}
        if case.looked_up:
            assert self.resolver is not None
            server = [sys.executable, "-m", "bench.names", str(NAME_PORT)]
            with subprocess.Popen(server, stdout=subprocess.PIPE) as names:
                assert names.stdout is not None
                names.stdout.readline()
                script = 'mount --bind "$0" /etc/resolv.conf && exec "$@"'
                command = ["unshare", "--mount", "sh", "-c", script, str(self.resolver), *command]
                spent = _spent(command, environment)
                names.terminate()
        else:
            spent = _spent(command, environment)
        cpu, clock = (seconds * 1000 / case.requests for seconds in spent)
        print(f"{case.title}: {cpu:.2f}", file=sys.stderr)
        return Cost(case.title, cpu, clock)


def _spent(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    cpu, clock = done.stdout.split()
    return float(cpu), float(clock)


def _resolver(folder: Path) -> Path | None:
    """Return a resolver's configuration that names our server; None where it cannot be put in the place of another."""
    configuration = folder / "resolv.conf"
    configuration.write_text("nameserver 127.0.0.1\noptions timeout:2 attempts:2\n")
    if os.name != "posix" or not hasattr(os, "geteuid") or os.geteuid() != 0 or shutil.which("unshare") is None:
        return None
    mounting = ["unshare", "--mount", "mount", "--bind", str(configuration), "/etc/resolv.conf"]
    server = [sys.executable, "-m", "bench.names", str(NAME_PORT)]
    with subprocess.Popen(server, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as names:
        assert names.stdout is not None
        ready = bool(names.stdout.readline())
        names.terminate()
    mounts = subprocess.run(mounting, capture_output=True, check=False).returncode == 0
    return configuration if ready and mounts else None


def certificates(folder: Path) -> tuple[Secured, Path]:
    """Make an authority and its certificate for every host below bench.test; return that and the authority's file."""
    now = datetime.now(UTC)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bench authority")])
    root = _certificate(root_name, root_name, root_key, now)
    root = root.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    leaf = _certificate(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "bench.test")]), root_name, key, now)
    leaf = leaf.add_extension(x509.SubjectAlternativeName([x509.DNSName("*.bench.test")]), critical=False)
    files = {
        "authority.pem": root.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM),
        "bench.pem": leaf.sign(root_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM),
        "bench.key": key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return Secured(folder / "bench.pem", folder / "bench.key"), folder / "authority.pem"


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
    )


if __name__ == "__main__":
    main()
