"""Importer: the way of a file into a dataset, step by step; until the last one nothing of it is visible."""

from __future__ import annotations

import errno
import itertools
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from knowledge.erasing.suppression import Suppressions
from knowledge.home import Home
from knowledge.importing.brands import MOST_NEW_BRANDS, BrandMatcher, with_brands
from knowledge.importing.files.opening import in_words, open_rows
from knowledge.importing.files.records import Record, Rows
from knowledge.importing.files.text import Checked, check_file
from knowledge.importing.options import ImportOptions, check, checked_zone
from knowledge.importing.plan import SAMPLE, Plan, known_headers, make_plan
from knowledge.importing.presets import PRESETS, preset_named
from knowledge.importing.reading import read_posts
from knowledge.importing.report import ImportReport, Progress, Stage
from knowledge.importing.rows import PostMaker, RowMaker
from knowledge.importing.staging import Counts, stage
from knowledge.importing.threads import complete
from knowledge.importing.times import Order, Times, date_order
from knowledge.manifest import ImportRecord, load
from knowledge.merging import Upserted, work_database
from knowledge.writing import Writer, writing
from tools.errors import BadRequest, ImportRefused, UnknownName
from tools.facts import Brand, Facts
from tools.services import Embedder

if TYPE_CHECKING:
    from tools.reader import Reader

REJECTED_SHARE, REJECTED_AT_LEAST = 0.2, 20
"""A file is refused when more than this share of its rows, and at least so many, are bad."""


class _Opened(NamedTuple):
    """A file that has passed the checks that need no dataset."""

    file: Checked
    rows: Rows
    sample: list[Record]
    plan: Plan

    @property
    def name(self) -> str:
        return self.file.path.name


class _Stored(NamedTuple):
    """What changed in the dataset."""

    rows: Upserted
    authors: int
    moved: int
    version: str


def import_file(
    home: Home,
    path: Path,
    options: ImportOptions,
    *,
    embedder: Embedder,
    reader: Reader,
    progress: Callable[[Progress], None] = lambda _: None,
    suppressed: Callable[[str], bool] | None = None,
) -> ImportReport:
    """Import a file into a table of a dataset, which is made if it does not exist.

    All or nothing: whatever is raised, a full disk and Ctrl-C included, the dataset is as it was. Importing a file
    again changes nothing. `suppressed` tells of an author_id or post_id that it was erased; the dataset's own
    list by default. Raises ImportRefused for files that hold no such rows, BadRequest for options that do not
    fit, Conflict while another process writes to the dataset.
    """
    check(options)
    started = time.perf_counter()
    with _clear_errors(path):
        opened = _open(path, options, progress)
        if options.dry_run:
            return _try(home, opened, options, started, suppressed=suppressed, progress=progress)
        with writing(home, options.dataset, facts=_new_facts(options)) as writer:
            covers = suppressed or Suppressions(home, writer.folder).covers
            facts = _with_options(writer.manifest.facts, options)
            maker = _maker(opened, options, facts)
            rejects = writer.folder.rejects / f"{options.table}-{opened.name}-{opened.file.sha256[:8]}.jsonl"
            counts = _stage(opened, maker, writer.folder.staging, rejects, covers, progress)
            _refuse_if_bad(opened, maker, counts, rejects, options)
            writer.change(facts=_with_given_brands(facts, maker))
            stored = _store(writer, options.table, opened, counts, embedder, reader, progress)
        return _report(opened, options, maker, counts, stored, rejects, started)


def _open(path: Path, options: ImportOptions, progress: Callable[[Progress], None]) -> _Opened:
    presets = PRESETS if options.preset == "auto" else (preset_named(options.preset),)
    file = check_file(
        path,
        max_bytes=int(options.max_unpacked_gb * 1e9),
        progress=lambda done, total: progress(Progress("checking", done, total)),
    )
    usual = [where for preset in presets for where in preset.records]
    rows = open_rows(file, records=options.records, usual=usual, known=known_headers())
    sample = [record for record in itertools.islice(rows, SAMPLE) if isinstance(record, Record)]
    if next(iter(rows), None) is None:
        raise ImportRefused(f"{path.name!r} holds no rows{', only a header' if rows.columns else ''}.")
    return _Opened(file, rows, sample, make_plan(options, sample, rows.columns))


def _maker(opened: _Opened, options: ImportOptions, facts: Facts) -> RowMaker:
    order = options.date_order if options.date_order != "auto" else _date_order(opened)
    times = Times(checked_zone(options.time_zone or facts.time_zone), order=order)
    if options.table == "posts":
        return PostMaker(opened.plan, times, BrandMatcher(facts.brands), source=opened.name)
    return RowMaker(options.table, opened.plan, times)


def _date_order(opened: _Opened) -> Order | None:
    sources = [source for fill in opened.plan.fills if fill.type.startswith("timestamp") for source in fill.sources]
    return date_order(source.read(record.fields) for record in opened.sample for source in sources)


def _stage(
    opened: _Opened,
    maker: RowMaker,
    folder: Path,
    rejects: Path,
    covers: Callable[[str], bool],
    progress: Callable[[Progress], None],
) -> Counts:
    def step(done: int) -> None:
        progress(Progress("rows", done, None))

    return stage(opened.rows, maker, folder, rejects, suppressed=covers, progress=step)


def _refuse_if_bad(opened: _Opened, maker: RowMaker, counts: Counts, rejects: Path, options: ImportOptions) -> None:
    """Refuse a file of which nothing, or far too little, can be imported, or a column that no row had."""
    if opened.rows.columns is None or opened.plan.preset.unfold:
        for source in opened.plan.by_user:
            if source.path not in maker.filled:
                raise UnknownName("field", source.path, opened.plan.names)
    if not counts.rejected:
        return
    where = "" if options.dry_run else f" All are in {rejects}."
    why = "; ".join(f"{opened.rows.unit} {reject.at:,}: {reject.reason}" for reject in counts.first[:3])
    if not counts.good and not counts.suppressed:
        raise ImportRefused(f"None of the {counts.read:,} rows of {opened.name!r} can be imported ({why}).{where}")
    too_many = counts.rejected > REJECTED_SHARE * counts.read and counts.rejected >= REJECTED_AT_LEAST
    if too_many and not options.accept_rejects:
        raise ImportRefused(
            f"{counts.rejected:,} of the {counts.read:,} rows of {opened.name!r} cannot be imported ({why}).{where} "
            "Mend them or the mapping, or take the rest with --accept-rejects."
        )


def _store(
    writer: Writer,
    table: str,
    opened: _Opened,
    counts: Counts,
    embedder: Embedder,
    reader: Reader,
    progress: Callable[[Progress], None],
) -> _Stored:
    staging = writer.folder.staging
    staged, before, moved = staging / f"{table}.parquet", writer.files(table), 0
    progress(Progress("storing", 0, counts.good))
    rows = Upserted(0, 0, 0, None)
    if counts.good and table == "posts":
        with work_database(writer.folder) as db:
            moved = complete(db, staged, before, staging / "complete.parquet")
        rows = writer.upsert(table, staging / "complete.parquet")
    elif counts.good:
        rows = writer.upsert(table, staged)
    authors = writer.upsert("authors", staging / "post-authors.parquet") if counts.authors else Upserted(0, 0, 0, None)
    progress(Progress("storing", counts.good, counts.good))
    if table == "posts" and rows.touched:
        read_posts(
            writer,
            rows.touched,
            before,
            embedder=embedder,
            reader=reader,
            reading=_step(progress, "reading"),
            indexing=_step(progress, "indexing"),
        )
    if rows.touched or authors.touched:
        writer.change(imports=(*writer.manifest.imports, _record(opened, table, rows, counts)))
    return _Stored(rows, authors.added + authors.changed, moved, writer.publish())


def _step(progress: Callable[[Progress], None], stage: Stage) -> Callable[[int, int], None]:
    return lambda done, total: progress(Progress(stage, done, total))


def _record(opened: _Opened, table: str, rows: Upserted, counts: Counts) -> ImportRecord:
    return ImportRecord(
        id=f"i_{secrets.token_hex(6)}",
        file=opened.name,
        table=table,
        preset=opened.plan.preset.name,
        at=datetime.now(UTC),
        added=rows.added,
        changed=rows.changed,
        rejected=counts.rejected,
    )


def _new_facts(options: ImportOptions) -> Facts:
    return Facts(
        dataset=options.dataset,
        time_zone=options.time_zone or "UTC",
        purposes=options.purposes or ("analytics",),
        retention_days=options.retention_days,
    )


def _with_options(facts: Facts, options: ImportOptions) -> Facts:
    """Return a dataset's facts with those that come with a file; BadRequest where their purposes differ."""
    if options.purposes and set(options.purposes) != set(facts.purposes):
        raise BadRequest(
            f"Dataset {facts.dataset!r} was collected for {', '.join(facts.purposes)}, and this file for "
            f"{', '.join(options.purposes)}. Import it into a dataset of its own, or change what the whole dataset "
            f"may be used for: groundswell dataset {facts.dataset} --purpose ..."
        )
    features = tuple(dict.fromkeys([*facts.features, *options.features]))
    facts = with_brands(facts, options.brands).model_copy(update={"features": features})
    days = options.retention_days or facts.retention_days
    return facts.model_copy(update={"retention_days": days})


def _with_given_brands(facts: Facts, maker: RowMaker) -> Facts:
    """Track the brands that a brand column names, unless it holds too many values to be one."""
    if not isinstance(maker, PostMaker) or not 0 < len(maker.brands_given) <= MOST_NEW_BRANDS:
        return facts
    new = [name for name in sorted(maker.brands_given) if facts.brand_named(name) is None]
    return with_brands(facts, [Brand(name=name) for name in new])


def _try(
    home: Home,
    opened: _Opened,
    options: ImportOptions,
    started: float,
    *,
    suppressed: Callable[[str], bool] | None,
    progress: Callable[[Progress], None],
) -> ImportReport:
    """Read and check every row, and leave nothing behind."""
    folder = home.dataset(options.dataset)
    facts = load(folder).facts if folder.current.exists() else _new_facts(options)
    covers = suppressed or (Suppressions(home, folder).covers if folder.current.exists() else lambda _: False)
    with TemporaryDirectory(prefix="groundswell-") as temporary:
        maker = _maker(opened, options, _with_options(facts, options))
        rejects = Path(temporary) / "rejects.jsonl"
        counts = _stage(opened, maker, Path(temporary), rejects, covers, progress)
        _refuse_if_bad(opened, maker, counts, rejects, options)
    return _report(opened, options, maker, counts, None, None, started)


def _report(
    opened: _Opened,
    options: ImportOptions,
    maker: RowMaker,
    counts: Counts,
    stored: _Stored | None,
    rejects: Path | None,
    started: float,
) -> ImportReport:
    rows = stored.rows if stored else Upserted(0, 0, 0, None)
    moved = stored.moved if stored else 0
    distinct = rows.added + rows.changed + rows.unchanged - moved
    return ImportReport(
        dataset=options.dataset,
        table=options.table,
        file=opened.name,
        kind=in_words(opened.file, opened.rows),
        preset=opened.plan.preset.name,
        read=counts.read,
        good=counts.good,
        added=rows.added,
        changed=rows.changed,
        unchanged=rows.unchanged,
        repeated=counts.good - distinct if stored else 0,
        rejected=counts.rejected,
        suppressed=counts.suppressed,
        authors=stored.authors if stored else 0,
        rejects=tuple(counts.first),
        rejects_file=rejects if counts.rejected else None,
        unit=opened.rows.unit,
        mapped=opened.plan.mapped,
        not_imported=opened.plan.unused,
        warnings=(*opened.file.warnings, *opened.plan.notes, *_warnings(options, maker, moved)),
        version=stored.version if stored else None,
        seconds=round(time.perf_counter() - started, 3),
    )


def _warnings(options: ImportOptions, maker: RowMaker, moved: int) -> Iterator[str]:
    times = maker.times
    if times.without_zone and not options.time_zone:
        zone = times.zone.key
        yield f"{times.without_zone:,} times name no zone and were read as {zone}; --time-zone says otherwise."
    if moved:
        yield f"{moved:,} earlier posts joined the thread of a post that this file brought."
    if not isinstance(maker, PostMaker):
        return
    if "text" not in {fill.ours for fill in maker.plan.fills}:
        yield "Nothing fills text, so these posts are counted but not read. --map text=COLUMN says where it is."
    if len(maker.brands_given) > MOST_NEW_BRANDS:
        yield f"The brand column holds more than {MOST_NEW_BRANDS} values, so they are kept but not tracked as brands."
    if maker.latest and maker.latest > datetime.now(UTC) + timedelta(days=1):
        yield f"The latest post is of {maker.latest:%Y-%m-%d}, which lies ahead. Check the dates and --date-order."


@contextmanager
def _clear_errors(path: Path) -> Iterator[None]:
    """Translate what the machine refuses into one line; the writer has left the dataset as it was."""
    import duckdb
    from deltalake.exceptions import DeltaError

    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ImportRefused(
                "The disk is full; the dataset is as it was. Free some space (about four times the file's size) "
                "and import it again."
            ) from error
        raise ImportRefused(f"{path.name!r} was not imported: {error}. The dataset is as it was.") from error
    except (duckdb.Error, DeltaError) as error:
        what = str(error).splitlines()[0]
        raise ImportRefused(f"{path.name!r} was not imported: {what}. The dataset is as it was.") from error
