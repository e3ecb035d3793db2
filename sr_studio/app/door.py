"""One window a person: a second start hands its files to the window that is open.

The open window listens on a local socket that only its person may use. A message is one line of
JSON, ``{"files": [...]}``, with absolute paths; the answer is one line, ``taken``.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from sr_studio import paths
from sr_studio.files import bytes_of

_CONNECT_MS, _ANSWER_MS = 1000, 10_000
_TAKEN = b"taken\n"
#: No honest message is longer: some thousand paths.
_LONGEST = 4_000_000


def address() -> str:
    """Where the window of this person (and this ``SR_STUDIO_HOME``) listens."""
    return str(paths.window_socket())


def hand_over(files: Sequence[Path]) -> bool:
    """Give files to the window that is open; False where none is or it does not answer.

    Without files the window only comes to the front.
    """
    socket = QLocalSocket()
    socket.connectToServer(address())
    if not socket.waitForConnected(_CONNECT_MS):
        return False
    message = json.dumps({"files": [str(path) for path in files]})
    socket.write(bytes_of(message) + b"\n")
    socket.flush()
    return bool(socket.waitForReadyRead(_ANSWER_MS)) and socket.readAll().data() == _TAKEN


class Door(QObject):
    """Listens for further starts until it is closed.

    Signals:
        knocked: A list of paths, possibly empty, that another start wants opened here.
    """

    knocked = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def open(self) -> bool:
        """Begin to listen; False where another window does already or it would not be safe."""
        place = address()
        if not _private(Path(place).parent) or _somebody_listens(place):
            return False
        QLocalServer.removeServer(place)  # left behind by a window that was killed
        return self._server.listen(place)

    def close(self) -> None:
        """Listen no longer."""
        self._server.close()

    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            files = _files_of(_line(socket))
            if files is not None:
                socket.write(_TAKEN)
                socket.waitForBytesWritten(_CONNECT_MS)
            socket.disconnectFromServer()
            socket.deleteLater()
            if files is not None:
                self.knocked.emit(files)


def _line(socket: QLocalSocket) -> bytes:
    """What it says first. It is one of this person's own programs, and says it at once."""
    while not socket.canReadLine():
        if socket.bytesAvailable() > _LONGEST or not socket.waitForReadyRead(_CONNECT_MS):
            return b""
    return bytes(socket.readLine().data())


def _private(folder: Path) -> bool:
    """Make the folder of the socket; whether it is this person's own (pipes need none)."""
    if sys.platform == "win32":
        return True
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder.stat().st_uid == os.getuid()
    except OSError:
        return False


def _somebody_listens(place: str) -> bool:
    """Whether somebody listens there."""
    socket = QLocalSocket()
    socket.connectToServer(place)
    return bool(socket.waitForConnected(_CONNECT_MS))


def _files_of(message: bytes) -> list[Path] | None:
    """The files of a message; None where it is not one of ours."""
    try:
        document = json.loads(message.decode("utf-8", "surrogateescape"))
        names = document["files"]
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None
    return [Path(name) for name in names if Path(name).is_absolute()]
