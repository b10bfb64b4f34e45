from odoo.tests import tagged
from odoo.tools import mute_logger

from .leak_common import LeakCommon
from .leak_http_roads import LeakHttpRoads
from .leak_program_roads import LeakProgramRoads
from .leak_secret import HIDDEN

NOISY = (
    "odoo.http",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.rpc.controllers",
)


@tagged("post_install", "-at_install")
class TestLeakHttp(LeakCommon, LeakHttpRoads, LeakProgramRoads):
    """Nothing that hangs on a hidden customer leaves the server."""

    def _find_leaks_of(self, user):
        """Return (road, marks) wherever the hidden customer shows to ``user``."""
        user.group_ids += self.env.ref("base.group_allow_export")
        self.authenticate(user.login, user.login)
        walks = (
            self._walk_screens(self.hidden),
            self._walk_exports(self.hidden),
            self._walk_chatter(self.hidden),
            self._walk_messaging(self.hidden),
            self._walk_programs(self.hidden, user),
            self._walk_json_screens(user),
        )
        return [
            (road, marks)
            for walk in walks
            for road, answer in walk
            if (marks := HIDDEN.find(answer))
        ]

    @mute_logger(*NOISY)
    def test_the_director_finds_the_marks(self):
        """Otherwise the roads would lead nowhere."""
        roads = {road for road, _marks in self._find_leaks_of(self.director)}
        for road in (
            "list of res.partner",
            "form of sale.order",
            "groups of sale.report",
            "export of res.partner",
            "export of the ledger",
            "ledger",
            "download of the ledger",
            "report of res.partner",
            "thread of res.partner",
            "JSON-2 search_read of res.partner",
            "XML-RPC read of res.partner",
        ):
            with self.subTest(road=road):
                self.assertIn(road, roads)

    @mute_logger(*NOISY)
    def test_a_former_salesperson_is_told_nothing(self):
        self.assertEqual(self._find_leaks_of(self.sales_sjz1), [])

    @mute_logger(*NOISY)
    def test_a_user_without_role_is_told_nothing(self):
        self.assertEqual(self._find_leaks_of(self.host_user), [])
