"""Serve a directory on a loopback port, for machines without nginx. usage: plain_server.py DIRECTORY PORT"""

import functools
import http.server
import sys


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Keeps connections open and writes no log."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        self.send_header("LinkChecker", "allowed")  # lifts linkchecker's limit on requests a second
        super().end_headers()

    def log_message(self, *_: object) -> None:
        return


if __name__ == "__main__":
    handler = functools.partial(Quiet, directory=sys.argv[1])
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), handler).serve_forever()
