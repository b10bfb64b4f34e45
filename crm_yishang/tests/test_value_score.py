from freezegun import freeze_time

from odoo.tests import tagged

from ..tools.value import ASPECT_NAMES
from .value_book import DAY, ValueBook
from .value_common import ValueCommon
from .value_script import get_pareto, get_quintiles


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10 04:00:00")
class TestValueScore(ValueCommon):
    """Scores are what one finds by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.run_ = cls._run()
        cls.indicators = cls.run_._get_indicators()
        cls.bands = {
            one.code: one for one in cls.env["crm.yishang.value.indicator"].search([])
        }

    def test_ten_customers_by_hand(self):
        measured = 0
        for customer in self.ten:
            rows = {row["code"]: row for row in self._get_score(customer)._explain()}
            self.assertEqual(len(rows), len(self.indicators))
            book = ValueBook(customer, self.company, DAY).measure()
            for code, value in book.items():
                with self.subTest(customer=customer.name, indicator=code):
                    measured += value is not None
                    self._check_one(rows[code], value)
        self.assertGreater(measured, 400)

    def _check_one(self, row, value):
        if value is None:
            self.assertIsNone(row["value"])
            self.assertIsNone(row["points"])
            return
        self.assertAlmostEqual(row["value"], value, places=3)
        indicator = self.bands[row["code"]]
        if indicator.scale == "fixed":
            bands = [
                (one.lower, one.points) for one in indicator.band_ids.sorted("lower")
            ]
            points = [given for lower, given in bands if lower <= row["value"]]
            self.assertEqual(row["points"], points[-1] if points else bands[0][1])
        elif indicator.scale == "linear":
            width = indicator.value_full - indicator.value_zero
            share = (row["value"] - indicator.value_zero) / width
            self.assertAlmostEqual(
                row["points"], 100 * min(max(share, 0), 1), delta=0.501
            )

    def test_points_among_customers(self):
        """As many points as the share of customers one is ahead of is worth."""
        place = [one["code"] for one in self.indicators].index("F01")
        self.env.cr.execute(
            "SELECT partner_id, figures[%s] FROM crm_yishang_value_detail"
            " WHERE run_id = %s",
            [place + 1, self.run_.id],
        )
        values = dict(self.env.cr.fetchall())
        for customer in self.ten:
            value = values[customer.id]
            ahead = sum(other < value for other in values.values()) / len(values)
            points = 25 * min(int(ahead * 5 + 1e-9), 4)
            rows = {row["code"]: row for row in self._get_score(customer)._explain()}
            self.assertEqual(rows["F01"]["points"], points, customer.name)

    def test_the_score_is_the_weighted_mean_of_what_is_known(self):
        weights = self.company._yishang_get_value_weights()
        for customer in self.ten:
            score = self._get_score(customer)
            rows = score._explain()
            known, total, covered = 0, 0, 0
            for aspect in ASPECT_NAMES:
                pairs = [
                    (self.bands[row["code"]].weight, row["points"])
                    for row in rows
                    if row["aspect"] == aspect
                ]
                there = [
                    (weight, points) for weight, points in pairs if points is not None
                ]
                weight = sum(one for one, _points in there)
                covered += weights[aspect] * weight / sum(one for one, _p in pairs)
                if there:
                    mean = sum(one * points for one, points in there) / weight
                    self.assertAlmostEqual(score[f"score_{aspect}"], mean, delta=0.006)
                    known += weights[aspect]
                    total += weights[aspect] * mean
            self.assertAlmostEqual(score.score, total / known, delta=0.006)
            self.assertAlmostEqual(
                score.coverage, covered / sum(weights.values()), places=6
            )
            self.assertAlmostEqual(
                sum(row["share"] for row in rows), score.score, delta=0.006
            )

    def test_rank_grade_and_rfm_of_all(self):
        all_ = self.scores.search([("run_id", "=", self.run_.id)])
        for one in all_:
            self.assertEqual(one.rank, 1 + sum(x.score > one.score for x in all_))
            limits = [name for name in "abc" if one.score >= self.run_[f"limit_{name}"]]
            self.assertEqual(one.grade, limits[0] if limits else "d")
            self.assertEqual(one.partner_id.yishang_grade, one.grade)
        books = [ValueBook(one.partner_id, self.company, DAY) for one in all_]
        buyers = [book for book in books if book.orders]
        recency = get_quintiles([book.get_day(book.orders[-1]) for book in buyers])
        frequency = get_quintiles([len(book.recent) for book in buyers])
        monetary = get_quintiles(
            [sum(book.recent.mapped("amount_untaxed")) for book in buyers]
        )
        cells = {
            book.customer: "".join(map(str, cell))
            for book, *cell in zip(buyers, recency, frequency, monetary, strict=True)
        }
        for one in all_:
            self.assertEqual(one.rfm_cell, cells.get(one.partner_id, "000"))
        self.assertEqual(self.run_.buyer_count, 5)
        # 3 and 6 bought the same on the same day.
        twins = [self._get_score(self.ten[place]) for place in (3, 6)]
        self.assertEqual(twins[0].rfm_cell, twins[1].rfm_cell)

    def test_shares_and_classes_of_the_ten(self):
        ten = self.ten.sorted("id")
        revenues = []
        for customer in ten:
            recent = ValueBook(customer, self.company, DAY).recent
            amounts = recent.mapped("amount_untaxed")
            revenues.append(sum(amounts) if recent else None)
        pareto = get_pareto(revenues)
        total = sum(filter(None, revenues))
        for place, customer in enumerate(ten):
            score = self._get_score(customer)
            self.assertEqual(score.is_vital, pareto.vital[place])
            self.assertEqual(score.abc or None, pareto.classes[place])
            self.assertAlmostEqual(score.revenue, revenues[place] or 0)
            self.assertAlmostEqual(
                score.share, (revenues[place] or 0) / total, places=6
            )
        self.assertLess(min(filter(None, revenues)), 0)

    def test_the_explanation_reads_well(self):
        score = self._get_score(self.ten[0])
        score = score.with_user(self.sales_sjz1).with_context(lang="en_US")
        text = str(score.explanation)
        self.assertIn("F01 Revenue", text)
        self.assertIn("Transactions:", text)
        self.assertNotIn("None", text)
