from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import datetime, safe_eval, time

from .visit_common import VisitCommon

# What a client action asks for when it opens.
CLIENT_CALLS = {
    "crm_yishang.board": ("crm.yishang.board", "get_data", ()),
    "crm_yishang.reading": ("crm.yishang.reading", "get_data", (False, False)),
    "crm_yishang.report_center": ("crm.yishang.report.center", "get_center", ()),
    "crm_yishang.supervision": ("crm.yishang.supervision", "get_filters", ()),
    "crm_yishang.workbench": ("crm.yishang.workbench", "get_data", ()),
}
# Who works on own customers, and who only looks at those of others.
SALES = ("sales_sjz1", "leader_sjz", "manager_north", "director", "crm_admin")
READERS = ("service_agent", "service_manager", "cashier", "marketer", "report_viewer")


@tagged("post_install", "-at_install")
class TestMenus(VisitCommon):
    """Each menu a role sees opens, and each role sees what it uses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.root = cls.env.ref("crm_yishang.crm_yishang_menu_root")

    def _get_menus(self, user):
        """Return the menus of the addon that ``user`` sees and that open something."""
        menus = self.env["ir.ui.menu"].with_user(user)
        visible = menus.load_menus(False)
        below = menus.search([("id", "child_of", self.root.id)])
        return below.filtered(
            lambda menu: menu.id in visible and visible[menu.id]["action_id"]
        )

    def _get_names(self, user):
        ids = self._get_menus(user).get_external_id().values()
        return {name.partition(".")[2] for name in ids}

    def test_every_menu_of_every_role_opens(self):
        for name in (*SALES, *READERS):
            user = getattr(self, name)
            menus = self._get_menus(user)
            self.assertTrue(menus, name)
            for menu in menus:
                with self.subTest(role=name, menu=menu.complete_name):
                    # As the web client: the action is read for everybody.
                    self._open(menu.action.sudo(), user)

    def test_roles_see_what_they_use(self):
        own = {
            "crm_yishang_customer_menu",
            "crm_yishang_customer_menu_pool",
            "crm_yishang_visit_menu",
        }
        everybodys = {"crm_yishang_customer_menu_all"}
        for name in SALES:
            menus = self._get_names(getattr(self, name))
            self.assertTrue(own <= menus and not everybodys & menus, name)
            is_leader = "crm_yishang_customer_menu_team" in menus
            self.assertEqual(is_leader, name != "sales_sjz1")
            is_director = "crm_yishang_pool_rule_menu" in menus
            self.assertEqual(is_director, name in ("director", "crm_admin"))
            is_admin = "crm_yishang_region_menu" in menus
            self.assertEqual(is_admin, name == "crm_admin")
        for name in READERS:
            menus = self._get_names(getattr(self, name))
            self.assertTrue(everybodys <= menus and not own & menus, name)
        self.assertFalse(self._get_menus(self.host_user))

    def test_the_panel_shows_regions_with_customers_and_counts_them(self):
        partners = self.env["res.partner"].with_user(self.sales_sjz1)

        def count(*criteria):
            panel = partners.search_panel_select_range(
                "yishang_region_id",
                enable_counters=True,
                search_domain=[("yishang_is_customer", "=", True), *criteria],
            )
            self.assertEqual(panel["parent_field"], "parent_id")
            return {value["id"]: value["__count"] for value in panel["values"]}

        tree = self.hebei | self.sjz | self.changan
        # The own customer and the one in the pool of the own region.
        self.assertEqual(count(), dict.fromkeys(tree.ids, 2))
        mine = ("yishang_scope_key", "=", self.sales_sjz1.id)
        self.assertEqual(count(mine), dict.fromkeys(tree.ids, 1))
        self.assertEqual(count(("name", "=", "nobody")), {})

    def _open(self, action, user):
        env = self.env(user=user)
        if action.type == "ir.actions.client":
            model, method, args = CLIENT_CALLS[action.tag]
            self.assertTrue(getattr(env[model], method)(*args))
            return
        self.assertEqual(action.type, "ir.actions.act_window")
        names = {
            "uid": user.id,
            "active_id": False,
            "context": {},
            "allowed_company_ids": user.company_ids.ids,
            "datetime": datetime,
            "time": time,
        }
        context = safe_eval(action.context or "{}", names)
        records = env[action.res_model].with_context(**context)
        views = [*action.views, (action.search_view_id.id, "search")]
        options = {"action_id": action.id, "load_filters": True, "toolbar": True}
        result = records.get_views(views, options)
        domain = safe_eval(action.domain or "[]", {**names, **records.env.context})
        self._read(records, result["views"], domain, names)

    def _read(self, records, views, domain, names):
        """Read the first page of a list as it first comes up, or a new record."""
        if "list" not in views:
            records.onchange({}, [], dict.fromkeys(self._get_fields(views["form"]), {}))
            return
        search = etree.fromstring(views["search"]["arch"])
        for key, value in records.env.context.items():
            if value and key.startswith("search_default_"):
                name = key.removeprefix("search_default_")
                found = search.xpath(f"//*[@name='{name}']")
                self.assertTrue(found, f"no filter {name}")
                domain = domain + safe_eval(found[0].get("domain") or "[]", names)
        specification = dict.fromkeys(self._get_fields(views["list"]), {})
        records.web_search_read(domain, specification, limit=80, count_limit=10001)

    def _get_fields(self, view):
        tree = etree.fromstring(view["arch"])
        return [
            node.get("name")
            for node in tree.iter("field")
            if not any(above.tag == "field" for above in node.iterancestors())
        ]
