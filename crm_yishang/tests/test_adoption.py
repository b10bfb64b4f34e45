from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

from ..tools.adoption import Place

SCOPE = ("yishang_customer_id", "yishang_scope_key", "yishang_scope_region_id")
GROUP = "crm_yishang.crm_yishang_group_"
OTHER_TAX_ID = "91130100MA0AAAAA1X"


class AdoptionCommon(TransactionCase):
    """A company that has worked with Odoo for a while, before this addon came."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "采纳测试公司"})
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )
        cls.env.user.write(
            {
                "company_ids": [Command.link(cls.company.id)],
                "company_id": cls.company.id,
            }
        )
        # Whatever the database has for other companies stays out of the numbers.
        cls.env["res.company"].search([]).yishang_visibility_in_force = False
        cls._create_regions()
        cls._create_users()
        cls.product = cls.env["product.product"].create(
            {"name": "采纳产品", "list_price": 100, "type": "service"}
        )

    @classmethod
    def _create_regions(cls):
        create = cls.env["crm.yishang.region"].create
        cls.province = create({"code": "A13", "name": "采纳省"})
        cls.city = create(
            {"code": "A1301", "name": "采石市", "parent_id": cls.province.id}
        )
        cls.district = create(
            {"code": "A130101", "name": "采东区", "parent_id": cls.city.id}
        )
        cls.other_province = create({"code": "A14", "name": "旁边省"})
        other_city = create(
            {"code": "A1401", "name": "旁石市", "parent_id": cls.other_province.id}
        )
        cls.other_district = create(
            {"code": "A140101", "name": "采东区", "parent_id": other_city.id}
        )
        country = cls.env.ref("base.cn")
        cls.state, cls.other_state = cls.env["res.country.state"].create(
            [
                {"name": "采纳省", "code": "采", "country_id": country.id},
                {"name": "旁边省", "code": "旁", "country_id": country.id},
            ]
        )

    @classmethod
    def _create_user(cls, login, groups):
        return new_test_user(
            cls.env,
            login=f"adoption_{login}",
            name=login,
            groups=groups,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _create_users(cls):
        seller = f"base.group_user,{GROUP}salesperson"
        cls.admin = cls._create_user("admin", f"base.group_user,{GROUP}administrator")
        cls.seller = cls._create_user("seller", seller)
        cls.colleague = cls._create_user("colleague", seller)
        cls.host_seller = cls._create_user(
            "host_seller", "base.group_user,sales_team.group_sale_salesman"
        )
        cls.accountant = cls._create_user(
            "accountant", "base.group_user,account.group_account_invoice"
        )
        cls.departed = cls._create_user("departed", "base.group_user")

    @classmethod
    def _create_partner(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, "country_id": False, **values}
        )

    @classmethod
    def _create_order(cls, partner, user=None, confirmed=False, **values):
        order = cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "user_id": user.id if user else False,
                "order_line": [Command.create({"product_id": cls.product.id})],
                **values,
            }
        )
        if confirmed:
            order.action_confirm()
        return order

    @classmethod
    def _create_lead(cls, partner, user=None, **values):
        return cls.env["crm.lead"].create(
            {
                "name": f"商机{partner.name}",
                "type": "opportunity",
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "user_id": user.id if user else False,
                **values,
            }
        )

    def _make_wizard(self, **values):
        wizard = self.env["crm.yishang.adoption"].with_user(self.admin)
        return wizard.create({"all_customers_user_ids": False, **values})

    def _adopt(self, **values):
        wizard = self._make_wizard(**values)
        wizard.action_adopt()
        return {line.kind: line.count for line in wizard.line_ids}

    def _preview(self, **values):
        wizard = self._make_wizard(**values)
        wizard.action_preview()
        return {line.kind: line.count for line in wizard.line_ids}

    def _get_scope(self, records):
        return [tuple(record[name] for name in SCOPE) for record in records]


@tagged("post_install", "-at_install")
class TestAdoptionChoice(AdoptionCommon):
    """Who becomes a customer."""

    def test_nothing_is_adopted_by_itself(self):
        with self.assertRaises(UserError):
            self._adopt(has_orders=False, has_leads=False)

    def test_each_source_names_its_own(self):
        tag = self.env["res.partner.category"].create({"name": "采纳标签"})
        below = self.env["res.partner.category"].create(
            {"name": "下级标签", "parent_id": tag.id}
        )
        ordered, led, tagged_, filtered, alone = (
            self._create_partner(name)
            for name in ("有订单", "有商机", "有标签", "被筛选", "无关")
        )
        self._create_order(ordered)
        self._create_lead(led)
        tagged_.category_id = below
        for values, expected in (
            ({"has_orders": True}, ordered),
            ({"has_leads": True}, led),
            ({"tag_ids": tag.ids}, tagged_),
            (
                {
                    "has_filter": True,
                    "partner_domain": "[('name', '=', '被筛选')]",
                },
                filtered,
            ),
            ({"has_orders": True, "has_leads": True}, ordered | led),
        ):
            with self.subTest(values=values), self.env.cr.savepoint() as savepoint:
                self._adopt(**{"has_orders": False, "has_leads": False, **values})
                candidates = ordered | led | tagged_ | filtered | alone
                found = candidates.filtered("yishang_is_customer")
                self.assertEqual(found, expected)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_a_document_of_a_contact_adopts_its_company(self):
        company = self._create_partner("总公司")
        contact = self._create_partner("小王", is_company=False, parent_id=company.id)
        self._create_order(contact)
        counts = self._adopt()
        self.assertEqual((counts["partner"], counts["contact"]), (1, 1))
        self.assertTrue(company.yishang_is_customer)
        self.assertFalse(contact.yishang_is_customer)
        self.assertEqual(contact.yishang_customer_id, company)

    def test_persons_only_if_wanted(self):
        person = self._create_partner("散客", is_company=False)
        self._create_order(person)
        self.assertEqual(self._preview(kind="company")["partner"], 0)
        self.assertEqual(self._adopt(kind="all")["partner"], 1)
        self.assertTrue(person.yishang_is_customer)

    def test_archived_ones_only_if_wanted_and_stay_archived(self):
        partner = self._create_partner("停业")
        self._create_order(partner)
        partner.active = False
        self.assertEqual(self._preview(has_archived=False)["partner"], 0)
        self.assertEqual(self._adopt()["partner"], 1)
        self.assertTrue(partner.yishang_is_customer)
        self.assertFalse(partner.active)

    def test_companies_and_colleagues_are_never_adopted(self):
        employee = self.env["hr.employee"].create(
            {"name": "采纳员工", "company_id": self.company.id}
        )
        partners = (
            self.company.partner_id
            | self.seller.partner_id
            | self.departed.partner_id
            | employee.work_contact_id
            | self.env.ref("base.public_partner")
        )
        self.departed.active = False
        for partner in partners:
            self._create_order(partner)
        counts = self._adopt(
            kind="all",
            has_filter=True,
            partner_domain=f"[('id', 'in', {partners.ids})]",
        )
        self.assertEqual(len(partners), 5)
        self.assertEqual(counts["partner"], 0)
        self.assertFalse(partners.filtered("yishang_is_customer"))
        self.assertEqual(set(partners.mapped("yishang_scope_key")), {0})

    def test_a_portal_user_can_be_a_customer(self):
        portal = self._create_user("portal", "base.group_portal")
        self._create_order(portal.partner_id)
        self._adopt(kind="all")
        self.assertTrue(portal.partner_id.yishang_is_customer)

    def test_documents_of_other_companies_do_not_count(self):
        other = self.env["res.company"].create({"name": "别的公司"})
        partner = self._create_partner("别家客户")
        env = self.env(context={"allowed_company_ids": other.ids})
        self.env.user.company_ids |= other
        env["crm.lead"].create(
            {"name": "别家商机", "partner_id": partner.id, "company_id": other.id}
        )
        self.assertEqual(self._adopt()["partner"], 0)

    def test_adopting_again_adds_only_the_new_ones(self):
        first = self._create_partner("先来")
        self._create_order(first, self.seller)
        self.assertEqual(self._adopt()["partner"], 1)
        before = first.read(["yishang_code", "user_id"])
        second = self._create_partner("后到")
        self._create_order(second, self.colleague)
        self._create_order(first, self.colleague, confirmed=True)
        self.assertEqual(self._adopt()["partner"], 1)
        self.assertEqual(self._adopt()["partner"], 0)
        self.assertTrue(second.yishang_is_customer)
        self.assertEqual(first.read(["yishang_code", "user_id"]), before)
        # Not by being adopted again, by its order.
        self.assertEqual(first.yishang_lifecycle, "member")
        steps = first.yishang_lifecycle_change_ids
        self.assertEqual(steps.mapped("kind"), ["order"])

    def test_what_is_no_customer_is_not_touched(self):
        vendor = self._create_partner("供应商", user_id=self.seller.id)
        self._create_order(self._create_partner("客户"))
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM res_partner WHERE id = %s", vendor.ids)
        before = self.env.cr.fetchone()
        self._adopt()
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM res_partner WHERE id = %s", vendor.ids)
        self.assertEqual(self.env.cr.fetchone(), before)


@tagged("post_install", "-at_install")
class TestAdoptionValues(AdoptionCommon):
    """With what they become customers."""

    def test_owner_is_the_salesperson_or_that_of_the_latest_document(self):
        own = self._create_partner("有业务员", user_id=self.seller.id)
        self._create_order(own, self.colleague)
        latest_order = self._create_partner("后订单")
        self._create_lead(latest_order, self.seller)
        self._create_order(latest_order, self.colleague, date_order="2099-01-01")
        latest_lead = self._create_partner("后商机")
        self._create_order(latest_lead, self.colleague, date_order="2001-01-01")
        self._create_lead(latest_lead, self.seller)
        gone = self._create_partner("离职者的")
        self._create_order(gone, self.seller, date_order="2001-01-01")
        self._create_order(gone, self.departed, date_order="2002-01-01")
        self.departed.active = False
        nobody = self._create_partner("没有人")
        self._create_order(nobody)
        counts = self._adopt()
        self.assertEqual(own.user_id, self.seller)
        self.assertEqual(latest_order.user_id, self.colleague)
        self.assertEqual(latest_lead.user_id, self.seller)
        self.assertEqual(gone.user_id, self.seller)
        self.assertFalse(nobody.user_id)
        self.assertEqual((counts["owner"], counts["pool"]), (4, 1))

    def test_owner_is_left_alone_if_wanted(self):
        partner = self._create_partner("不映射")
        self._create_order(partner, self.seller)
        self._adopt(maps_owner=False)
        self.assertFalse(partner.user_id)

    def test_region_is_as_exact_as_the_address(self):
        for values, expected in (
            ({"state_id": self.state.id}, self.province),
            ({"state_id": self.state.id, "city": "采石市"}, self.city),
            ({"state_id": self.state.id, "city": " 采石 "}, self.city),
            ({"city": "采石市"}, self.city),
            ({"city": "采纳省采石市采东区"}, self.district),
            ({"state_id": self.state.id, "city": "采东区"}, self.district),
            ({"state_id": self.other_state.id, "city": "采东区"}, self.other_district),
            ({"city": "采东区"}, None),
            (
                {
                    "state_id": self.state.id,
                    "city": "采石市",
                    "street": "采东区和平路1号",
                },
                self.district,
            ),
            ({"street": "采纳省采石市采东区和平路1号"}, self.district),
            (
                {"state_id": self.state.id, "city": "采石市", "street": "工业区3号"},
                self.city,
            ),
            ({"state_id": self.state.id, "city": "旁石市"}, self.province),
            ({"state_id": self.state.id, "city": "nowhere"}, self.province),
            ({"city": "nowhere"}, None),
            ({"city": "13"}, None),
            (
                {"yishang_region_id": self.other_province.id, "city": "采石市"},
                self.other_province,
            ),
            ({}, None),
        ):
            with self.subTest(values=values):
                partner = self._create_partner("某地客户", **values)
                self._create_order(partner)
                self._adopt()
                self.assertEqual(
                    partner.yishang_region_id, expected or self.province.browse()
                )

    def test_they_are_found_by_the_search_box(self):
        customer = self._create_partner("采纳石化")
        contact = self._create_partner(
            "诸葛采", is_company=False, parent_id=customer.id
        )
        self._create_order(customer)
        self._adopt()
        for text, found in (
            ("cnsh", customer),
            ("诸葛采", customer | contact),
            (customer.yishang_code, customer),
        ):
            with self.subTest(text=text):
                domain = [("yishang_search", "ilike", text)]
                self.assertEqual(customer.search(domain, order="id"), found)

    def test_region_is_left_alone_if_wanted(self):
        partner = self._create_partner("不映射", city="采石市")
        self._create_order(partner)
        counts = self._adopt(maps_region=False)
        self.assertFalse(partner.yishang_region_id)
        self.assertEqual(counts["no_region"], 1)

    def test_a_state_with_a_number_for_code_is_no_province(self):
        state = self.env["res.country.state"].create(
            {"name": "Tokyo", "code": "13", "country_id": self.env.ref("base.jp").id}
        )
        place = Place(state.id, "", "")
        self.assertEqual(self.env["crm.yishang.place.mapper"]._map_places([place]), {})

    def test_lifecycle_tells_what_happened(self):
        member, quoted, cancelled, led, suspect = (
            self._create_partner(name)
            for name in ("成交", "报价", "取消", "商机", "线索")
        )
        self._create_order(member, confirmed=True)
        self._create_order(quoted)
        self._create_order(cancelled).action_cancel()
        self._create_lead(led)
        self._create_lead(suspect, type="lead")
        counts = self._adopt()
        stages = [
            partner.yishang_lifecycle
            for partner in (member, quoted, cancelled, led, suspect)
        ]
        self.assertEqual(
            stages, ["member", "visited", "potential", "visited", "potential"]
        )
        self.assertEqual(
            [counts[kind] for kind in ("member", "visited", "potential")], [1, 2, 2]
        )

    def test_codes_are_given_in_order_and_kept(self):
        partners = self.env["res.partner"].union(
            *(self._create_partner(f"编号{number}") for number in range(4))
        )
        partners[1].yishang_code = "OLD-1"
        for partner in partners[::-1]:
            self._create_order(partner)
        counts = self._adopt()
        self.assertEqual(counts["code"], 3)
        self.assertEqual(partners[1].yishang_code, "OLD-1")
        codes = (partners - partners[1]).mapped("yishang_code")
        self.assertEqual(len(set(codes)), 3)
        self.assertEqual(codes, sorted(codes))
        self.assertTrue(all(code.startswith("KH") for code in codes))

    def test_dictionary_values_are_defaults(self):
        old, new = self.env["crm.yishang.customer.type"].create(
            [{"code": "A-1", "name": "旧类"}, {"code": "A-2", "name": "新类"}]
        )
        source = self.env["crm.yishang.customer.source"].create(
            {"code": "A-1", "name": "来源"}
        )
        first = self._create_partner("有类型", yishang_type_id=old.id)
        second = self._create_partner("无类型")
        self._create_order(first)
        self._create_order(second)
        self._adopt(type_id=new.id, source_id=source.id)
        self.assertEqual(first.yishang_type_id, old)
        self.assertEqual(second.yishang_type_id, new)
        self.assertEqual((first | second).yishang_source_id, source)


@tagged("post_install", "-at_install")
class TestAdoptionSight(AdoptionCommon):
    """Who sees them afterwards."""

    def _create_family(self):
        customer = self._create_partner("家族", user_id=self.seller.id, city="采石市")
        contact = self._create_partner(
            "联系人", is_company=False, parent_id=customer.id
        )
        colleague = self.env["res.partner"].browse(self.departed.partner_id.id)
        colleague.parent_id = customer
        quotation = self._create_order(contact)
        order = self._create_order(customer, self.colleague, confirmed=True)
        lead = self._create_lead(customer, self.colleague)
        journal = self.env["account.journal"].create(
            {
                "name": "采纳日记账",
                "code": "ADOPT",
                "type": "sale",
                "company_id": self.company.id,
            }
        )
        purchases = journal.copy({"type": "purchase", "code": "ADOPB"})
        invoice, bill = self.env["account.move"].create(
            [
                {
                    "move_type": move_type,
                    "partner_id": customer.id,
                    "journal_id": used.id,
                }
                for move_type, used in (
                    ("out_invoice", journal),
                    ("in_invoice", purchases),
                )
            ]
        )
        return customer, contact, colleague, quotation, order, lead, invoice, bill

    def test_scope_columns_are_what_the_orm_computes(self):
        records = self._create_family()
        self._adopt()
        written = [self._get_scope(record) for record in records]
        customer, key = records[0], self.seller.id
        mine, nobodys = (
            (customer, key, self.city),
            (
                customer.browse(),
                0,
                self.city.browse(),
            ),
        )
        self.assertEqual(
            written,
            [[mine], [mine], [nobodys], [mine], [mine], [mine], [mine], [nobodys]],
        )
        for record in records:
            for name in SCOPE:
                self.env.add_to_compute(record._fields[name], record)
        self.assertEqual([self._get_scope(record) for record in records], written)

    def test_customers_without_owner_have_the_key_of_the_pool(self):
        with_region = self._create_partner("公海有区域", city="采石市")
        nowhere = self._create_partner("公海无区域")
        for partner in (with_region, nowhere):
            self._create_order(partner)
        self._adopt()
        written = self._get_scope(with_region | nowhere)
        for name in SCOPE:
            self.env.add_to_compute(with_region._fields[name], with_region | nowhere)
        self.assertEqual(self._get_scope(with_region | nowhere), written)
        self.assertEqual(written[0][1], -self.city.id)

    def test_the_region_is_handed_down_as_by_the_host(self):
        customer, contact, *_rest = self._create_family()
        self._adopt()
        self.assertEqual(customer.yishang_region_id, self.city)
        self.assertEqual(contact.yishang_region_id, self.city)

    def test_nobody_is_narrowed_unless_wanted(self):
        customer, *_rest = self._create_family()
        self._adopt()
        self.assertFalse(self.company.yishang_visibility_in_force)
        found = customer.with_user(self.colleague).search([("id", "=", customer.id)])
        self.assertEqual(found.ids, customer.ids)
        self.assertFalse(
            self.env["crm.yishang.grant"].search([("customer_id", "=", customer.id)])
        )

    def test_visibility_in_force_opens_customers_of_open_leads(self):
        customer, _contact, _user, _quotation, order, lead, *_rest = (
            self._create_family()
        )
        closed = self._create_partner("已关闭", user_id=self.seller.id)
        self._create_lead(closed, self.colleague).action_set_lost()
        self._adopt(is_put_in_force=True)
        self.assertTrue(self.company.yishang_visibility_in_force)
        grants = self.env["crm.yishang.grant"].search(
            [("customer_id", "in", (customer | closed).ids)]
        )
        self.assertEqual((grants.user_id, grants.lead_id), (self.colleague, lead))
        partners = customer | closed
        for user, visible in (
            (self.seller, partners),
            (self.colleague, customer),
            (self.host_seller, customer.browse()),
            (self.admin, partners),
        ):
            with self.subTest(user=user.name):
                found = partners.with_user(user).search([("id", "in", partners.ids)])
                self.assertEqual(set(found.ids), set(visible.ids))
        found = order.with_user(self.host_seller).search([("id", "=", order.id)])
        self.assertFalse(found)

    def test_adopting_in_force_opens_customers_of_open_leads(self):
        self.company.yishang_visibility_in_force = True
        customer = self._create_partner("原有", user_id=self.seller.id)
        lead = self._create_lead(self._create_partner("别的"), self.colleague)
        # Written below the ORM, as if the lead were older than visibility.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET partner_id = %s WHERE id = %s", [customer.id, lead.id]
        )
        self.env.invalidate_all()
        self._adopt()
        grants = self.env["crm.yishang.grant"].search([("lead_id", "=", lead.id)])
        self.assertEqual(
            (grants.user_id, grants.customer_id), (self.colleague, customer)
        )

    def test_chosen_users_keep_seeing_everything(self):
        customer, *_rest = self._create_family()
        wizard = self._make_wizard()
        default = wizard._default_all_customers_user_ids()
        self.assertIn(self.accountant, default)
        self.assertNotIn(self.host_seller, default)
        self.assertNotIn(self.seller, default)
        counts = self._adopt(
            is_put_in_force=True, all_customers_user_ids=self.accountant.ids
        )
        self.assertTrue(self.accountant.has_group(f"{GROUP}all_customers"))
        self.assertTrue(customer.with_user(self.accountant).has_access("read"))
        self.assertEqual(counts["user_narrowed"], 2)
        self.assertEqual(counts["user_blind"], 2)


@tagged("post_install", "-at_install")
class TestAdoptionPreview(AdoptionCommon):
    """The preview is exact, changes nothing, and only for administrators."""

    def _create_stock(self):
        first = self._create_partner(
            "甲", user_id=self.departed.id, city="采石市", vat=OTHER_TAX_ID
        )
        second = self._create_partner(
            "乙", user_id=self.host_seller.id, vat=f" {OTHER_TAX_ID.lower()}"
        )
        third = self._create_partner("丙")
        self._create_partner("甲联系人", is_company=False, parent_id=first.id)
        self._create_order(first, confirmed=True)
        self._create_order(second)
        self._create_lead(third, self.seller, type="lead")
        self.departed.active = False
        self.env.flush_all()
        return first | second | third

    def test_counts_are_exact(self):
        partners = self._create_stock()
        counts = self._preview()
        self.assertEqual(
            {kind: count for kind, count in counts.items() if "user" not in kind},
            {
                "partner": 3,
                "contact": 1,
                "sale_order": 2,
                "crm_lead": 1,
                "account_move": 0,
                "owner": 3,
                "pool": 0,
                "region": 1,
                "no_region": 2,
                "code": 3,
                "member": 1,
                "visited": 1,
                "potential": 1,
                "archived_owner": 1,
                "blind_owner": 1,
                "same_tax_id": 2,
            },
        )
        self.assertFalse(partners.filtered("yishang_is_customer"))

    def test_preview_changes_nothing(self):
        self._create_stock()
        tables = ("res_partner", "sale_order", "crm_lead", "res_users", "ir_sequence")
        pictures = []
        for _round in range(2):
            self.env.flush_all()
            pictures.append([self._read_table(table) for table in tables])
            self._preview(is_put_in_force=True)
        self.assertEqual(pictures[0], pictures[1])
        self.assertFalse(self.company.yishang_visibility_in_force)

    def _read_table(self, table):
        self.env.cr.execute(f"SELECT * FROM {table} ORDER BY id")  # pylint: disable=E8103
        return self.env.cr.fetchall()

    def test_what_is_adopted_is_what_was_shown(self):
        self._create_stock()
        shown, done = self._preview(), self._adopt()
        kinds = ("partner", "owner", "pool", "region", "code", "member", "visited")
        self.assertEqual(
            [done[kind] for kind in kinds], [shown[kind] for kind in kinds]
        )

    def test_numbers_lead_to_their_records(self):
        partners = self._create_stock()
        wizard = self._make_wizard()
        wizard.action_preview()
        for kind, expected in (
            ("member", partners[0]),
            ("blind_owner", partners[1]),
            ("same_tax_id", partners[:2]),
            ("no_region", partners[1:]),
        ):
            with self.subTest(kind=kind):
                line = wizard.line_ids.filtered(
                    lambda line, kind=kind: line.kind == kind
                )
                self.assertTrue(line.has_records)
                action = line.action_view_records()
                self.assertEqual(action["domain"], [("id", "in", expected.ids)])

    def test_only_administrators_adopt(self):
        partners = self._create_stock()
        wizard = self._make_wizard()
        director = self._create_user("director", f"base.group_user,{GROUP}director")
        for user in (director, self.seller, self.host_seller, self.accountant):
            with self.subTest(user=user.name):
                model = self.env["crm.yishang.adoption"].with_user(user)
                with self.assertRaises(AccessError):
                    model.create({})
                for method in ("action_preview", "action_adopt"):
                    with self.assertRaises(AccessError):
                        getattr(wizard.with_user(user), method)()
        self.assertFalse(partners.filtered("yishang_is_customer"))

    def test_statements_do_not_grow_with_the_partners(self):
        counts = []
        for number in (2, 40):
            partners = self.env["res.partner"].create(
                [
                    {"name": f"批量{number}-{index}", "is_company": True}
                    for index in range(number)
                ]
            )
            for partner in partners[:2]:
                self._create_order(partner)
            wizard = self._make_wizard(
                has_filter=True, partner_domain=f"[('id', 'in', {partners.ids})]"
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_adopt()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(partners.filtered("yishang_is_customer")), number)
        self.assertLessEqual(counts[1], counts[0])
