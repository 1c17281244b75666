"""Takes from this process what a reader of files does not need: memory, time, the network, other programs, writing."""

import ctypes
import platform
import resource
import signal
import struct
import sys
from typing import Final

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_FILTER: Final = 2  # SECCOMP_MODE_FILTER
_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06  # classic BPF
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EPERM
_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16  # in struct seccomp_data
_WRITING: Final = 0o1 | 0o2 | 0o100 | 0o1000 | 0o2000  # O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND
_X32 = 0x40000000

# System calls by machine: (audit architecture, those refused, those that open files and where their flags are).
# Refused: the network, starting programs and processes, signals to and memory of others, changing the file system.
_REFUSED_EVERYWHERE = "424 425 426 427 435 437 438"  # pidfd_send_signal, io_uring_*, clone3, openat2, pidfd_getfd
_MACHINES: Final = {
    "x86_64": (
        0xC000003E,
        "41 42 43 44 46 49 50 53 56 57 58 59 62 76 77 82 83 84 85 86 87 88 90 91 92 93 94 101 129 133 161 165 166 200 "
        "234 258 259 260 263 264 265 266 268 288 297 310 311 316 321 322",
        ((2, 1), (257, 2)),
    ),
    "aarch64": (
        0xC00000B7,
        "33 34 35 36 37 38 39 40 45 46 51 52 53 54 55 117 129 130 131 138 198 199 200 201 202 203 206 211 220 221 240 "
        "242 270 271 276 280 281",
        ((56, 2),),
    ),
}


def confine(memory: int, files: int = 64) -> bool:
    """Confine this process for good; return whether the kernel keeps it from the network and from other programs.

    `memory` is in bytes of address space. Limits hold everywhere; the filter of system calls is Linux's (seccomp), on
    x86-64 and ARM64.
    """
    for kind, limit in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, files),
    ):
        resource.setrlimit(kind, (limit, limit))
    return _filter_system_calls()


def allow_seconds(seconds: int) -> None:
    """Let this process use that many seconds of processor time from now on; the kernel ends it afterwards."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, resource.RLIM_INFINITY))


def _filter_system_calls() -> bool:
    machine = _MACHINES.get(platform.machine())
    if machine is None or not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    program = _program(*machine)
    code = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _FILTER, described, 0, 0) == 0)


def _program(machine: int, refused: str, opening: tuple[tuple[int, int], ...]) -> bytes:
    """Return the filter: refuse other machines' calls, those listed, and opening files to write."""
    code = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _REFUSE),
    ]
    for number in map(int, f"{refused} {_REFUSED_EVERYWHERE}".split()):
        code += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _REFUSE)]
    for number, argument in opening:
        code += [
            (_EQUAL, 0, 4, number),
            (_LOAD, 0, 0, _ARGUMENTS_AT + 8 * argument),
            (_ANY_BIT, 0, 1, _WRITING),
            (_RETURN, 0, 0, _REFUSE),
            (_RETURN, 0, 0, _ALLOW),
        ]
    code.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("HBBI", *step) for step in code)
