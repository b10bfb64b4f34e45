import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const TABLE = ".o_yishang_report_table";

tours.add("crm_yishang_reports", {
    steps: () => [
        {
            trigger: ".o_yishang_report_card[data-report=customer-regions]",
            run: "click",
        },
        { trigger: `${TABLE} tfoot:contains(合计)` },
        { trigger: ".o_yishang_report_chart canvas" },
        // The region below folds away and comes back.
        {
            trigger: `${TABLE} tr:contains(测试河北省) button[aria-expanded=true]`,
            run: "click",
        },
        { trigger: `${TABLE}:not(:has(td:contains(测试石家庄市)))` },
        {
            trigger: `${TABLE} tr:contains(测试河北省) button[aria-expanded=false]`,
            run: "click",
        },
        { trigger: `${TABLE} tr:contains(测试石家庄市)` },
        {
            trigger: "[data-filter=region] input",
            run: "edit 石家庄",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(测试石家庄市)",
            run: "click",
        },
        { trigger: `${TABLE}:not(:has(td:contains(测试河北省)))` },
        { trigger: ".o_yishang_favourite_name", run: "edit 石家庄客户" },
        { trigger: ".o_yishang_favourite_save", run: "click" },
        { trigger: ".o_yishang_report_filters .badge:contains(石家庄客户)" },
        { trigger: `${TABLE} tbody tr:contains(测试石家庄市)`, run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(甲石家庄)" },
        { trigger: ".o_back_button, .breadcrumb-item a:last", run: "click" },
        { trigger: `${TABLE} tbody tr:contains(测试石家庄市)` },
    ],
});

tours.add("crm_yishang_report_sales", {
    steps: () => [
        { trigger: `${TABLE} tbody tr:contains(sales_sjz1)` },
        // By its address alone it is in the app, too.
        { trigger: ".o_main_navbar .o_menu_brand" },
        { trigger: "[data-filter=customer_type] input" },
        { trigger: ".o_yishang_compare", run: "click" },
        { trigger: `${TABLE} th:contains(变动)` },
        { trigger: "[data-preset=year]", run: "click" },
        { trigger: "[data-preset=year].active" },
        { trigger: ".o_yishang_report_pivot", run: "click" },
        { trigger: ".o_pivot_view, .o_graph_view, .o_list_view" },
        { trigger: ".o_back_button, .breadcrumb-item a:last", run: "click" },
        { trigger: `${TABLE} tbody tr:contains(sales_sjz1)`, run: "click" },
        { trigger: ".o_list_view .o_data_row" },
    ],
});

tours.add("crm_yishang_report_phone", {
    steps: () => [
        { trigger: `${TABLE} th:contains(业务员)` },
        // Names have the room of their codes.
        { trigger: `${TABLE}:not(:has(th:contains(编号)))` },
        {
            trigger: `${TABLE} tr:contains(测试河北省) button[aria-expanded=true]`,
            run: "click",
        },
        { trigger: `${TABLE}:not(:has(td:contains(测试石家庄市)))` },
        { trigger: ".o_yishang_report_filters button:contains(筛选)", run: "click" },
        { trigger: "[data-filter=customer_type] input" },
        { trigger: `${TABLE} tbody tr:contains(sales_sjz1)`, run: "click" },
        { trigger: ".o_kanban_view .o_kanban_record, .o_list_view .o_data_row" },
    ],
});

// Supervision has a screen of its own.
const CODES = [
    "customer-region-types",
    "customer-types",
    "customer-people",
    "customer-regions",
    "sales-people",
    "sales-regions",
    "sales-ranking",
    "product-people",
    "product-regions",
    "receivables",
    "service",
    "funnel",
    "forecast",
    "campaigns",
    "customer-value",
];

tours.add("crm_yishang_report_each", {
    steps: () => [
        ...CODES.flatMap((code) => [
            { trigger: `.o_yishang_report_card[data-report=${code}]`, run: "click" },
            { trigger: `${TABLE} thead th` },
            { trigger: ".o_back_button, .breadcrumb-item a:last", run: "click" },
        ]),
        { trigger: ".o_yishang_report_card[data-report=supervision]", run: "click" },
        { trigger: ".o_yishang_supervision" },
        { trigger: ".o_back_button, .breadcrumb-item a:last", run: "click" },
        {
            trigger: ".o_yishang_report_card[data-report=sales-people]",
            run: "click",
        },
        { trigger: ".o_yishang_export_xlsx", run: "click" },
        { trigger: ".o_notification:contains(正在导出)" },
        { trigger: "body:not(:has(.o_notification:contains(正在导出)))" },
    ],
});
