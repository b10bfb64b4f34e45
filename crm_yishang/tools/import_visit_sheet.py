"""Columns of the workbook of visits, as they come from another system."""

from functools import partial

from odoo.tools.translate import LazyTranslate

from .cells import clean_date, clean_line, clean_lines
from .import_sheet import Column, Sheet
from .moments import clean_moment

_lt = LazyTranslate(__name__)

VISITS = Sheet(
    name="visits",
    zh="拜访记录",
    en="Visits",
    columns=(
        Column(
            "partner_id",
            "客户",
            "Customer",
            partial(clean_line, limit=200),
            ("客户编码", "客户名称", "客户编号", "公司名称"),
            required=True,
            resolve="_resolve_customer",
            example="示例",
            width=32,
            help=_lt("Code or name of the customer, who has to be recorded already."),
        ),
        Column(
            "contact_id",
            "联系人",
            "Contact",
            aliases=("客户联系人",),
            help=_lt("Name of one of the customer's contacts."),
        ),
        Column(
            "user_id",
            "业务员",
            "Employee",
            aliases=("拜访人", "跟进人", "记录人", "员工"),
            required=True,
            resolve="_resolve_author",
            choices="res.users",
            help=_lt(
                "Who made the contact: operator code, login or name. It may be"
                " somebody who has left."
            ),
        ),
        Column(
            "category_id",
            "联系类别",
            "Contact Category",
            aliases=("拜访方式", "联系方式", "类别"),
            required=True,
            resolve="_resolve_term",
            choices="crm.yishang.contact.category",
            help=_lt("Code or name of the dictionary."),
        ),
        Column(
            "date_start",
            "开始时间",
            "Start",
            clean_moment,
            ("拜访时间", "拜访日期", "联系日期", "日期", "时间"),
            required=True,
            example="2024-09-08 14:30",
            width=20,
            help=_lt("Day and time by the clock of the company, or the day alone."),
        ),
        Column(
            "date_end",
            "结束时间",
            "End",
            clean_moment,
            example="2024-09-08 15:15",
            width=20,
            help=_lt("Left empty: the same as the start."),
        ),
        Column(
            "subject",
            "主题",
            "Subject",
            aliases=("标题", "事由"),
            example="新品介绍",
            width=24,
            help=_lt("Left empty: category and customer."),
        ),
        Column(
            "content",
            "内容",
            "Content",
            clean_lines,
            ("拜访内容", "沟通内容", "记录"),
            required=True,
            example="介绍了新品，客户要样品。",
            width=48,
        ),
        Column(
            "result",
            "结果",
            "Result",
            clean_lines,
            ("拜访结果",),
            example="同意试用",
            width=32,
        ),
        Column(
            "attitude",
            "客户态度",
            "Attitude",
            aliases=("意向", "兴趣程度"),
            resolve="_resolve_selection",
            choices="crm.yishang.visit.attitude",
        ),
        Column(
            "follow_stage_after_id",
            "跟进阶段",
            "Stage After",
            aliases=("阶段",),
            resolve="_resolve_term",
            choices="crm.yishang.follow.stage",
            help=_lt("Code or name of the dictionary."),
        ),
        Column(
            "next_step",
            "下一步",
            "Next Step",
            aliases=("下步计划", "后续计划"),
            example="寄样品",
            width=24,
        ),
        Column(
            "date_next",
            "下次联系",
            "Next Contact",
            clean_date,
            ("下次联系日期", "下次拜访"),
        ),
    ),
)
