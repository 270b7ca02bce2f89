"""Reads the files that were given to the desk, one after another, into its store."""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

from dragoman.desk.copies import StoreCopies
from dragoman.desk.intake_worker import Coded, Ended, Listed, Ready, Task, work
from dragoman.desk.shared import SharedStore
from dragoman.model.text import DocumentError
from dragoman.store import OtherSetupError, Run, Setup, StoreError, Upload, UploadState

LOG = logging.getLogger(__name__)
BATCH = 16
"""Documents that are written at once."""
BATCH_SECONDS = 2.0
DOCUMENT_SECONDS = 300.0
"""Longest wait for the next document: an article takes a tenth of a second, the longest text allowed (a million
characters) two to three minutes."""
TITLE, PUBLISHED, PUBLISHER, SUFFIX = "title", "published", "publisher", "suffix"
RETRY = 3.0
"""Seconds until a store that was in use is tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the file is that is being read now.

    Attributes:
        upload: its id; empty if none is read.
        stage: ``loading`` the model, ``looking`` for documents, ``reading`` them.
        done, total: documents.
        version: another number after each change, of the list of files too.
    """

    upload: str = ""
    stage: str = ""
    done: int = 0
    total: int = 0
    version: int = 0


class StoppedError(Exception):
    """The process that reads has ended, or does not answer."""


class Intake:
    """A thread that takes what waits in the store and lets a process of its own read it.

    What was given before the server stopped is read when it is started again: a file counts as read only when its last
    document is in the store.
    """

    def __init__(self, store: SharedStore, *, model: str = "", actors: tuple[Path, ...] = ()) -> None:
        self._store = store
        self._model, self._actors = model, actors
        self._wake, self._stop = Event(), Event()
        self._lock = Lock()
        self._progress = Progress()
        self._process: Any = None
        self._pipe: Connection | None = None
        self._setup: Setup | None = None
        self._thread: Thread | None = None

    @property
    def progress(self) -> Progress:
        """How far it is."""
        with self._lock:
            return self._progress

    def start(self) -> None:
        """Begin with what waits."""
        self._thread = Thread(target=self._serve, name="intake", daemon=True)
        self._thread.start()
        self._wake.set()

    def stop(self) -> None:
        """End the process; what it was reading waits in the store."""
        self._stop.set()
        self._wake.set()
        self._end_process()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def add(self, upload: Upload, content: bytes) -> None:
        """Keep a file; it is safe in the store when this returns.

        Raises:
            StoreError: it can't be kept.
        """
        with self._store.changing() as store:
            store.add_upload(upload, content)
        self._note()
        self._wake.set()

    def _note(self, **changed: Any) -> None:
        with self._lock:
            self._progress = replace(self._progress, **changed, version=self._progress.version + 1)

    def _serve(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            try:
                with self._store.reading() as store:
                    waiting = store.waiting_upload()
                if waiting is None:
                    self._wake.wait()
                    continue
                self._take(*waiting)
            except StoreError as error:
                # Another process keeps the store; the file waits in it.
                LOG.warning("reading waits: %s", error)
                self._stop.wait(RETRY)

    def _take(self, upload: Upload, content: bytes) -> None:
        """Read one file and note what became of it."""
        try:
            done = self._read(upload, content)
        except (StoppedError, OtherSetupError) as error:
            self._end_process()
            if self._stop.is_set():
                return
            done = replace(upload, state=UploadState.FAILED, reason=str(error))
        with self._store.changing() as store:
            store.note_upload(done)
        self._note(upload="", stage="")

    def _read(self, upload: Upload, content: bytes) -> Upload:
        self._note(upload=upload.id, stage="loading", done=0, total=0)
        pipe = self._worker()
        setup = self._setup
        if setup is None:
            raise StoppedError("the model could not be loaded")
        self._note(stage="looking")
        options = upload.options
        _send(
            pipe,
            Task(
                name=upload.name, suffix=options.get(SUFFIX, ".txt"), content=content, title=options.get(TITLE, ""),
                published=options.get(PUBLISHED, ""), publisher=options.get(PUBLISHER, ""),
            ),
        )  # fmt: skip
        listed = self._receive(pipe)
        if not isinstance(listed, Listed):
            raise StoppedError(getattr(listed, "reason", "") or "the reader of files gave no answer")
        with self._store.reading() as store:
            known = {key for key in listed.ids if store.is_coded(key, setup)}
        _send(pipe, known)
        self._note(stage="reading", done=len(known), total=len(listed.ids))
        return self._keep_all(upload, pipe, setup, known=len(known))

    def _keep_all(self, upload: Upload, pipe: Connection, setup: Setup, *, known: int) -> Upload:
        """Write what the process sends, in batches, until the file ends."""
        reasons: list[str] = []
        documents, facts, run, ended = known, 0, None, None
        batch: list[Coded | DocumentError] = []
        since = monotonic()
        for item in self._items(pipe):
            if isinstance(item, Ended):
                ended = item
            else:
                batch.append(item)
            if batch and (ended or len(batch) >= BATCH or monotonic() - since > BATCH_SECONDS):
                run = self._write(batch, setup, run, upload.name)
                documents += sum(isinstance(each, Coded) for each in batch)
                facts += sum(len(each.facts) for each in batch if isinstance(each, Coded))
                reasons += [f"{each.location}: {each.reason}" for each in batch if isinstance(each, DocumentError)]
                batch, since = [], monotonic()
                self._note(done=documents)
        nothing = ended.reason if ended is not None else ""
        state = UploadState.READ if documents else UploadState.FAILED
        reason = "; ".join(reasons[:3]) + (f"; and {len(reasons) - 3} more" if len(reasons) > 3 else "") or nothing
        return replace(upload, state=state, reason=reason, documents=documents, facts=facts)

    def _items(self, pipe: Connection) -> Iterator[Coded | DocumentError | Ended]:
        while True:
            item = self._receive(pipe)
            yield item
            if isinstance(item, Ended):
                return

    def _write(self, batch: list[Coded | DocumentError], setup: Setup, run: Run | None, name: str) -> Run:
        with self._store.changing() as store:
            run = run or store.begin_run(setup, ("desk", name))
            find_copy = partial(StoreCopies().look, store)
            for item in batch:
                if isinstance(item, DocumentError):
                    store.add_error(item, run)
                    continue
                try:
                    store.add(item, run, find_copy=find_copy)
                except (TypeError, ValueError) as error:
                    store.add_error(DocumentError(location=name, reason=f"can't be stored: {error}"), run)
        return run

    def _worker(self) -> Connection:
        """The pipe to the process, which is started when it is first needed."""
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self._end_process()
        context = multiprocessing.get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=work, args=(there, self._model, self._actors), daemon=True)
        process.start()
        there.close()
        self._pipe, self._process = here, process
        ready = self._receive(here)
        if not isinstance(ready, Ready):
            raise StoppedError(getattr(ready, "reason", "") or "the reader of files can't start")
        self._setup = ready.setup
        return here

    def _receive(self, pipe: Connection) -> Any:
        """The next message of the process.

        Raises:
            StoppedError: it has ended, or takes too long.
        """
        try:
            if not pipe.poll(DOCUMENT_SECONDS):
                raise StoppedError(f"a document took more than {DOCUMENT_SECONDS / 60:.0f} minutes; it was given up")
            return pipe.recv()
        except (EOFError, OSError) as error:
            raise StoppedError("the reader stopped in the middle of it; the file may need too much memory") from error

    def _end_process(self) -> None:
        process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
        if process is not None and process.is_alive():
            process.kill()
            process.join(timeout=5)


def _send(pipe: Connection, message: object) -> None:
    try:
        pipe.send(message)
    except OSError as error:
        raise StoppedError("the reader stopped; try the file again") from error
