"""Importer: the way of a file into a dataset, step by step; until the last one nothing of it is visible."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from knowledge.erasing.suppression import Suppressions
from knowledge.home import Home
from knowledge.importing.brands import MOST_NEW_BRANDS, BrandMatcher
from knowledge.importing.facts import new_facts, with_named_brands, with_options
from knowledge.importing.failing import clear_errors
from knowledge.importing.files.nested import flat_names
from knowledge.importing.files.opening import in_words, open_rows
from knowledge.importing.files.records import Record, Rows
from knowledge.importing.files.text import Checked, check_file
from knowledge.importing.options import ImportOptions, check, checked_zone
from knowledge.importing.plan import SAMPLE, Plan, choose_preset, known_headers, make_plan
from knowledge.importing.presets import PRESETS, preset_named
from knowledge.importing.report import ImportReport, Progress
from knowledge.importing.rows import PostMaker, RowMaker
from knowledge.importing.staging import Counts, stage
from knowledge.importing.storing import Stored, store
from knowledge.importing.times import Order, Times, date_order
from knowledge.manifest import load
from knowledge.merging import Upserted
from knowledge.writing import writing
from tools.errors import ImportRefused, UnknownName
from tools.facts import Facts
from tools.services import Embedder

if TYPE_CHECKING:
    from tools.reader import Reader

REJECTED_SHARE, REJECTED_AT_LEAST = 0.2, 20
"""A file is refused when more than this share of its rows, and at least so many, are bad."""

_MOST_NAMES = 5_000

Suppressed = Callable[[str], bool]
"""Tells of an author_id or post_id whether it was erased."""


class _Opened(NamedTuple):
    """A file that has passed the checks that need no dataset."""

    file: Checked
    rows: Rows
    sample: list[Record]
    plan: Plan

    @property
    def name(self) -> str:
        return self.file.path.name


def import_file(
    home: Home,
    path: Path,
    options: ImportOptions,
    *,
    embedder: Embedder,
    reader: Reader,
    progress: Callable[[Progress], None] = lambda _: None,
    suppressed: Suppressed | None = None,
) -> ImportReport:
    """Import a file into a table of a dataset, which is made if it does not exist.

    All or nothing: whatever is raised, a full disk and Ctrl-C included, the dataset is as it was. Importing a file
    again changes nothing. What `suppressed` tells of is left out; the dataset's own list by default. Raises
    ImportRefused for a file that holds no such rows, BadRequest for options that do not fit, Conflict while
    another process writes to the dataset.
    """
    check(options)
    started = time.perf_counter()
    with clear_errors(path):
        opened = _open(path, options, progress)
        if options.dry_run:
            return _try(home, opened, options, started, suppressed=suppressed, progress=progress)
        with writing(home, options.dataset, facts=new_facts(options)) as writer:
            facts = with_options(writer.manifest.facts, options)
            maker = _maker(opened, options, facts)
            covers = suppressed or Suppressions(home, writer.folder).covers
            rejects = writer.folder.rejects / f"{options.table}-{opened.name[:100]}-{opened.file.sha256[:8]}.jsonl"
            counts = _stage(opened, maker, writer.folder.staging, rejects, covers, progress)
            _refuse_if_bad(opened, maker, counts, rejects, options)
            writer.change(facts=with_named_brands(facts, maker.brands_given))
            stored = store(
                writer,
                options.table,
                counts,
                file=opened.name,
                preset=opened.plan.preset.name,
                embedder=embedder,
                reader=reader,
                progress=progress,
            )
        return _report(opened, options, maker, counts, stored=stored, rejects=rejects, started=started)


def _open(path: Path, options: ImportOptions, progress: Callable[[Progress], None]) -> _Opened:
    presets = PRESETS if options.preset == "auto" else (preset_named(options.preset),)
    file = check_file(
        path,
        max_bytes=int(options.max_unpacked_gb * 1e9),
        progress=lambda done, total: progress(Progress("checking", done, total)),
    )
    usual = [where for preset in presets for where in preset.records]
    rows = open_rows(file, records=options.records, usual=usual, known=known_headers())
    if next(iter(rows), None) is None:
        raise ImportRefused(f"{path.name!r} holds no rows{', only a header' if rows.columns else ''}.")
    sample = [record for record in itertools.islice(rows, SAMPLE) if isinstance(record, Record)]
    preset = choose_preset(options, sample)
    names = rows.columns if rows.columns or preset.unfold else _names(rows)
    return _Opened(file, rows, sample, make_plan(options, preset, sample, names))


def _names(rows: Rows) -> tuple[str, ...]:
    """Return the names of all fields: rows of JSON leave out what they do not have, often for thousands of rows."""
    names: dict[str, None] = {}
    for record in rows:
        if isinstance(record, Record) and len(names) < _MOST_NAMES:
            names.update(dict.fromkeys(flat_names(record.fields)))
    return tuple(names)


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
    covers: Suppressed,
    progress: Callable[[Progress], None],
) -> Counts:
    def step(done: int) -> None:
        progress(Progress("rows", done, None))

    return stage(opened.rows, maker, folder, rejects, suppressed=covers, progress=step)


def _refuse_if_bad(opened: _Opened, maker: RowMaker, counts: Counts, rejects: Path, options: ImportOptions) -> None:
    """Refuse a file of which nothing, or far too little, can be imported, or a field that no row had."""
    if opened.plan.preset.unfold:
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


def _try(
    home: Home,
    opened: _Opened,
    options: ImportOptions,
    started: float,
    *,
    suppressed: Suppressed | None,
    progress: Callable[[Progress], None],
) -> ImportReport:
    """Read and check every row, and leave nothing behind."""
    folder = home.dataset(options.dataset)
    exists = folder.current.exists()
    facts = with_options(load(folder).facts if exists else new_facts(options), options)
    covers = suppressed or (Suppressions(home, folder).covers if exists else lambda _: False)
    with TemporaryDirectory(prefix="groundswell-") as temporary:
        maker, rejects = _maker(opened, options, facts), Path(temporary) / "rejects.jsonl"
        counts = _stage(opened, maker, Path(temporary), rejects, covers, progress)
        _refuse_if_bad(opened, maker, counts, rejects, options)
    return _report(opened, options, maker, counts, stored=None, rejects=None, started=started)


def _report(
    opened: _Opened,
    options: ImportOptions,
    maker: RowMaker,
    counts: Counts,
    *,
    stored: Stored | None,
    rejects: Path | None,
    started: float,
) -> ImportReport:
    rows = stored.rows if stored else Upserted(0, 0, 0, None)
    moved = stored.moved if stored else 0
    return ImportReport(
        dataset=options.dataset,
        table=options.table,
        file=opened.name,
        kind=in_words(opened.file, opened.rows),
        preset=opened.plan.preset.name,
        read=counts.read,
        good=counts.good,
        added=rows.added,
        changed=rows.changed - moved,
        unchanged=rows.unchanged,
        repeated=counts.good - (rows.added + rows.changed + rows.unchanged - moved) if stored else 0,
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
