import json
import subprocess
import sys
from contextlib import contextmanager

from odoo import SUPERUSER_ID
from odoo.fields import Command
from odoo.tests import tagged

from .customer_rivals import CustomerRivals
from .database_copy import PATIENCE, DatabaseCopyCase
from .mailing_rivals import MailingRivals
from .receipt_rivals import ReceiptRivals
from .revision_rivals import RevisionRivals
from .total_rivals import TotalRivals
from .worker_common import WORKER

GROUP = "crm_yishang.crm_yishang_group_"


@tagged("post_install", "-at_install")
class TestTwoProcesses(
    CustomerRivals,
    MailingRivals,
    ReceiptRivals,
    RevisionRivals,
    TotalRivals,
    DatabaseCopyCase,
):
    """What changes in one worker process shows in the next request of another one.

    Two processes serve a copy of the database, both started once. One changes and
    commits, the other answers what the viewer finds; before every change it has
    answered just that, so that its caches are filled. ::

        north ── city    theirs: of the seller, in the city
        south            pool:   of nobody, in the south
                         own:    of the viewer, without region
    """

    copy_suffix = "workers"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.changer, cls.reader = cls._start(), cls._start()
        cls._create_organisation()
        cls._create_customers()

    @classmethod
    def _start(cls):
        worker = subprocess.Popen(
            [sys.executable, WORKER, "-d", cls.copy, "--log-level=error"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        cls.addClassCleanup(cls._stop, worker)
        return worker

    @classmethod
    def _stop(cls, worker):
        try:
            worker.communicate(timeout=PATIENCE)
        finally:
            worker.kill()

    @classmethod
    def _ask(cls, worker, uid, model, ids, method, *arguments):
        cls._send(worker, uid, model, ids, method, *arguments)
        answer = cls._receive(worker)
        if "error" in answer:
            raise AssertionError(f"{model}.{method}: {answer['error']}")
        return answer["result"]

    @classmethod
    def _send(cls, worker, uid, model, ids, method, *arguments):
        request = {"uid": uid, "model": model, "ids": ids}
        request |= {"method": method, "args": arguments}
        worker.stdin.write(json.dumps(request) + "\n")
        worker.stdin.flush()

    @classmethod
    def _receive(cls, worker):
        return json.loads(worker.stdout.readline() or '{"error": "it has died"}')

    @classmethod
    def _change(cls, model, record_id, method, *arguments):
        ids = [record_id] if record_id else []
        return cls._ask(cls.changer, SUPERUSER_ID, model, ids, method, *arguments)

    @classmethod
    def _create(cls, model, **values):
        return cls._change(model, None, "create", values)[0]

    @classmethod
    def _write(cls, model, record_id, **values):
        cls._change(model, record_id, "write", values)

    @classmethod
    def _find(cls, name):
        module, name = name.split(".")
        domain = [("module", "=", module), ("name", "=", name)]
        (data,) = cls._change("ir.model.data", None, "search_read", domain, ["res_id"])
        return data["res_id"]

    @classmethod
    def _create_organisation(cls):
        cls.company = cls._find("base.main_company")
        cls._write("res.company", cls.company, yishang_visibility_in_force=True)
        cls.north = cls._create("crm.yishang.region", code="T1", name="测试北方")
        cls.south = cls._create("crm.yishang.region", code="T2", name="测试南方")
        cls.city = cls._create(
            "crm.yishang.region", code="T11", name="测试城市", parent_id=cls.north
        )
        cls.viewer, cls.viewer_employee = cls._create_operator("viewer")
        cls.middle, cls.middle_employee = cls._create_operator("middle")
        cls.seller, cls.seller_employee = cls._create_operator("seller")

    @classmethod
    def _create_operator(cls, login):
        """Return the ids of a new salesperson and of the employee."""
        roles = ("base.group_user", f"{GROUP}salesperson")
        user = cls._create(
            "res.users",
            name=login,
            login=f"two_processes_{login}",
            email=f"{login}@example.com",
            group_ids=[Command.set(list(map(cls._find, roles)))],
            yishang_is_operator=True,
        )
        return user, cls._create("hr.employee", name=login, user_id=user)

    @classmethod
    def _create_customers(cls):
        cls.own = cls._create_customer("自己的", user_id=cls.viewer)
        cls.theirs = cls._create_customer(
            "别人的", user_id=cls.seller, yishang_region_id=cls.city
        )
        cls.pool = cls._create_customer(
            "公海的", user_id=False, yishang_region_id=cls.south
        )

    @classmethod
    def _create_customer(cls, name, **values):
        values = {"name": name, "is_company": True, **values}
        return cls._create("res.partner", yishang_is_customer=True, **values)

    def setUp(self):
        super().setUp()
        self.assertSees(self.own)

    def assertSees(self, *customers):
        """Check on every road what the viewer finds, one request for each road."""
        wanted = sorted(customers)
        every = [self.own, self.theirs, self.pool]
        domain = [("id", "in", every)]
        for road, ids, arguments in (
            ("search", [], [domain]),
            ("_filtered_access", every, ["read"]),
            ("web_search_read", [], [domain, {"id": {}}, 0, 80]),
        ):
            found = self._ask(
                self.reader, self.viewer, "res.partner", ids, road, *arguments
            )
            if road == "web_search_read":
                found = [row["id"] for row in found["records"]]
            with self.subTest(road=road):
                self.assertEqual(sorted(found), wanted)

    def test_a_new_manager_of_an_employee(self):
        employee = self.seller_employee
        self._write("hr.employee", employee, parent_id=self.viewer_employee)
        self.assertSees(self.own, self.theirs)
        self._write("hr.employee", employee, parent_id=self.middle_employee)
        self.assertSees(self.own)
        boss = self.viewer_employee
        self._write("hr.employee", self.middle_employee, parent_id=boss)
        self.assertSees(self.own, self.theirs)
        self._write("hr.employee", self.middle_employee, parent_id=False)
        self.assertSees(self.own)
        self._write("hr.employee", employee, parent_id=False)

    def test_an_archived_superior(self):
        middle = self.middle_employee
        self._write("hr.employee", middle, parent_id=self.viewer_employee)
        self._write("hr.employee", self.seller_employee, parent_id=middle)
        self.assertSees(self.own, self.theirs)
        self._change("hr.employee", middle, "action_archive")
        self._change("res.users", self.middle, "action_archive")
        self.assertSees(self.own, self.theirs)
        self._write("hr.employee", middle, parent_id=False)
        self.assertSees(self.own)
        self._change("res.users", self.middle, "action_unarchive")
        self._change("hr.employee", middle, "action_unarchive")
        self._write("hr.employee", self.seller_employee, parent_id=False)

    def test_the_managers_of_a_region(self):
        for region, customer in ((self.north, self.theirs), (self.south, self.pool)):
            link = [Command.link(self.viewer)]
            self._write("crm.yishang.region", region, manager_ids=link)
            self.assertSees(self.own, customer)
            unlink = [Command.unlink(self.viewer)]
            self._write("crm.yishang.region", region, manager_ids=unlink)
            self.assertSees(self.own)

    def test_the_region_above_a_region(self):
        with self._in_charge_of_the_south():
            self._write("crm.yishang.region", self.city, parent_id=self.south)
            self.assertSees(self.own, self.pool, self.theirs)
            self._write("crm.yishang.region", self.city, parent_id=self.north)
            self.assertSees(self.own, self.pool)

    def test_the_region_of_a_user(self):
        self._write("res.users", self.viewer, yishang_region_id=self.south)
        self.assertSees(self.own, self.pool)
        self._write("res.users", self.viewer, yishang_region_id=self.north)
        self.assertSees(self.own)
        self._write("res.users", self.viewer, yishang_region_id=False)

    def test_the_region_of_a_customer(self):
        with self._in_charge_of_the_south():
            self._write("res.partner", self.theirs, yishang_region_id=self.south)
            self.assertSees(self.own, self.pool, self.theirs)
            self._write("res.partner", self.theirs, yishang_region_id=self.city)
            self.assertSees(self.own, self.pool)

    def test_the_owner_of_a_customer(self):
        self._write("res.partner", self.theirs, user_id=self.viewer)
        self.assertSees(self.own, self.theirs)
        self._write("res.partner", self.theirs, user_id=self.seller)
        self.assertSees(self.own)

    def test_the_roles_of_a_user(self):
        cashier, salesperson = self._find_roles()
        for command, group, seen in (
            (Command.link, cashier, [self.own, self.theirs, self.pool]),
            (Command.unlink, cashier, [self.own]),
            (Command.unlink, salesperson, []),
            (Command.link, salesperson, [self.own]),
        ):
            self._write("res.users", self.viewer, group_ids=[command(group)])
            self.assertSees(*seen)

    def test_the_users_of_a_role(self):
        cashier, salesperson = self._find_roles()
        link, unlink = Command.link(self.viewer), Command.unlink(self.viewer)
        for group, command, seen in (
            (cashier, link, [self.own, self.theirs, self.pool]),
            (cashier, unlink, [self.own]),
            (salesperson, unlink, []),
            (salesperson, link, [self.own]),
        ):
            self._write("res.groups", group, user_ids=[command])
            self.assertSees(*seen)

    def test_a_role_that_implies_another(self):
        cashier, salesperson = self._find_roles()
        link = [Command.link(cashier)]
        self._write("res.groups", salesperson, implied_ids=link)
        self.assertSees(self.own, self.theirs, self.pool)
        unlink = [Command.unlink(cashier)]
        self._write("res.groups", salesperson, implied_ids=unlink)
        self.assertSees(self.own)

    def test_a_collaborator(self):
        grant = self._create(
            "crm.yishang.grant", user_id=self.viewer, customer_id=self.theirs
        )
        self.assertSees(self.own, self.theirs)
        self._write("crm.yishang.grant", grant, date_end="2000-01-01")
        self.assertSees(self.own)
        self._write("crm.yishang.grant", grant, date_end=False)
        self.assertSees(self.own, self.theirs)
        self._write("crm.yishang.grant", grant, customer_id=self.pool)
        self.assertSees(self.own, self.pool)
        self._change("crm.yishang.grant", grant, "unlink")
        self.assertSees(self.own)

    def test_the_switch_of_the_company(self):
        self._write("res.company", self.company, yishang_visibility_in_force=False)
        self.assertSees(self.own, self.theirs, self.pool)
        self._write("res.company", self.company, yishang_visibility_in_force=True)
        self.assertSees(self.own)

    def _find_roles(self):
        return [self._find(f"{GROUP}{role}") for role in ("cashier", "salesperson")]

    @contextmanager
    def _in_charge_of_the_south(self):
        link, unlink = Command.link(self.viewer), Command.unlink(self.viewer)
        self._write("crm.yishang.region", self.south, manager_ids=[link])
        self.assertSees(self.own, self.pool)
        yield
        self._write("crm.yishang.region", self.south, manager_ids=[unlink])
        self.assertSees(self.own)
