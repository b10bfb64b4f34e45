"""What the product promises, as ratios of times taken in one run."""

# Slowest that the first page may be, beside stock Odoo's.
PAGE_BESIDE_STOCK = {"salesperson": 4.0, "manager": 1.5, "director": 1.5}
SEARCH_BESIDE_STOCK = {"two": 20.0, "four": 15.0, "phone": 15.0}
# How much longer than hand-written SQL, by kind; the rest is Odoo's own Python.
BESIDE_LIMIT = {
    "page": 6.0,
    "page 51": 6.0,
    "two": 20.0,
    "four": 20.0,
    "phone": 20.0,
    "pinyin": 20.0,
}
# From the small database to the big one, where both fill a page.
GROWTH = 1.5
# Visits: how many times the limit, beside Odoo's own Python for as many rows.
VISITS_BESIDE_LIMIT = 2.0
# Receivables: how many times the limit, beside the same of the small database.
RECEIVABLES_BESIDE_LIMIT = 2.0
# Segments: the same.
SEGMENTS_BESIDE_LIMIT = 2.0
# Reports on the cube: how many times the limit, besides these milliseconds.
CUBE_BESIDE_LIMIT, CUBE_MILLISECONDS = 5.0, 15.0
CUBE_BESIDE_STOCK = {"salesperson": 8.0, "manager": 50.0, "director": 50.0}
# A page of reports on the fact.
FACT_BESIDE_LIMIT, FACT_BESIDE_STOCK = 4.0, 8.0
REFRESH_BESIDE_LIMIT = 2.0
# Milliseconds of the server, whatever the number of customers.
WORKBENCH_MILLISECONDS = 300
IMPORT_BESIDE_STOCK = 12.0
IMPORT_STATEMENTS_A_ROW = 2.1
ORDER_BESIDE_STOCK = 1.15
HANDOVER_BESIDE_LIMIT = 1.5
# A run over all customers: beside one pass of the same SQL, and by customer from the
# small database to the big one.
VALUE_BESIDE_LIMIT = 1.5
VALUE_GROWTH = 1.5
VALUE_INDICATORS = 100
HANDOVER_BESIDE_STOCK = 20.0


def get_faster(kind, person):
    """Return how many times faster than stock Odoo a screen has to be, or None."""
    if kind == "page":
        return PAGE_BESIDE_STOCK[person]
    return SEARCH_BESIDE_STOCK.get(kind)


def check_row(row):
    """Yield a sentence for each target that a row of the result misses.

    :param row: as ``measure.make_row`` returns it
    """
    name = f"{row['title']}, {row['person']}"
    wanted = get_faster(row["kind"], row["person"])
    if wanted and row["faster"] < wanted:
        yield f"{name}: {row['faster']:.1f}× faster than stock, wanted {wanted:g}×"
    wanted = BESIDE_LIMIT.get(row["kind"])
    if wanted and row["slower"] > wanted:
        yield f"{name}: {row['slower']:.1f}× the limit, wanted at most {wanted:g}×"
    if row["growth"] and row["kind"] != "common" and row["growth"] > GROWTH:
        yield f"{name}: grows {row['growth']:.2f}× from small to big, wanted {GROWTH}×"


def check_visit_row(row):
    """Yield a sentence if a screen of visits costs more than the database has to do.

    :param row: as ``measure.make_row`` returns it; the small database, where the limit
        is next to nothing, tells what Odoo's own Python takes
    """
    allowed = VISITS_BESIDE_LIMIT * row["ms"]["limit"] + row["ms"]["small"]
    if row["ms"]["ours"] > allowed:
        yield (
            f"{row['title']}, {row['person']}: {row['ms']['ours']:.1f} ms, wanted at "
            f"most {VISITS_BESIDE_LIMIT:g} times the limit and Odoo's own "
            f"{row['ms']['small']:.1f} ms: {allowed:.1f} ms"
        )


def check_receivables(rows):
    """Yield a sentence if receivables cost more than twice their hand-written SQL."""
    return _check_beside_limit(rows, RECEIVABLES_BESIDE_LIMIT)


def check_segments(rows):
    """Yield a sentence if segments cost more than twice their hand-written SQL."""
    return _check_beside_limit(rows, SEGMENTS_BESIDE_LIMIT)


def _check_beside_limit(rows, factor):
    """Yield a sentence for each row that costs too much beside hand-written SQL.

    :param rows: as ``measure.make_row`` returns them; the small database, where the
        limit is next to nothing, tells what Odoo's own Python takes
    """
    for row in rows:
        times = row["ms"]
        allowed = factor * times["limit"] + times["small"]
        if times["ours"] > allowed:
            yield (
                f"{row['title']}, {row['person']}: {times['ours']:.1f} ms, wanted at"
                f" most {allowed:.1f} ms"
            )


def check_reports(result):
    """Yield a sentence for each target that reports of sales miss.

    :param result: of ``report_cases.measure`` and ``measure_refresh``, by name
    """
    for row in result["reports"]:
        name, times = f"{row['code']}, {row['person']}", row["ms"]
        if row["code"].startswith("product"):
            allowed, faster = FACT_BESIDE_LIMIT * times["limit"], FACT_BESIDE_STOCK
        else:
            allowed = CUBE_BESIDE_LIMIT * times["limit"] + CUBE_MILLISECONDS
            faster = CUBE_BESIDE_STOCK[row["person"]]
        if times["ours"] > allowed:
            yield f"{name}: {times['ours']:.1f} ms, wanted at most {allowed:.1f} ms"
        if row["faster"] is not None and row["faster"] < faster:
            yield f"{name}: {row['faster']:.1f}× faster than stock, wanted {faster:g}×"
    if result["refresh"]["slower"] > REFRESH_BESIDE_LIMIT:
        yield f"refreshing totals: {result['refresh']['slower']:.2f}× the upsert"


def check_workbench(row):
    """Return a sentence if the workbench keeps somebody waiting.

    :param row: as ``measure.make_row`` returns it
    """
    milliseconds = row["ms"]["ours"]
    if milliseconds <= WORKBENCH_MILLISECONDS:
        return []
    return [
        f"workbench, {row['person']}: {milliseconds:.1f} ms, wanted at most"
        f" {WORKBENCH_MILLISECONDS} ms"
    ]


def check_order(result):
    """Yield a sentence if an order costs more than stock's, in time or statements.

    :param result: as ``order.measure`` returns it
    """
    for name, unit in (("slower", "time"), ("more", "statements")):
        if result[name] > ORDER_BESIDE_STOCK:
            yield (
                f"order: {result[name]:.2f}× the {unit} of stock, wanted at most"
                f" {ORDER_BESIDE_STOCK:g}×"
            )


def check_import(result):
    """Yield a sentence for each target that the import misses.

    :param result: as ``imports.measure`` returns it
    """
    if result["faster"] < IMPORT_BESIDE_STOCK:
        yield (
            f"import: {result['faster']:.1f}× faster than stock,"
            f" wanted {IMPORT_BESIDE_STOCK:g}×"
        )
    if result["statements_a_row"] > IMPORT_STATEMENTS_A_ROW:
        yield (
            f"import: {result['statements_a_row']:.2f} statements a row,"
            f" wanted at most {IMPORT_STATEMENTS_A_ROW}"
        )


def check_handover(result):
    """Yield a sentence for each target that the handover misses.

    :param result: as ``handover.measure`` returns it
    """
    if result["slower"] > HANDOVER_BESIDE_LIMIT:
        yield (
            f"handover: {result['slower']:.2f}× the hand-written SQL, wanted at most"
            f" {HANDOVER_BESIDE_LIMIT:g}×"
        )
    if result["faster"] < HANDOVER_BESIDE_STOCK:
        yield (
            f"handover: {result['faster']:.1f}× faster than stock, wanted"
            f" {HANDOVER_BESIDE_STOCK:g}×"
        )


def check_value(result):
    """Yield a sentence for each target that value runs miss.

    :param result: as ``value_cases.measure`` returns it
    """
    big = result["big"]
    if big["slower"] > VALUE_BESIDE_LIMIT:
        yield (
            f"value run: {big['slower']:.2f}× the limit, wanted at most "
            f"{VALUE_BESIDE_LIMIT:g}×"
        )
    for size in ("small", "big"):
        if different := result[size]["different"]:
            yield f"value run: {different} customers differ from the limit, {size}"
    if result["growth"] > VALUE_GROWTH:
        yield (
            f"value run: a customer costs {result['growth']:.2f}× in the big database, "
            f"wanted at most {VALUE_GROWTH:g}×"
        )
    if big["first"]["indicators"] < VALUE_INDICATORS:
        yield f"value run: only {big['first']['indicators']} indicators"
