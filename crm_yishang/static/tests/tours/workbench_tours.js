import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const tile = (key) => `.o_yishang_tile[data-key=${key}]`;
const BACK = {
    content: "Back to the workbench",
    trigger: ".o_breadcrumb a:contains(工作台), .o_back_button",
    run: "click",
};

tours.add("crm_yishang_workbench_salesperson", {
    steps: () => [
        { trigger: "section[data-key=unread] .o_yishang_note:contains(带上新报价单)" },
        { trigger: `${tile("month_amount")}:contains(75 %)` },
        { trigger: "section[data-key=funnel] canvas" },
        { trigger: `${tile("due")}:contains(1)`, run: "click" },
        { trigger: ".o_data_row .o_data_cell:contains(甲石家庄)" },
        BACK,
        {
            content: "Record a contact from the workbench",
            trigger: "button[data-key=record_visit]:contains(记录拜访)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=partner_id] input",
            run: "edit 甲石家庄",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(甲石家庄) a",
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name=category_id] .o_selection_badge:contains(上门)",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=content] textarea",
            run: "edit 谈了新报价",
        },
        { trigger: ".modal footer button:contains(保存)", run: "click" },
        {
            content: "The figures are those after it",
            trigger: `body:not(:has(.modal)) ${tile("month_visit")}:contains(1)`,
        },
        { trigger: `${tile("month_visit")}`, run: "click" },
        { trigger: ".o_data_row .o_data_cell:contains(甲石家庄)" },
    ],
});

tours.add("crm_yishang_workbench_leader", {
    steps: () => [
        { trigger: "section[data-key=team] td:contains(sales_sjz1)" },
        {
            content: "The first of the ranking",
            trigger:
                "section[data-key=ranking] tbody tr:first-child:contains(sales_sjz1)",
        },
        {
            trigger:
                "section[data-key=ranking] tbody tr:first-child td:nth-child(2):contains(1,500)",
            run: "click",
        },
        { trigger: ".o_data_row .o_data_cell:contains(甲石家庄)" },
        BACK,
        {
            content: "One click opens the reading screen",
            trigger: `${tile("reading")}:contains(1)`,
            run: "click",
        },
        { trigger: ".o_yishang_reading:contains(甲石家庄)" },
    ],
});

tours.add("crm_yishang_workbench_director", {
    steps: () => [
        { trigger: "section[data-key=trend] canvas" },
        {
            trigger:
                "section[data-key=regions] tr:contains(测试河北省) td:nth-child(5):contains(400)",
            run: "click",
        },
        { trigger: ".o_data_row .o_data_cell:contains(400)" },
        BACK,
        {
            trigger:
                "section[data-key=regions] tr:contains(测试河北省) td:nth-child(4):contains(1,500)",
            run: "click",
        },
        { trigger: ".o_data_row .o_data_cell:contains(甲石家庄)" },
    ],
});
