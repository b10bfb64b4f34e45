"""Columns of the first sheet of the customers' workbook."""

import datetime
from functools import partial

from odoo.tools.translate import LazyTranslate

from .cell_numbers import clean_positive
from .cells import (
    clean_code,
    clean_date,
    clean_email,
    clean_line,
    clean_lines,
    clean_phone,
    clean_tax_id,
    clean_terms,
)
from .import_sheet import Column, Sheet

_lt = LazyTranslate(__name__)

CUSTOMERS = Sheet(
    name="customers",
    zh="客户资料",
    en="Customers",
    columns=(
        Column(
            "yishang_code",
            "客户编码",
            "Customer Code",
            clean_code,
            ("编码", "客户编号", "编号", "Code"),
            unique=True,
            help=_lt("Left empty: numbered by the rule of the company."),
        ),
        Column(
            "name",
            "客户名称",
            "Customer Name",
            partial(clean_line, limit=200),
            ("名称", "公司名称", "单位名称", "客户", "Name"),
            required=True,
            example="石家庄示例商贸有限公司",
            width=32,
        ),
        Column(
            "yishang_short_name",
            "客户简称",
            "Short Name",
            partial(clean_line, limit=100),
            ("简称",),
            example="示例商贸",
        ),
        Column(
            "yishang_type_id",
            "客户类型",
            "Customer Type",
            aliases=("类型",),
            resolve="_resolve_term",
            choices="crm.yishang.customer.type",
            help=_lt("Code or name of the dictionary."),
        ),
        Column(
            "yishang_source_id",
            "客户来源",
            "Customer Source",
            aliases=("来源",),
            resolve="_resolve_term",
            choices="crm.yishang.customer.source",
            help=_lt("Code or name of the dictionary."),
        ),
        Column(
            "industry_id",
            "所属行业",
            "Industry",
            aliases=("行业",),
            resolve="_resolve_term",
            choices="res.partner.industry",
            help=_lt("Code or name of the dictionary."),
        ),
        Column(
            "yishang_region_id",
            "区域编码",
            "Region Code",
            clean_code,
            ("行政区划代码",),
            resolve="_resolve_region",
            choices="crm.yishang.region",
            help=_lt("Code of the region; the name may be left empty then."),
        ),
        Column(
            "region_name",
            "区域名称",
            "Region",
            aliases=("区域", "所属区域", "地区", "Region Name"),
            example="河北省/石家庄市/长安区",
            width=24,
            help=_lt(
                "Name or path of the region. Where several regions share a name, the"
                " code, the path or an address that names the city tells them apart."
            ),
        ),
        Column(
            "yishang_lifecycle",
            "生命周期",
            "Lifecycle Stage",
            aliases=("客户阶段",),
            resolve="_resolve_selection",
            choices="res.partner.yishang_lifecycle",
        ),
        Column(
            "yishang_grade",
            "价值等级",
            "Value Grade",
            aliases=("等级", "客户等级"),
            resolve="_resolve_selection",
            choices="res.partner.yishang_grade",
        ),
        Column(
            "user_id",
            "跟进业务员",
            "Salesperson",
            aliases=("业务员", "负责人", "跟进人", "Owner"),
            resolve="_resolve_user",
            choices="res.users",
            help=_lt(
                "Operator code, login or name. Left empty: you; for directors and"
                " administrators the public pool."
            ),
        ),
        Column(
            "phone",
            "电话",
            "Phone",
            clean_phone,
            ("联系电话", "公司电话", "电话号码"),
            example="0311-88888888",
        ),
        Column(
            "mobile",
            "手机",
            "Mobile",
            clean_phone,
            ("手机号", "手机号码"),
            help=_lt(
                "Beside a phone, the mobile number of the contact if that has none."
            ),
        ),
        Column("yishang_fax", "传真", "Fax", clean_phone),
        Column(
            "email",
            "邮箱",
            "Email",
            clean_email,
            ("电子邮箱", "电子邮件", "E-mail"),
            example="sales@example.com",
        ),
        Column("website", "网址", "Website", partial(clean_line, limit=500), ("网站",)),
        Column(
            "street",
            "联系地址",
            "Address",
            partial(clean_line, limit=300),
            ("地址", "详细地址", "公司地址"),
            example="石家庄市长安区中山东路1号",
            width=32,
        ),
        Column("city", "城市", "City", aliases=("所在城市",)),
        Column("zip", "邮编", "ZIP", partial(clean_code, limit=24), ("邮政编码",)),
        Column(
            "vat",
            "税号",
            "Tax ID",
            clean_tax_id,
            ("统一社会信用代码", "信用代码", "纳税人识别号"),
            unique=True,
            example="91130100MA0EXAMPLE",
            width=24,
            help=_lt("Unified social credit code of 18 characters."),
        ),
        Column(
            "yishang_scale",
            "人员规模",
            "Scale",
            aliases=("规模",),
            resolve="_resolve_selection",
            choices="res.partner.yishang_scale",
            width=20,
        ),
        Column(
            "yishang_revenue",
            "年营业额",
            "Annual Revenue",
            clean_positive,
            ("年收入", "营业额"),
            help=_lt("In the company's currency; 120万 is understood."),
        ),
        Column(
            "category_id",
            "标签",
            "Tags",
            clean_terms,
            resolve="_resolve_terms",
            choices="res.partner.category",
            help=_lt("Existing tags, with commas between."),
        ),
        Column(
            "yishang_date_first_contact",
            "首次接触日期",
            "First Contact",
            clean_date,
            ("首次联系日期", "建档日期"),
            resolve="_resolve_past",
            example=datetime.date(2024, 9, 8),
            help=_lt("A date, for example 2024-09-08."),
        ),
        Column(
            "yishang_date_last_contact",
            "最近联系日期",
            "Last Contact",
            clean_date,
            ("最近联系", "最后联系日期"),
            resolve="_resolve_past",
        ),
        Column(
            "yishang_date_next_contact",
            "下次联系日期",
            "Next Contact",
            clean_date,
            ("下次联系",),
        ),
        Column(
            "contact.name",
            "联系人",
            "Contact",
            partial(clean_line, limit=200),
            ("联系人姓名", "Contact Name"),
            example="王芳",
            help=_lt(
                "More contacts of a customer go to the sheet 联系人, or into the rows"
                " right below it, where all that is the customer's stays empty or"
                " merged."
            ),
        ),
        Column(
            "contact.function",
            "联系人职务",
            "Contact Position",
            partial(clean_line, limit=100),
            example="采购经理",
        ),
        Column(
            "contact.phone",
            "联系人电话",
            "Contact Phone",
            clean_phone,
            ("联系人手机",),
            example="13800138000",
        ),
        Column("contact.email", "联系人邮箱", "Contact Email", clean_email),
        Column("comment", "备注", "Remark", clean_lines, ("说明", "Notes"), width=32),
    ),
)
