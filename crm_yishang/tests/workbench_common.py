from freezegun import freeze_time

from odoo.tools import SQL

from .instalment_common import InstalmentCommon
from .visit_common import VisitCommon

NOON = "2026-03-10 04:00:00"


class WorkbenchCommon(InstalmentCommon, VisitCommon):
    """A working day of two salespeople of Shijiazhuang and one of Baoding.

    sales_sjz1 sold 1,500 and collected 400, sales_sjz2 sold 300, sales_bd1 200. It is
    noon of Tuesday, 10 March 2026, in Beijing.
    """

    @classmethod
    @freeze_time(NOON)
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls._sell(300, cls.customer_sjz2)
        cls._sell(200, cls.customer_bd1)
        cls._collect((cls.order, 400))
        cls._create_target(cls.sales_sjz1, "amount", 2000)
        cls._create_target(cls.sales_sjz1, "visit", 4)
        cls._create_lead(cls.sales_sjz1, cls.customer_sjz1, "水泵改造", 1000)
        cls.customer_sjz1.yishang_date_next_contact = "2026-03-10"
        cls.env.flush_all()

    @classmethod
    def _create_target(cls, user, kind, goal, **values):
        return cls.env["crm.yishang.target"].create(
            {
                "user_id": user and user.id,
                "kind": kind,
                "date_from": "2026-03-01",
                "goal": goal,
                **values,
            }
        )

    @classmethod
    def _create_lead(cls, user, customer, name, revenue):
        return cls.env["crm.lead"].create(
            {
                "name": name,
                "type": "opportunity",
                "partner_id": customer.id,
                "user_id": user.id,
                "expected_revenue": revenue,
            }
        )

    def _open(self, user):
        """Return what ``user`` sees, in a transaction that cannot write."""
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.cr.cache.clear()
        with self.env.cr.savepoint() as savepoint:
            self.env.cr.execute(SQL("SET TRANSACTION READ ONLY"))
            data = self.env["crm.yishang.workbench"].with_user(user).get_data()
            savepoint.rollback()
        return data

    def _get_sections(self, user):
        return {section["key"]: section for section in self._open(user)["sections"]}

    def _get_tiles(self, user):
        return {
            tile["key"]: tile
            for section in self._open(user)["sections"]
            for tile in section["tiles"]
        }

    def _get_cells(self, user, key):
        """Return the texts of a table, amounts without currency."""
        return [
            [cell.replace("$\xa0", "") for cell in row["cells"]]
            for row in self._get_sections(user)[key]["table"]["rows"]
        ]

    def _follow(self, user, action):
        """Return the records behind a figure, as ``user`` sees them."""
        return self.env[action["res_model"]].with_user(user).search(action["domain"])
