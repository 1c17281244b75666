"""Asks one name server, which an operator named, instead of the name service that this machine is set up with."""

import socket

import dns.asyncresolver
import dns.exception
import dns.resolver

from kaoping.gather.contract import server_address

TYPES = {socket.AF_INET: "A", socket.AF_INET6: "AAAA"}


class NamedServer:
    """Resolves by the server at `named` (ADDRESS or ADDRESS:PORT) alone; call it as `kaoping.gather.names.Resolve`."""

    def __init__(self, named: str) -> None:
        address, port = server_address(named)
        self._resolver = dns.asyncresolver.Resolver(configure=False)
        self._resolver.nameservers = [address]
        self._resolver.port = port

    async def __call__(self, host: str, family: int) -> tuple[str, ...]:
        """Return the addresses of `host` in one family, none where the name has none there.

        Raises socket.gaierror where there is no such name, OSError where the server does not answer or says no.
        """
        try:
            found = await self._resolver.resolve(host, TYPES[socket.AddressFamily(family)], search=False)
        except dns.resolver.NXDOMAIN as error:
            raise socket.gaierror(socket.EAI_NONAME, "no such name") from error
        except dns.resolver.NoAnswer:
            return ()
        except dns.exception.DNSException as error:
            raise OSError(str(error)) from error
        return tuple(record.to_text() for record in found)
