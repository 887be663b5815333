"""What a use case works with: the record, the clock, the register and the catalogue."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Concatenate, ParamSpec, TypeVar

from bot.catalogue import Catalogue, load_catalogue
from bot.clock import Clock, SystemClock
from bot.settings import Settings
from core.deadline import local_day
from core.errors import UnknownMemberError
from core.register import Register, shipped_register
from storage.engine import Database
from storage.schema import prepare

P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class Desk:
    """The parts that use cases share, and the bounded pool of threads that they run on.

    One thread on SQLite, which has one writer anyway (threads that compete for it wait far
    longer than a queue does); a few on PostgreSQL. `wake` is called after a change that left
    something to send.
    """

    database: Database
    clock: Clock
    register: Register
    catalogue: Catalogue
    wake: Callable[[], None] = lambda: None
    _threads: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        """Make the pool."""
        self._threads = ThreadPoolExecutor(
            self.database.writer_threads, thread_name_prefix="samtliga"
        )

    def now(self) -> datetime:
        """Return this moment (UTC)."""
        return self.clock.now()

    def today(self) -> date:
        """Return today's date in Sweden."""
        return local_day(self.clock.now())

    def member_code(self, text: str) -> str:
        """Return the code of the municipality or other party that a person wrote, exactly.

        Raises: UnknownMemberError with the nearest names, also where only a slip is between.
        """
        found = self.catalogue.find_member(text, self.register)
        if not found.is_exact:
            raise UnknownMemberError(text, (found.name,))
        return found.key

    def member_name(self, code: str) -> str:
        """Return the name of a municipality or another party that is asked; the code if unknown."""
        if code in self.register.municipalities:
            return self.register.municipalities[code].name
        asking = self.catalogue.asking(code)
        return asking[0].member(code).name if asking else code

    async def run(
        self, use_case: Callable[Concatenate["Desk", P], R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run a synchronous use case off the event loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(use_case, self, *args, **kwargs))

    def close(self) -> None:
        """Let running use cases end, then close the database."""
        self._threads.shutdown(wait=True)
        self.database.close()


def open_desk(settings: Settings, clock: Clock | None = None) -> Desk:
    """Return the desk over the settings' database, whose schema is made if it is empty.

    Raises: SchemaBehindError, SchemaUnknownError, RecommendationFileError.
    """
    register_of_all = shipped_register()
    catalogue = load_catalogue(register_of_all, settings.agreements_dir)
    database = Database(settings.database_url)
    prepare(database)
    return Desk(database, clock or SystemClock(), register_of_all, catalogue)
