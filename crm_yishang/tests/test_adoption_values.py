from odoo.tests import tagged

from ..tools.adoption import Place
from .adoption_common import AdoptionCommon


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
