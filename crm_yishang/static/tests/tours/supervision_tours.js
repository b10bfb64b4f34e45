import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const ROW = ".o_yishang_supervision_table tbody tr";

tours.add("crm_yishang_supervision", {
    steps: () => [
        { trigger: `${ROW}:contains(sales_sjz2)` },
        { trigger: ".o_yishang_filters [data-preset=month]", run: "click" },
        { trigger: ".o_yishang_filters [data-preset=month].active" },
        // Nothing is hidden of those with nothing.
        { trigger: `${ROW}:contains(sales_sjz2) td[data-key=visits_done]:contains(0)` },
        { trigger: "body:not(:has(.o_yishang_export_xlsx))" },
        {
            trigger: `${ROW}:contains(sales_sjz1) td[data-key=visits_done] a`,
            run: "click",
        },
        { trigger: ".o_list_view .o_data_row:contains(甲石家庄)" },
        { trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        { trigger: ".o_yishang_filters [data-preset=month].active" },
        { trigger: "th:contains(完成拜访)", run: "click" },
        { trigger: "th[aria-sort=descending]:contains(完成拜访)" },
        { trigger: `${ROW}:contains(sales_sjz1) td:first`, run: "click" },
        {
            trigger: ".modal .o_yishang_timeline_entry:contains(甲石家庄)",
            run: "click",
        },
        { trigger: ".o_form_view" },
    ],
});

tours.add("crm_yishang_board", {
    steps: () => [
        { trigger: ".o_yishang_person[data-status=in_visit]:contains(sales_sjz1)" },
        { trigger: ".o_yishang_person:contains(sales_sjz2):contains(今日无记录)" },
        { trigger: ".o_yishang_person a:contains(甲石家庄)", run: "click" },
        { trigger: ".o_form_view" },
    ],
});
