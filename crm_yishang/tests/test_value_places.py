import numpy as np
from freezegun import freeze_time

from odoo.tests import tagged

from .value_book import DAY
from .value_common import ValueCommon
from .value_script import get_pareto, get_quintiles


def draw_sets():
    """Return sets of revenues by name, always the same; None did not order."""
    random = np.random.default_rng(80_20)
    heavy = np.round(100 * random.pareto(1.16, 3_000) + 1, 2)
    returned = np.where(random.random(1_000) < 0.2, -heavy[:1_000] / 3, heavy[:1_000])
    return {
        "heavy tail": [*heavy.tolist(), *[None] * 400],
        "heavy tail with returns": np.round(returned, 2).tolist(),
        "flat": [100] * 10,
        "flat, not to be halved": [33.33] * 7,
        "single": [500],
        "single beside nobody": [None, 500, None],
        "ties": random.choice([10, 20, 20.5, 1_000], 500).tolist(),
        "a few": [1000, 400, 400, -300, 0, None, 90, -5],
        "as much returned as bought": [300, -300, None, 0],
        "more returned than bought": [10, -100, None],
        "returns alone": [-10, -20, None],
        "bought for nothing": [0, 0],
        "nobody bought": [None, None],
    }


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestValuePlaces(ValueCommon):
    """Who is where among all customers equals a script by numpy."""

    def _grade(self, revenues):
        """Have revenues graded that nobody has to sell for.

        :return: (figures of the run, rows of results, columns of what was measured)
        """
        run = self.runs.create({"date": DAY})
        run._begin()
        numbers = np.arange(len(revenues))
        buys = [revenue is not None for revenue in revenues]
        measured = {
            "revenue": revenues,
            "orders": list(map(int, buys)),
            "frequency": (numbers % 4).tolist(),
            "silence": (numbers % 7).tolist(),
        }
        self.env.cr.execute(
            "INSERT INTO crm_yishang_value_detail"
            " SELECT %s, place - 1, '{}', revenue, orders, frequency, silence"
            " FROM unnest(%s::numeric[], %s::int[], %s::int[], %s::int[])"
            " WITH ORDINALITY"
            " AS measured (revenue, orders, frequency, silence, place)",
            [run.id, *measured.values()],
        )
        found = self.env["crm.yishang.value.grader"]._grade(run)
        self.env.cr.execute(
            "SELECT recency, frequency, monetary, abc, is_vital, share, cumulative"
            " FROM crm_yishang_value_result WHERE run_id = %s ORDER BY partner_id",
            [run.id],
        )
        rows = self.env.cr.fetchall()
        run.state = "failed"
        run.flush_recordset()
        return found, rows, measured

    def test_quintiles_shares_and_classes_equal_a_script(self):
        for name, revenues in draw_sets().items():
            with self.subTest(set=name):
                found, rows, measured = self._grade(revenues)
                self.assertEqual(len(rows), len(revenues))
                columns = list(map(list, zip(*rows, strict=True)))
                self._check_quintiles(columns[:3], measured)
                self._check_pareto(columns[3:], revenues, found["vital_count"])

    def _check_quintiles(self, columns, measured):
        buyers = [place for place, one in enumerate(measured["orders"]) if one]
        whole = [0] * len(measured["orders"])
        for column, name, sign in zip(
            columns, ("silence", "frequency", "revenue"), (-1, 1, 1), strict=True
        ):
            values = [sign * measured[name][place] for place in buyers]
            expected = list(whole)
            for place, quintile in zip(buyers, get_quintiles(values), strict=True):
                expected[place] = quintile
            self.assertEqual(column, expected)

    def _check_pareto(self, columns, revenues, vital_count):
        classes, vital, shares, reached = columns
        pareto = get_pareto(revenues)
        self.assertEqual(classes, pareto.classes)
        self.assertEqual(vital, pareto.vital.tolist())
        self.assertEqual(vital_count, pareto.vital.sum())
        np.testing.assert_allclose(shares, pareto.share, rtol=1e-12, atol=1e-15)
        known = [np.nan if part is None else part for part in reached]
        np.testing.assert_allclose(known, pareto.reached, rtol=1e-12, atol=1e-12)

    def test_the_vital_few_of_a_heavy_tail_are_few(self):
        """And those of a flat set are as many as the share says."""
        sets = draw_sets()
        heavy = get_pareto(sets["heavy tail"]).vital
        self.assertLess(heavy.sum() / 3_000, 0.4)
        self.assertEqual(self._grade(sets["heavy tail"])[0]["vital_count"], heavy.sum())
        self.assertEqual(self._grade(sets["flat"])[0]["vital_count"], 8)
        self.assertEqual(self._grade(sets["single"])[0]["vital_count"], 1)
        self.assertEqual(self._grade(sets["nobody bought"])[0]["vital_count"], 0)
