"""A daemon on this machine that speaks clamd's protocol."""

import socket
import struct
import threading

VIRUS = b"this stands for a virus"
TOO_LONG = b"this stands for more than the daemon takes"


class Daemon:
    """Answers INSTREAM and VERSION; `mute` takes everything and says nothing, `hangs_up` on what is too long, `takes_all` of any length."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self.listening.getsockname()[1]}"
        self.scanned, self.mute, self.over = 0, False, threading.Event()
        self.hangs_up = self.takes_all = False
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _where = self.listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as asked:
                command = asked.readline().strip()
                if command == b"nVERSION":
                    connection.sendall(b"ClamAV 1.4.6/27000/Fri Nov 27\n")
                elif command == b"nINSTREAM":
                    self._scan(connection, asked)

    def _scan(self, connection: socket.socket, asked) -> None:
        content = b""
        while size := struct.unpack("!L", asked.read(4))[0]:
            content += asked.read(size)
            if self.hangs_up and TOO_LONG in content and not self.takes_all:
                return  # what is still being sent meets a closed door, as with clamd
        if self.mute:
            self.over.wait(30)
            return
        if TOO_LONG in content and not self.takes_all:
            connection.sendall(b"INSTREAM size limit exceeded. ERROR\n")
            return
        self.scanned += 1
        connection.sendall(b"stream: Test.Virus FOUND\n" if VIRUS in content else b"stream: OK\n")

    def close(self) -> None:
        self.over.set()
        self.listening.shutdown(socket.SHUT_RDWR)
        self.listening.close()
        self.thread.join(10)
