from odoo.tests import tagged

from .common import YishangCommon

SEGMENT = "crm.yishang.segment"


@tagged("post_install", "-at_install")
class TestSegmentCost(YishangCommon):
    """What is done with a segment costs as many statements for one as for many."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hebei.manager_ids += cls.marketer
        segments = cls.env[SEGMENT].with_user(cls.marketer)
        cls.all, cls.few = segments.create(
            [
                {"name": name, "domain": repr([("id", "in", customers.ids)])}
                for name, customers in (
                    ("全部", cls.customers),
                    ("少数", cls.customer_sjz1),
                )
            ]
        )

    def _count(self, work):
        """Return how many statements something takes once it is warmed up."""
        counts = []
        for _round in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            work()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        return counts[-1]

    def test_size_snapshot_growth_and_effect(self):
        works = {
            "size": lambda segment: segment.size,
            "snapshot": lambda segment: segment._take_snapshot(),
            "growth": lambda segment: segment._measure(),
            "effect": lambda segment: segment.reached,
        }
        for name, work in works.items():
            many = self._count(lambda work=work: work(self.all))
            one = self._count(lambda work=work: work(self.few))
            with self.subTest(work=name):
                self.assertEqual(many, one)
                self.assertLessEqual(many, 8)

    def test_effect_of_many_segments_is_one_statement(self):
        both = self.all | self.few
        one = self._count(lambda: self.few._fetch_effect())
        self.assertEqual(self._count(lambda: both._fetch_effect()), one)

    def test_overlap_counts_what_each_segment_counts(self):
        """Archived customers and conditions on other records, as when searched for."""
        self.customer_sjz2.active = False
        archived = repr(
            [("id", "in", self.customers.ids), ("active", "in", [True, False])]
        )
        contact = self.env["res.partner"].create(
            {"name": "张三", "parent_id": self.customer_bd1.id, "active": False}
        )
        segments = self.env[SEGMENT].with_user(self.marketer)
        more = segments.create(
            [
                {"name": "含归档", "domain": archived},
                {
                    "name": "联系人",
                    "domain": repr([("child_ids.name", "=", contact.name)]),
                },
                {"name": "空", "domain": "[('id', '=', 0)]"},
            ]
        )
        everything = self.all | self.few | more
        self.env.flush_all()
        overlap = self.env["crm.yishang.segment.overlap"].with_user(self.marketer)
        pairs = overlap._count_pairs(everything)
        for segment in everything:
            with self.subTest(segment=segment.name):
                self.assertEqual(pairs[segment.id, segment.id], segment.size)
        wide = more[0]
        self.assertEqual(wide.size, self.all.size + 1)
        self.assertEqual(pairs[wide.id, self.all.id], self.all.size)
        frozen = self.all.copy({"name": "冻结"})
        frozen.action_freeze()
        pairs = overlap._count_pairs(frozen | self.all)
        self.assertEqual(pairs[frozen.id, self.all.id], self.all.size)

    def test_a_colleague_sees_the_overlap_in_own_sight(self):
        both = (self.all | self.few).sudo()
        both.is_shared = True
        self.env.flush_all()
        for user in (self.leader_sjz, self.marketer):
            overlap = self.env["crm.yishang.segment.overlap"].with_user(user)
            mine = both.sudo(False).with_user(user)
            self.env.invalidate_all()
            with self.subTest(user=user.login):
                pairs = overlap._count_pairs(mine)
                for segment in mine:
                    self.assertEqual(pairs[segment.id, segment.id], segment.size)
